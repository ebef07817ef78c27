"""What is asked about a changed job, a listed job, an exam that somebody calls for or orders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm
from outreach.models import Worker, Workplace
from safety.actions.due_events import BY_HOURS
from safety.models import DueEvent, Exposure
from safety.models.exposure import hazard_name
from safety.rules.asked_exams import AskedBy
from safety.rules.hazards import HAZARDS

Kind = DueEvent.Kind
ASKED_BY: list[tuple[str, str | Promise]] = [
    (AskedBy.OCCUPATIONAL_PHYSICIAN.value, _("occupational physician")),
    (AskedBy.HEALTH_MANAGER.value, _("health manager")),
    (AskedBy.HEALTH_AGENCY.value, _("contracted health agency")),
    (AskedBy.WORKER.value, _("the worker")),
    (AskedBy.WORKER_REPRESENTATIVE.value, _("worker representative")),
    (AskedBy.HONORARY_INSPECTOR.value, _("honorary inspector")),
]


if TYPE_CHECKING:
    _AgentField = forms.ModelMultipleChoiceField[Exposure]
    _WorkerField = forms.ModelMultipleChoiceField[Worker]
else:
    _AgentField = _WorkerField = forms.ModelMultipleChoiceField


class _Agents(_AgentField):
    def label_from_instance(self, obj: Any) -> str:
        return (
            f"{hazard_name(obj.hazard)} ({obj.process})" if obj.process else hazard_name(obj.hazard)
        )


class _People(_WorkerField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class WorkChangeForm(PlainForm):
    """Since when, to what job, and what is handled no longer."""

    since = forms.DateField(
        label=_("Since"), help_text=_("Training on the change is owed before this day.")
    )
    job = forms.CharField(label=_("New job"), max_length=60, required=False)
    ends = _Agents(
        label=_("No longer handled"),
        queryset=Exposure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = worker.exposures.filter(ended_date=None).order_by("placed_date", "pk")
        ends = self.fields["ends"]
        assert isinstance(ends, forms.ModelMultipleChoiceField)
        ends.queryset = current
        if not current:
            del self.fields["ends"]


class EventForm(PlainForm):
    """An event of one kind: its day, and what else that kind asks for."""

    hazard = forms.ChoiceField(label=_("hazardous agent"))
    detail = forms.CharField(label=_("Listed job"), max_length=60)
    event_date = forms.DateField(label=_("date"))
    until_date = forms.DateField(label=_("To be held by"), required=False)
    minutes = forms.IntegerField(label=_("minutes taught"), min_value=1, max_value=6_000)

    def __init__(
        self, *args: Any, kind: str, workplace: Workplace, worker: Worker | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asks = {"event_date"}
        if kind in (Kind.EXAM_REQUEST, Kind.EXAM_ORDER, Kind.FOLLOW_UP_WISH):
            asks.add("hazard")
            self.fields["hazard"] = _agent_field(workplace, worker)
        if kind == Kind.EXAM_REQUEST:
            asks.add("detail")
            self.fields["detail"] = forms.ChoiceField(label=_("Asked for by"), choices=ASKED_BY)
        if kind in (Kind.LISTED_JOB, Kind.SPECIAL_TRAINING):
            asks.add("detail")
        if kind in (Kind.EXAM_ORDER, Kind.FOLLOW_UP_WISH):
            asks.add("until_date")
        if kind == Kind.FOLLOW_UP_WISH:
            self.fields["until_date"].label = _("The doctor wants to see the worker on")
            self.fields["until_date"].required = True
            self.fields["event_date"].label = _("Day of the exam or of the doctor's letter")
        if kind in BY_HOURS:
            asks.add("minutes")
        for name in [*self.fields]:
            if name not in asks:
                del self.fields[name]


class OrderForm(EventForm):
    """An order, and whom it names."""

    def __init__(self, *args: Any, workplace: Workplace, today: date, **kwargs: Any) -> None:
        super().__init__(*args, kind=Kind.EXAM_ORDER, workplace=workplace, worker=None, **kwargs)
        people = _People(
            label=_("Workers named in the order"),
            queryset=workplace.workers.filter(Q(left_date=None) | Q(left_date__gt=today)).order_by(
                "name", "pk"
            ),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Please choose at least one worker.")},
        )
        self.fields["workers"] = people


def _agent_field(workplace: Workplace, worker: Worker | None) -> forms.ChoiceField:
    """Return the choice of an agent: first what is handled here, then the whole of 별표 22."""
    exposures = Exposure.objects.filter(worker__workplace=workplace)
    if worker is not None:
        exposures = exposures.filter(worker=worker)
    handled = sorted(set(exposures.values_list("hazard", flat=True)) & set(HAZARDS))
    rest = [code for code in HAZARDS if code not in handled]
    groups: list[Any] = []
    for title, codes in ((_("handled here"), handled), (_("all other agents"), rest)):
        if codes:
            groups.append((title, [(code, hazard_name(code)) for code in codes]))
    return forms.ChoiceField(label=_("hazardous agent"), choices=groups)
