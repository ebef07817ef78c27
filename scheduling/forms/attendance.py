"""The sheet on which a team records a visit: one head, and one line for each worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Worker
from safety.models import Consultation, Examination, ExamInstitution
from safety.models.exposure import hazard_name
from scheduling.actions.attendance import (
    ConsultationHeld,
    ExamHeld,
    WorkerAtVisit,
    has_health_consent,
)
from scheduling.forms.visits import VersionForm
from scheduling.models import Visit

MEASURES = ("systolic", "diastolic", "glucose", "waist", "co", "note")
CONSENTS = [("YES", _("agrees")), ("NO", _("does not agree"))]


class SheetHeadForm(VersionForm):
    """What holds for everybody who is examined on this visit."""

    institution = forms.ModelChoiceField(
        label=_("institution"),
        queryset=ExamInstitution.objects.filter(is_designated=True).order_by("name"),
        required=False,
    )
    paid_by = forms.ChoiceField(
        label=_("paid by"),
        choices=Examination.PaidBy,
        initial=Examination.PaidBy.EMPLOYER,
        required=False,
    )


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False)


class WorkerLineForm(forms.Form):
    """One worker: consent first, then who came and what was done."""

    consent = forms.ChoiceField(
        label=_("consent to health data"),
        choices=CONSENTS,
        widget=forms.RadioSelect,
        required=False,
    )
    came = forms.BooleanField(label=_("came"), required=False)
    hazards = forms.MultipleChoiceField(
        label=_("examined for"), widget=forms.CheckboxSelectMultiple, required=False
    )
    cost = _number(_("cost in won"), 0, 10_000_000)
    clinics = forms.MultipleChoiceField(
        label=_("consultation"),
        choices=Consultation.Clinic,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    systolic = _number(_("blood pressure, upper"), 50, 300)
    diastolic = _number(_("blood pressure, lower"), 30, 200)
    glucose = _number(_("blood sugar (mg/dL)"), 20, 900)
    waist = forms.DecimalField(
        label=_("waist (cm)"), min_value=30, max_value=250, decimal_places=1, required=False
    )
    co = _number(_("CO in breath (ppm)"), 0, 200)
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    follow_up_date = forms.DateField(
        label=_("follow-up on"), widget=forms.DateInput, required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        worker: Worker,
        held_date: date,
        due_hazards: Sequence[str],
        may_measure: bool,
    ) -> None:
        super().__init__(data, prefix=f"worker-{worker.pk}")
        self.worker, self.held_date = worker, held_date
        self.has_consent = has_health_consent(worker)
        self.is_expected = False
        exposures = worker.exposures.current(held_date).values_list("hazard", flat=True)
        agents = list(dict.fromkeys(exposures))
        self.fields["hazards"].choices = [  # type: ignore[attr-defined]
            (agent, hazard_name(agent)) for agent in agents
        ]
        self.fields["hazards"].initial = [agent for agent in agents if agent in due_hazards]
        if self.has_consent:
            del self.fields["consent"]
        if not agents:
            del self.fields["hazards"], self.fields["cost"]
        if not may_measure:
            for name in MEASURES:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse health data without consent; what was typed for somebody absent is dropped."""
        data = super().clean() or {}
        if not data.get("came") or data.get("consent") == "NO":
            return data
        if not self.has_consent and not data.get("consent") and self._has_health_data(data):
            self.add_error("consent", _("Please ask for consent first."))
        follow_up = data.get("follow_up_date")
        if follow_up and follow_up <= self.held_date:
            self.add_error("follow_up_date", _("The follow-up must lie after the consultation."))
        return data

    @property
    def is_examined(self) -> bool:
        """Tell whether the line records an exam."""
        return bool(self._may_record() and self.cleaned_data.get("hazards"))

    def line(self, head: Mapping[str, Any]) -> WorkerAtVisit:
        """Return what the line records."""
        data = self.cleaned_data
        answered = data.get("consent")
        return WorkerAtVisit(
            worker=self.worker,
            came=data["came"],
            consent=answered == "YES" if answered and data["came"] else None,
            examination=self._exam(head) if self.is_examined else None,
            consultation=self._consultation() if self._may_record() else None,
        )

    def _may_record(self) -> bool:
        return bool(self.cleaned_data.get("came")) and self.cleaned_data.get("consent") != "NO"

    def _exam(self, head: Mapping[str, Any]) -> ExamHeld:
        return ExamHeld(
            institution=head["institution"],
            hazards=self.cleaned_data["hazards"],
            cost=self.cleaned_data.get("cost") or 0,
            paid_by=Examination.PaidBy(head["paid_by"] or Examination.PaidBy.EMPLOYER),
        )

    def _consultation(self) -> ConsultationHeld | None:
        data = self.cleaned_data
        measures = self._measures(data)
        if not (data["clinics"] or measures or data["follow_up_date"]):
            return None
        return ConsultationHeld(data["clinics"], measures, data["follow_up_date"])

    @staticmethod
    def _measures(data: Mapping[str, Any]) -> dict[str, int | float | str]:
        measures: dict[str, int | float | str] = {}
        for name in MEASURES:
            value = data.get(name)
            if value not in (None, ""):
                measures[name] = float(value) if isinstance(value, Decimal) else value
        return measures

    def _has_health_data(self, data: Mapping[str, Any]) -> bool:
        return bool(
            data.get("hazards")
            or data.get("clinics")
            or data.get("follow_up_date")
            or self._measures(data)
        )


class VisitSheet:
    """The whole sheet of one visit; the due workers first, then the others."""

    def __init__(
        self, visit: Visit, *, data: Mapping[str, Any] | None = None, may_measure: bool
    ) -> None:
        self.visit = visit
        self.nobody = bool(data and data.get("nobody"))
        self.head = SheetHeadForm(data, initial={"version": visit.version})
        day = timezone.localdate(visit.starts_at)
        due: dict[int, list[str]] = {}
        for item in visit.due_items.exclude(worker=None):
            due.setdefault(item.worker_id or 0, []).append(item.hazard)
        workers = visit.workplace.workers.employed().order_by("name", "pk")
        self.lines = [
            WorkerLineForm(
                data,
                worker=worker,
                held_date=day,
                due_hazards=due.get(worker.pk, []),
                may_measure=may_measure,
            )
            for worker in sorted(workers, key=lambda worker: worker.pk not in due)
        ]
        for line in self.lines:
            line.is_expected = line.worker.pk in due

    def is_valid(self) -> bool:
        """Check head and lines together: an exam needs its institution, an empty sheet a word."""
        valid = all([self.head.is_valid(), *(line.is_valid() for line in self.lines)])
        if not valid or self.nobody:
            return valid
        if not any(line.cleaned_data["came"] for line in self.lines):
            self.head.add_error(
                None, _("Please tick who came, or press the button that says nobody was there.")
            )
        if any(line.is_examined for line in self.lines) and not self.head.cleaned_data.get(
            "institution"
        ):
            self.head.add_error("institution", _("Which institution held the exam?"))
        return not self.head.errors

    def present(self) -> list[WorkerAtVisit]:
        """Return the lines worth recording: whoever was due, and whoever came."""
        if self.nobody:
            return [WorkerAtVisit(ln.worker, came=False) for ln in self.lines if ln.is_expected]
        return [
            line.line(self.head.cleaned_data)
            for line in self.lines
            if line.is_expected or line.cleaned_data["came"]
        ]
