"""What is asked when a workplace applies for support, and when the payer decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm, label_of
from outreach.models import Workplace
from outreach.rules.resident_numbers import holds_resident_number
from safety.models import Application, Examination, Exposure, Programme
from safety.models.exposure import hazard_name
from safety.rules.hazards import HAZARDS

NONE, SOME = "none", "some"
APPROVE, REFUSE = "approve", "refuse"
KINDS = [
    (kind.value, kind.label)
    for kind in (
        Examination.Kind.SPECIAL,
        Examination.Kind.PRE_PLACEMENT,
        Examination.Kind.ON_DEMAND,
        Examination.Kind.ORDERED,
    )
]


def no_resident_number(value: str) -> None:
    """Refuse what looks like a resident number; an account number may look like one too."""
    if holds_resident_number(value):
        raise forms.ValidationError(
            _("Resident registration numbers are not kept here. Please leave it out.")
        )


class ApplicationFilterForm(forms.Form):
    """Narrows the list of applications by its address."""

    q = forms.CharField(
        label=gettext_lazy("Workplace or decision number"), required=False, max_length=60
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *Application.State.choices],
    )


class ApplicationForm(forms.Form):
    """The application's fields, in the order of the paper."""

    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.none(), empty_label=None
    )
    exam_kind = forms.ChoiceField(label=label_of(Application, "exam_kind"), choices=KINDS)
    headcount = forms.IntegerField(
        label=label_of(Application, "headcount"), min_value=1, max_value=9999
    )
    hazards = forms.MultipleChoiceField(
        label=gettext_lazy("Hazardous agents"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    institution_name = forms.CharField(
        label=label_of(Application, "institution_name"),
        max_length=80,
        validators=[no_resident_number],
    )
    planned_exam_date = forms.DateField(
        label=label_of(Application, "planned_exam_date"),
        required=False,
        help_text=gettext_lazy("Only exams held after the day of the approval can be claimed."),
    )
    requested_amount = forms.IntegerField(
        label=label_of(Application, "requested_amount"), min_value=1, max_value=2_000_000_000
    )
    has_other_support = forms.ChoiceField(
        label=gettext_lazy("Does anybody else pay for these exams?"),
        choices=[
            (NONE, gettext_lazy("No")),
            (SOME, gettext_lazy("Yes, for example 건강디딤돌")),
        ],
        widget=forms.RadioSelect,
    )
    other_support = forms.CharField(
        label=gettext_lazy("Who, and what for"),
        max_length=80,
        required=False,
        validators=[no_resident_number],
    )
    bank = forms.CharField(label=label_of(Application, "bank"), max_length=30, required=False)
    account_number = forms.RegexField(
        label=label_of(Application, "account_number"),
        regex=r"^[0-9][0-9 -]{5,38}[0-9]$",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Digits and dashes only, please.")},
    )
    account_holder = forms.CharField(
        label=label_of(Application, "account_holder"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("The firm or its representative: another name is sent back."),
        validators=[no_resident_number],
    )

    def __init__(self, *args: Any, workplace: Workplace, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exposures = Exposure.objects.current(today).filter(worker__workplace=workplace)
        codes = sorted(set(exposures.values_list("hazard", flat=True)) & HAZARDS.keys())
        self.fields["programme"].queryset = Programme.objects.filter(  # type: ignore[attr-defined]
            centre=workplace.centre_id, starts_date__lte=today, ends_date__gte=today
        )
        self.fields["hazards"].choices = [(code, hazard_name(code)) for code in codes]  # type: ignore[attr-defined]
        self.fields["hazards"].initial = codes
        self.fields["headcount"].initial = workplace.workers.employed().count() or None
        self.fields["account_holder"].initial = workplace.name
        if not codes:
            del self.fields["hazards"]

    def clean(self) -> dict[str, Any]:
        """Ask who else pays if somebody does, and for all of the account or none."""
        given = super().clean() or self.cleaned_data
        other = given.pop("has_other_support", None)
        if other == SOME and not given.get("other_support"):
            self.add_error("other_support", _("Please say who pays, and what for."))
        if other == NONE:
            given["other_support"] = ""
        account = [given.get(name) for name in ("bank", "account_number")]
        if any(account) and not all([*account, given.get("account_holder")]):
            self.add_error("account_number", _("Please give bank, number and holder together."))
        if not any(account):
            given["account_holder"] = ""
        given.setdefault("hazards", [])
        return given


class DecisionForm(PlainForm):
    """What the payer decided."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (APPROVE, gettext_lazy("Approved")),
            (REFUSE, gettext_lazy("Refused")),
        ],
        widget=forms.RadioSelect,
    )
    decided_date = forms.DateField(label=label_of(Application, "decided_date"))
    decision_no = forms.CharField(label=label_of(Application, "decision_no"), max_length=40)
    approved_amount = forms.IntegerField(
        label=label_of(Application, "approved_amount"), min_value=1, max_value=2_000_000_000
    )
    refused_reason = forms.CharField(label=label_of(Application, "refused_reason"), max_length=120)
    of_the_other = {APPROVE: ("refused_reason",), REFUSE: ("decision_no", "approved_amount")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for number and amount of an approval, for the reason of a refusal."""
        super().__init__(*args, **kwargs)
        for name in self.of_the_other.get(self.data.get("decision", ""), ()):
            self.fields[name].required = False
