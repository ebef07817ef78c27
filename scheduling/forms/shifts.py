"""What is asked when a team gets its shifts, and when it stays at home."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

FOUR_WEEKS = timedelta(days=27)


class ShiftsForm(forms.Form):
    """From when until when, on which weekdays, in which hours."""

    first = forms.DateField(label=_("First day"))
    last = forms.DateField(label=_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        initial=["0", "1", "2", "3", "4"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public holidays are left out by themselves."),
        error_messages={"required": _("Please choose at least one weekday.")},
    )
    start = forms.TimeField(label=_("Leaves at"), initial=time(9))
    end = forms.TimeField(label=_("Is back at"), initial=time(18))

    def __init__(self, *args: Any, first_free: date, **kwargs: Any) -> None:
        """Propose four weeks from the first day without a shift."""
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = first_free
        self.fields["last"].initial = first_free + FOUR_WEEKS


class AbsenceForm(forms.Form):
    """The days on which the team stays at home."""

    first = forms.DateField(label=_("First day of the absence"))
    last = forms.DateField(label=_("Last day of the absence"))
