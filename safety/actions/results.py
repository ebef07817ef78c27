"""Exams that were held, and their results when the table comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Worker
from safety.actions.due_closing import CLOSES, close_as_done, facts_changed
from safety.actions.exposures import UnknownHazard, refuse_if_gone
from safety.models import DueItem, Examination, ExaminationResult, ExamInstitution
from safety.models.exposure import hazard_name
from safety.rules.hazards import HAZARDS
from safety.rules.results import ResultCode, allowed_codes

# These only a designated institution may hold (법 제130조, 제135조).
NEEDS_DESIGNATION = frozenset(
    {Examination.Kind.SPECIAL, Examination.Kind.PRE_PLACEMENT, Examination.Kind.ON_DEMAND}
)
# A second exam or a reason is still to come, so the doctor has not judged the fitness yet.
JUDGED_LATER = frozenset({ResultCode.R, ResultCode.U})


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """What the result table says of one agent."""

    hazard: str
    code: str
    fitness: str = ""
    doctor_shortens: bool = False
    shortening_unnecessary: bool = False


class NotDesignated(Exception):
    """A special exam elsewhere does not count, and is not paid."""

    def __init__(self, institution: ExamInstitution) -> None:
        super().__init__(
            _("%(institution)s is not designated for special health exams.")
            % {"institution": institution.name}
        )


class ExaminedLater(Exception):
    """An exam is written down once it is held."""

    def __init__(self) -> None:
        super().__init__(_("The day of the exam lies in the future."))


class NoHazards(Exception):
    """A special exam is always for an agent."""

    def __init__(self) -> None:
        super().__init__(_("Please choose at least one agent that the exam covered."))


class NotExposed(Exception):
    """The worker does not handle that agent, so no exam of it is owed or paid."""

    def __init__(self, hazard: str) -> None:
        super().__init__(
            _("This worker is not exposed to %(agent)s.") % {"agent": hazard_name(hazard)}
        )


class AlreadyExamined(Exception):
    """The exam is on record."""

    def __init__(self) -> None:
        super().__init__(_("An exam of this kind and day is on record already."))


class CodeNotAllowed(Exception):
    """The doctor cannot have given that code for that agent."""

    def __init__(self, hazard: str) -> None:
        super().__init__(
            _("This result is not possible for %(agent)s.") % {"agent": hazard_name(hazard)}
        )


class FitnessMissing(Exception):
    """A judged result says whether the worker is fit for the job."""

    def __init__(self, hazard: str) -> None:
        super().__init__(
            _("Please enter the fitness for work for %(agent)s.") % {"agent": hazard_name(hazard)}
        )


class ContradictoryAdvice(Exception):
    """The doctor cannot advise a shorter interval and call it unnecessary."""

    def __init__(self) -> None:
        super().__init__(
            _("The doctor either advises a shorter interval or finds it unnecessary, not both.")
        )


class IncompleteResults(Exception):
    """The table has one line for each agent of the exam."""

    def __init__(self) -> None:
        super().__init__(_("Please enter a result for each agent of the exam, and no other."))


class ReceivedOnAWrongDay(Exception):
    """The table comes after the exam and not tomorrow."""

    def __init__(self) -> None:
        super().__init__(_("The result table arrives after the exam, and not in the future."))


@transaction.atomic
def record_examination(
    *,
    worker: Worker,
    kind: str,
    institution: ExamInstitution,
    exam_date: date,
    hazards: Sequence[str],
    cost: int,
    paid_by: str,
    staff: Staff,
    today: date,
    now: datetime,
) -> Examination:
    """
    Write down an exam that was held.

    A special exam closes what was due for each agent it covered, and the next round counts from
    its date; a pre-placement exam closes no special exam (시행규칙 제202조, 별표 23).

    :raises NotDesignated: the institution may not hold such an exam
    :raises ExaminedLater: the day lies in the future
    :raises NotEmployed: the worker had left by that day
    :raises NoHazards: it covered no agent
    :raises NotExposed: it covered an agent that the worker does not handle
    :raises AlreadyExamined: it is on record
    """
    kind = Examination.Kind(kind)
    hazards = list(dict.fromkeys(hazards))
    _refuse_exam(worker, kind, institution, exam_date, hazards, today)
    examination = Examination.objects.create(
        worker=worker,
        kind=kind,
        institution=institution,
        exam_date=exam_date,
        cost=cost,
        paid_by=Examination.PaidBy(paid_by),
        recorded_by=staff,
        recorded_at=now,
    )
    ExaminationResult.objects.bulk_create(
        ExaminationResult(examination=examination, hazard=hazard) for hazard in hazards
    )
    if kind in CLOSES:
        agents = [""] if kind == Examination.Kind.GENERAL else hazards
        due = DueItem.objects.open().filter(worker=worker, kind=CLOSES[kind], hazard__in=agents)
        close_as_done(due, by=examination, held=exam_date, now=now)
    facts_changed(worker.workplace, today=today, now=now)
    return examination


@transaction.atomic
def enter_results(
    *,
    examination: Examination,
    results: Sequence[ResultEntry],
    received_date: date,
    staff: Staff,
    today: date,
    now: datetime,
    orders: Sequence[str] = (),
) -> Examination:
    """
    Write down what the result table says; entered again, it corrects what was entered.

    The whole workplace is worked out anew: a D1 halves the next round of everybody exposed to the
    agent in that process (시행규칙 제202조제2항제2호).

    :raises ReceivedOnAWrongDay: before the exam or in the future
    :raises IncompleteResults: an agent of the exam is missing, or another one is given
    :raises CodeNotAllowed: night work has its own codes, and other agents have theirs
    :raises FitnessMissing: a judged result without the fitness for work
    :raises ContradictoryAdvice: a shorter interval both advised and called unnecessary
    """
    if not examination.exam_date <= received_date <= today:
        raise ReceivedOnAWrongDay
    rows = {row.hazard: row for row in examination.results.all()}
    if {entry.hazard for entry in results} != rows.keys() or len(results) != len(rows):
        raise IncompleteResults
    for entry in results:
        _refuse_entry(entry)
        row = rows[entry.hazard]
        row.code, row.fitness = entry.code, entry.fitness
        row.doctor_shortens = entry.doctor_shortens
        row.shortening_unnecessary = entry.shortening_unnecessary
    ExaminationResult.objects.bulk_update(
        rows.values(), ["code", "fitness", "doctor_shortens", "shortening_unnecessary"]
    )
    examination.result_table_received_date, examination.orders = received_date, [*orders]
    examination.save(update_fields=["result_table_received_date", "orders"])
    facts_changed(examination.worker.workplace, today=today, now=now)
    return examination


def _refuse_exam(
    worker: Worker,
    kind: Examination.Kind,
    institution: ExamInstitution,
    exam_date: date,
    hazards: Sequence[str],
    today: date,
) -> None:
    if kind in NEEDS_DESIGNATION and not institution.is_designated:
        raise NotDesignated(institution)
    if exam_date > today:
        raise ExaminedLater
    refuse_if_gone(worker, exam_date)
    if not hazards and kind != Examination.Kind.GENERAL:
        raise NoHazards
    exposed = set(worker.exposures.current(exam_date).values_list("hazard", flat=True))
    for hazard in hazards:
        if hazard not in HAZARDS:
            raise UnknownHazard
        if hazard not in exposed:
            raise NotExposed(hazard)
    if worker.examinations.filter(kind=kind, exam_date=exam_date).exists():
        raise AlreadyExamined


def _refuse_entry(entry: ResultEntry) -> None:
    allowed = allowed_codes(HAZARDS[entry.hazard].category)
    if entry.code not in {code.value for code in allowed}:
        raise CodeNotAllowed(entry.hazard)
    judged = ResultCode(entry.code) not in JUDGED_LATER
    if (judged or entry.fitness) and entry.fitness not in ExaminationResult.Fitness.values:
        raise FitnessMissing(entry.hazard)
    if entry.doctor_shortens and entry.shortening_unnecessary:
        raise ContradictoryAdvice
