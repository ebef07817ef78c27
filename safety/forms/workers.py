"""What is asked about a worker, what the worker handles and was measured."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm, label_of
from outreach.forms.versions import VersionedForm
from outreach.models import Language, Worker, Workplace
from safety.models import Exposure, Measurement
from safety.models.exposure import hazard_name
from safety.rules.hazards import HAZARDS

OLDEST = 100
YOUNGEST = 15  # 근로기준법 제64조


class WorkerForm(VersionedForm):
    """Name, birth date, mobile number, language, job; never a resident number."""

    name = forms.CharField(label=label_of(Worker, "name"), max_length=60)
    birth_date = forms.DateField(label=label_of(Worker, "birth_date"), required=False)
    phone = forms.CharField(
        label=label_of(Worker, "phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For texts about the worker's own exams and certificates."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=label_of(Worker, "language"), choices=Language.choices)
    job = forms.CharField(label=label_of(Worker, "job"), max_length=60, required=False)
    hired_date = forms.DateField(label=label_of(Worker, "hired_date"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not YOUNGEST <= self.today.year - born.year <= OLDEST:
            raise forms.ValidationError(_("Please check the year of birth."))
        return born


class LeaveForm(forms.Form):
    """The day somebody left."""

    left_date = forms.DateField(label=label_of(Worker, "left_date"))


class ExposureForm(PlainForm):
    """What a worker handles, in which process, since when."""

    hazards = forms.MultipleChoiceField(
        label=label_of(Exposure, "hazard"),
        choices=[(code, code) for code in HAZARDS],
        error_messages={"required": gettext_lazy("Please choose at least one agent.")},
    )
    process = forms.CharField(
        label=label_of(Exposure, "process"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the shop calls it: painting, welding, cleaning."),
        widget=forms.TextInput(attrs={"list": "processes", "autocomplete": "off"}),
    )
    placed_date = forms.DateField(
        label=label_of(Exposure, "placed_date"),
        help_text=gettext_lazy("The first exam counts from this day."),
    )


class EndExposureForm(forms.Form):
    """The first day without the agent."""

    ended_date = forms.DateField(
        label=gettext_lazy("First day without this agent"),
    )


class MeasurementForm(PlainForm):
    """One agent measured in one process."""

    hazard = forms.ChoiceField(label=label_of(Measurement, "hazard"))
    process = forms.ChoiceField(label=label_of(Measurement, "process"), required=False)
    measured_date = forms.DateField(label=label_of(Measurement, "measured_date"))
    is_over_limit = forms.BooleanField(label=label_of(Measurement, "is_over_limit"), required=False)

    def __init__(self, *args: Any, workplace: Workplace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exposures = Exposure.objects.filter(worker__workplace=workplace, ended_date=None)
        hazards = sorted({row.hazard for row in exposures}, key=hazard_name)
        processes = sorted({row.process for row in exposures})
        for name, values in (
            ("hazard", [(code, hazard_name(code)) for code in hazards]),
            ("process", [(process, process or _("(no name)")) for process in processes]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values
