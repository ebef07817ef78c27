"""What is asked about an exam, and about its results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import label_of
from outreach.models import Worker
from safety.actions.results import ResultEntry
from safety.models import Examination, ExaminationResult, ExamInstitution
from safety.models.exposure import hazard_name
from safety.rules.hazards import HAZARDS
from safety.rules.results import allowed_codes


class ExaminationForm(forms.Form):
    """An exam that was held: kind, place, day, the agents it covered, and who pays."""

    kind = forms.ChoiceField(
        label=label_of(Examination, "kind"),
        choices=Examination.Kind.choices,
        initial=Examination.Kind.SPECIAL,
        widget=forms.RadioSelect,
    )
    institution = forms.ModelChoiceField(
        label=label_of(Examination, "institution"),
        queryset=ExamInstitution.objects.order_by("name"),
        empty_label=_("Please choose"),
    )
    exam_date = forms.DateField(label=label_of(Examination, "exam_date"))
    hazards = forms.MultipleChoiceField(
        label=_("Agents that the exam covered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cost = forms.IntegerField(
        label=label_of(Examination, "cost"),
        min_value=0,
        max_value=10_000_000,
        initial=0,
    )
    paid_by = forms.ChoiceField(
        label=label_of(Examination, "paid_by"),
        choices=Examination.PaidBy.choices,
    )

    def __init__(self, *args: Any, worker: Worker, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exposed = set(worker.exposures.current(today).values_list("hazard", flat=True))
        field = self.fields["hazards"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, hazard_name(code)) for code in sorted(exposed, key=hazard_name)]
        field.initial = sorted(exposed)
        self.fields["exam_date"].initial = today


@dataclass(frozen=True)
class Line:
    """The fields of one agent."""

    hazard: str
    code: BoundField
    fitness: BoundField
    doctor_shortens: BoundField
    shortening_unnecessary: BoundField


class ResultsForm(forms.Form):
    """The result table: one line for each agent, with the codes that are possible for it."""

    received_date = forms.DateField(label=label_of(Examination, "result_table_received_date"))
    orders = forms.MultipleChoiceField(
        label=label_of(Examination, "orders"),
        choices=Examination.Order.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The first four start the employer's report to the labour office: 30 days."),
    )

    def __init__(self, *args: Any, examination: Examination, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = sorted(examination.results.all(), key=lambda row: hazard_name(row.hazard))
        self.fields["received_date"].initial = examination.result_table_received_date or today
        self.fields["orders"].initial = examination.orders
        for row in self.rows:
            self._add_line(row)

    def _add_line(self, row: ExaminationResult) -> None:
        codes = allowed_codes(HAZARDS[row.hazard].category)
        self.fields[f"{row.hazard}-code"] = forms.ChoiceField(
            label=label_of(ExaminationResult, "code"),
            choices=[
                ("", "–"),
                *(choice for choice in ExaminationResult.Code.choices if choice[0] in codes),
            ],
            initial=row.code,
        )
        self.fields[f"{row.hazard}-fitness"] = forms.ChoiceField(
            label=label_of(ExaminationResult, "fitness"),
            choices=[("", "–"), *ExaminationResult.Fitness.choices],
            initial=row.fitness,
            required=False,
        )
        for name in ("doctor_shortens", "shortening_unnecessary"):
            self.fields[f"{row.hazard}-{name}"] = forms.BooleanField(
                label=label_of(ExaminationResult, name),
                initial=getattr(row, name),
                required=False,
            )

    def lines(self) -> Iterator[Line]:
        """Yield the fields agent by agent, for the template."""
        names = ("code", "fitness", "doctor_shortens", "shortening_unnecessary")
        for row in self.rows:
            yield Line(row.hazard, *(self[f"{row.hazard}-{name}"] for name in names))

    def entries(self) -> list[ResultEntry]:
        """Return what was given, for the action."""
        given = self.cleaned_data
        return [
            ResultEntry(
                hazard=row.hazard,
                code=given[f"{row.hazard}-code"],
                fitness=given[f"{row.hazard}-fitness"],
                doctor_shortens=given[f"{row.hazard}-doctor_shortens"],
                shortening_unnecessary=given[f"{row.hazard}-shortening_unnecessary"],
            )
            for row in self.rows
        ]
