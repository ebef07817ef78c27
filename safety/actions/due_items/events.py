"""What the recorded events mean to the rules: done, begun, asked for, wished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from safety.actions.due_items.reading import EVENT
from safety.models import DueEvent
from safety.rules.asked_exams import AskedBy, ExamOrder, ExamRequest
from safety.rules.cases.facts import AgentResult, CaseSettings, HeldExam
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import FINDING_KINDS, ExamKind
from safety.rules.training_facts import Lesson, ListedJob, Taught, TrainingFacts

Kind = DueEvent.Kind
TAUGHT = {
    Kind.REGULAR_TRAINING.value: Taught.REGULAR,
    Kind.ON_HIRE_TRAINING.value: Taught.ON_HIRE,
    Kind.ON_CHANGE_TRAINING.value: Taught.ON_CHANGE,
    Kind.SPECIAL_TRAINING.value: Taught.SPECIAL,
}


def last_of(events: Iterable[EVENT], kind: Kind) -> date | None:
    """Return the last day on which it happened."""
    return max((on for name, on, *_rest in events if name == kind.value), default=None)


def general_exams(exams: Iterable[HeldExam], events: Iterable[EVENT]) -> Iterator[date]:
    """Yield the days of the general exams, held by us or shown on paper."""
    yield from (exam.exam_date for exam in exams if exam.is_general)
    yield from (on for kind, on, *_rest in events if kind == Kind.GENERAL_EXAM.value)


def general_held(day: date) -> HeldExam:
    """Return a general exam of which only the day is known."""
    return HeldExam(
        path="",
        kind=ExamKind.GENERAL,
        exam_date=day,
        covered=frozenset(),
        special_for=frozenset(),
        is_general=True,
        results={},
        clocked=ClockedExam(day, ExamKind.GENERAL),
    )


def training_facts(
    events: Sequence[EVENT], *, hired: date | None, workers: int | None, setting: CaseSettings
) -> TrainingFacts:
    """Return what the rules of statutory training read of one worker."""
    if not events:
        return TrainingFacts(hired, workers=workers, small_firm_below=setting.small_firm_below)
    lessons, changed, jobs = [], [], []
    for kind, on, _until, _hazard, detail, minutes in events:
        if kind in TAUGHT:
            lessons.append(Lesson(TAUGHT[kind], on, minutes or 0, job=detail))
        elif kind == Kind.JOB_CHANGE.value:
            changed.append(on)
        elif kind == Kind.LISTED_JOB.value:
            jobs.append(ListedJob(detail, on))
    return TrainingFacts(
        hired,
        workers=workers,
        small_firm_below=setting.small_firm_below,
        lessons=tuple(lessons),
        changed=tuple(changed),
        jobs=tuple(jobs),
    )


def asked_exams(
    events: Iterable[EVENT],
) -> tuple[tuple[ExamRequest, ...], tuple[ExamOrder, ...]]:
    """Return the exams that were asked for, and those that the labour office ordered."""
    requests, orders = [], []
    for kind, on, until, hazard, detail, _minutes in events:
        if kind == Kind.EXAM_REQUEST.value:
            by = AskedBy(detail) if detail in AskedBy.__members__ else AskedBy.WORKER
            requests.append(ExamRequest(hazard, on, by))
        elif kind == Kind.EXAM_ORDER.value:
            orders.append(ExamOrder(hazard, on, until))
    return tuple(requests), tuple(orders)


def with_wishes(exams: Sequence[HeldExam], events: Iterable[EVENT]) -> Iterator[HeldExam]:
    """Yield the exams, each with the day on which its doctor wants to see the worker again."""
    wished: dict[int, dict[str, AgentResult]] = {}
    for kind, on, until, hazard, *_rest in events:
        if kind != Kind.FOLLOW_UP_WISH.value:
            continue
        place = _last_for(exams, hazard, on)
        if place is not None:
            result = exams[place].result(hazard)
            again = replace(result, wants_follow_up=True, follow_up=until)
            wished.setdefault(place, dict(exams[place].results))[hazard] = again
    for place, exam in enumerate(exams):
        yield replace(exam, results=wished[place]) if place in wished else exam


def _last_for(exams: Sequence[HeldExam], hazard: str, on: date) -> int | None:
    places = [
        place
        for place, exam in enumerate(exams)
        if exam.kind in FINDING_KINDS and hazard in exam.covered and exam.exam_date <= on
    ]
    return places[-1] if places else None
