"""What is asked when a local programme opens or changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm, label_of
from safety.forms.applications import KINDS
from safety.models import Programme

MOST = 2_000_000_000


class ProgrammeFactsForm(PlainForm):
    """Who pays whom, when and up to what."""

    name = forms.CharField(label=label_of(Programme, "name"), max_length=80)
    payer = forms.CharField(label=gettext_lazy("Office that pays"), max_length=80)
    addressee = forms.CharField(
        label=label_of(Programme, "addressee"),
        max_length=80,
        help_text=gettext_lazy("The head of the office, as it stands on papers: 중구청장."),
    )
    payee = forms.ChoiceField(label=label_of(Programme, "payee"), choices=Programme.Payee.choices)
    starts_date = forms.DateField(label=label_of(Programme, "starts_date"))
    ends_date = forms.DateField(label=label_of(Programme, "ends_date"))
    budget = forms.IntegerField(
        label=label_of(Programme, "budget"), min_value=1, max_value=100 * MOST
    )
    cap_per_worker = forms.IntegerField(
        label=label_of(Programme, "cap_per_worker"), min_value=1, max_value=MOST
    )

    def clean(self) -> dict[str, Any]:
        """Ask for an end after the start."""
        given = super().clean()
        starts, ends = given.get("starts_date"), given.get("ends_date")
        if starts and ends and ends < starts:
            self.add_error("ends_date", _("The end lies before the start."))
        return given


class ProgrammeForm(ProgrammeFactsForm):
    """The same, and what is paid for each kind of exam from the start on."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Add a field for the rate of each kind of exam."""
        super().__init__(*args, **kwargs)
        self.fields["starts_date"].initial = today
        self.fields["ends_date"].initial = date(today.year, 12, 31)
        for kind, label in KINDS:
            self.fields[f"rate_{kind}"] = forms.IntegerField(
                label=_("%(kind)s: at most, in won") % {"kind": label},
                min_value=1,
                max_value=MOST,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one rate at least."""
        given = super().clean()
        rates = {kind: given.pop(f"rate_{kind}", None) for kind, _label in KINDS}
        given["rates"] = {kind: amount for kind, amount in rates.items() if amount}
        if not given["rates"]:
            self.add_error(None, _("Please give the rate of at least one kind of exam."))
        return given


class RateForm(PlainForm):
    """What is paid at most for one kind of exam from a day on."""

    exam_kind = forms.ChoiceField(label=gettext_lazy("Kind of exam"), choices=KINDS)
    from_date = forms.DateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("Exams held from this day on are paid at the new rate."),
    )
    amount = forms.IntegerField(label=gettext_lazy("At most, in won"), min_value=1, max_value=MOST)
