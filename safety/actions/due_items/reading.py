"""Read the facts that dates follow from, for many workplaces in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from outreach.models import Worker, Workplace
from safety.actions.due_items.earlier_jobs import earlier_rows, lend
from safety.models import (
    Completion,
    Consultation,
    DueEvent,
    ExaminationResult,
    Exposure,
    Measurement,
)
from safety.models.examination import Examination
from safety.rules.cases.facts import AgentResult, Beside, HeldConsultation, HeldExam, Measured
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import FINDING_KINDS, CoworkerFinding, ExamKind
from safety.rules.hazards import HAZARDS
from safety.rules.protocols import Clinic
from safety.rules.results import ResultCode
from safety.rules.worker_exams import ExposureRow

LOCAL = ZoneInfo(settings.TIME_ZONE)
EMPLOYEE = tuple[int, int, date | None, date | None]  # id, workplace, hired, left
PEOPLE = list[tuple[int, date | None, date | None]]  # who works there: id, hired, leaves
EVENT = tuple[str, date, date | None, str, str, int | None]  # kind, on, until, agent, detail, min.


@dataclass(slots=True)
class Facts:
    """What is on record of some workplaces up to a day, by workplace or by worker."""

    workers: list[EMPLOYEE] = field(default_factory=list)
    exposures: dict[int, list[ExposureRow]] = field(default_factory=lambda: defaultdict(list))
    exams: dict[int, list[HeldExam]] = field(default_factory=lambda: defaultdict(list))
    measured: dict[int, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    # The D1 of each workplace, with whose it is: it reaches the others only.
    found: dict[int, list[tuple[int, Beside]]] = field(default_factory=lambda: defaultdict(list))
    consulted: dict[int, list[HeldConsultation]] = field(default_factory=lambda: defaultdict(list))
    consulted_at: dict[int, date] = field(default_factory=dict)
    completed: dict[int, date] = field(default_factory=dict)
    # Of a worker (id), and of a workplace as a whole (minus its id).
    events: dict[int, list[EVENT]] = field(default_factory=lambda: defaultdict(list))


def read_facts(workplaces: Sequence[Workplace], *, today: date) -> Facts:
    """Return the facts of some workplaces; what lies after today does not count yet."""
    keys = [workplace.pk for workplace in workplaces]
    facts = _read(keys, today)
    if people := earlier_rows(keys):
        elsewhere = {place for _new, place in people.values()}.difference(keys)
        lend(facts, people, sources=[facts, _read(sorted(elsewhere), today)])
    return facts


def _read(keys: Sequence[int], today: date) -> Facts:
    facts = Facts()
    people = Worker.objects.filter(workplace__in=keys).order_by("pk")
    facts.workers = list(people.values_list("pk", "workplace_id", "hired_date", "left_date"))
    # Those who left too: a disease found in one of them concerns the others still.
    home = {pk: place for pk, place, _hired, _left in facts.workers}
    _read_exposures(facts, keys)
    _read_exams(facts, keys, home, today)
    _read_measurements(facts, keys, today)
    _read_services(facts, keys, home, today)
    return facts


def _read_exposures(facts: Facts, keys: Sequence[int]) -> None:
    rows = Exposure.objects.filter(worker__workplace__in=keys).order_by("pk")
    columns = ("worker_id", "hazard", "process", "placed_date", "ended_date")
    for worker, hazard, process, placed, ended in rows.values_list(*columns):
        if hazard in HAZARDS:  # one that the annex dropped asks for nothing any more
            facts.exposures[worker].append(ExposureRow(hazard, process, placed, ended))


def _read_exams(facts: Facts, keys: Sequence[int], home: dict[int, int], today: date) -> None:
    exams = Examination.objects.filter(worker__workplace__in=keys, exam_date__lte=today)
    columns = ("pk", "worker_id", "kind", "exam_date", "result_table_received_date")
    held = list(exams.order_by("exam_date", "pk").values_list(*columns))
    results = _results(keys, today)
    for pk, worker, kind_name, exam_date, received in held:
        kind, told = ExamKind(kind_name), results.get(pk, {})
        covered = frozenset(told)
        facts.exams[worker].append(
            HeldExam(
                path="",
                kind=kind,
                exam_date=exam_date,
                covered=covered,
                special_for=covered if kind is ExamKind.SPECIAL else frozenset(),
                is_general=kind is ExamKind.GENERAL,
                results=told,
                clocked=ClockedExam(exam_date, kind),
            )
        )
        if kind in FINDING_KINDS:
            for hazard, result in told.items():
                if result.code is ResultCode.D1:
                    finding = CoworkerFinding(exam_date, result.shortening_unnecessary, received)
                    for process in _processes(facts, worker, hazard, exam_date):
                        one = Beside(hazard, process, finding)
                        facts.found[home[worker]].append((worker, one))


def _results(keys: Sequence[int], today: date) -> dict[int, dict[str, AgentResult]]:
    found: dict[int, dict[str, AgentResult]] = defaultdict(dict)
    rows = ExaminationResult.objects.filter(
        examination__worker__workplace__in=keys, examination__exam_date__lte=today
    ).order_by("pk")
    columns = (
        "examination_id",
        "hazard",
        "code",
        "doctor_shortens",
        "shortening_unnecessary",
    )
    for exam, hazard, code, shortens, unnecessary in rows.values_list(*columns):
        if (code, shortens, unnecessary) == ("", False, False):
            found[exam][hazard] = NOTHING_SAID
        else:
            found[exam][hazard] = AgentResult(CODES.get(code), shortens, unnecessary)
    return found


def _processes(facts: Facts, worker: int, hazard: str, on: date) -> set[str]:
    """Where the patient was exposed by the day of the exam, whether still employed or not."""
    rows = facts.exposures.get(worker, ())
    return {row.process for row in rows if row.hazard == hazard and row.placed <= on}


def _read_measurements(facts: Facts, keys: Sequence[int], today: date) -> None:
    rows = Measurement.objects.filter(
        workplace__in=keys, is_over_limit=True, measured_date__lte=today
    ).order_by("measured_date", "pk")
    columns = ("workplace_id", "hazard", "process", "measured_date")
    for place, hazard, process, day in rows.values_list(*columns):
        facts.measured[place].append(Measured("", hazard, process, day, over_limit=True))


def _read_services(facts: Facts, keys: Sequence[int], home: dict[int, int], today: date) -> None:
    held = Consultation.objects.filter(worker__workplace__in=keys, held_date__lte=today)
    columns = ("worker_id", "held_date", "clinics", "follow_up_date")
    for worker, day, clinics, agreed in held.order_by("held_date", "pk").values_list(*columns):
        known = tuple(CLINICS[name] for name in clinics if name in CLINICS)
        facts.consulted[worker].append(HeldConsultation(day, known, agreed))
        facts.consulted_at[home[worker]] = day
    completed = Completion.objects.filter(worker__workplace__in=keys).order_by("ended_at")
    for worker, ended_at in completed.values_list("worker_id", "ended_at"):
        day = ended_at.astimezone(LOCAL).date()
        if day <= today:
            facts.completed[worker] = day
    for worker, place, event in _events(keys, today):
        facts.events[worker or -place].append(event)


def _events(keys: Sequence[int], today: date) -> Iterator[tuple[int | None, int, EVENT]]:
    rows = DueEvent.objects.standing().filter(workplace__in=keys, event_date__lte=today)
    columns = (
        "worker_id",
        "workplace_id",
        "kind",
        "event_date",
        "until_date",
        "hazard",
        "detail",
        "minutes",
    )
    for worker, place, *event in rows.order_by("event_date", "pk").values_list(*columns):
        kind, on, until, hazard, detail, minutes = event
        yield worker, place, (kind, on, until, hazard, detail, minutes)


NOTHING_SAID = AgentResult()
CODES = {code.value: code for code in ResultCode}
CLINICS = {clinic.value: clinic for clinic in Clinic}
