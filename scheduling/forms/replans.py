"""What is asked before the week is planned anew: who or what is missing, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.forms.visits import VersionForm
from scheduling.rules.visit_minutes import LONGEST, STEP

LONGEST_ABSENCE = timedelta(days=31)
SOON = timedelta(days=4)


class TroubleForm(forms.Form):
    """Who or what is missing, from when until when."""

    who = forms.ChoiceField(label=_("Who or what is missing"))
    first = forms.DateField(label=_("First day"))
    last = forms.DateField(label=_("Last day"))

    def __init__(
        self, *args: Any, choices: Sequence[tuple[Any, Any]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        self.fields["first"].initial = self.fields["last"].initial = today
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days of the past, and more than a month."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if first < self.today:
                self.add_error("first", _("This day is over. Please choose today or later."))
            elif not first <= last <= first + LONGEST_ABSENCE:
                self.add_error("last", _("Please choose a last day within a month of the first."))
        return cleaned


class UrgentForm(forms.Form):
    """By when, and how long."""

    until = forms.DateField(label=_("At the latest on"))
    minutes = forms.IntegerField(
        label=_("minutes"),
        min_value=STEP,
        max_value=LONGEST * 2,
        widget=forms.NumberInput(attrs={"step": STEP, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today + SOON
        self.today = today

    def clean_until(self) -> date:
        """Refuse a day of the past, and one that is not urgent at all."""
        day: date = self.cleaned_data["until"]
        if not self.today <= day <= self.today + LONGEST_ABSENCE:
            raise forms.ValidationError(_("Please choose a day within the next month."))
        return day


class InsteadForm(VersionForm):
    """Why a visit does not take place, and who is visited instead."""

    reason = forms.CharField(label=_("reason"), max_length=120, required=False)
    instead = forms.IntegerField(required=False)
    at = forms.DateTimeField(required=False)  # which time for it staff saw
