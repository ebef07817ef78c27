"""Reading what bears on training: the worker, the firm and the lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safety.rules.cases.facts import CaseSettings
from safety.rules.cases.node import Node
from safety.rules.cases.read_exams import past_day
from safety.rules.course_titles import claims_to_be_statutory
from safety.rules.training_facts import (
    LAWFUL_BODIES,
    Body,
    EarlierJob,
    Employment,
    Lesson,
    ListedJob,
    Taught,
    TrainingFacts,
    Work,
)

INDUSTRY_DIGITS = 4


def read_training(
    case: Node, worker: Node, workplace: Node, settings: CaseSettings, today: date
) -> tuple[TrainingFacts, bool]:
    """Return the facts of training, and whether the work is office work outside a compound."""
    whole = workplace.is_set("office_work")
    said = worker.flag("office_work")
    is_desk = whole if said is None else said
    work = worker.choice("work", Work, "work") or (Work.OFFICE if is_desk else Work.PRODUCTION)
    flags = (worker.flag("office_separate"), workplace.flag("office_separate"), whole)
    apart = next(flag for flag in flags if flag is not None)
    facts = TrainingFacts(
        hired=worker.day("hired_date"),
        work=work,
        employment=worker.choice("employment", Employment, "employment") or Employment.REGULAR,
        is_supervisor=worker.is_set("supervisor"),
        workers=workplace.integer("regular_workers"),
        no_accident_last_year=workplace.is_set("no_accident_last_year"),
        changed=worker.days("changed_dates"),
        jobs=tuple(_jobs(worker)),
        earlier=tuple(_earlier(worker, _industry(workplace))),
        lessons=tuple(_lessons(case, settings, today)),
        credits=settings.credit_hours_from,
        small_firm_below=settings.small_firm_below,
    )
    return facts, work is Work.OFFICE and apart


def class_days(facts: TrainingFacts) -> tuple[date, ...]:
    """Return the days on which the worker completed our own class."""
    return tuple(sorted(row.on for row in facts.lessons if row.taught is Taught.PREVENTION_CLASS))


def _jobs(worker: Node) -> Iterator[ListedJob]:
    for node in worker.nodes("special_jobs", "special_job", bare="start_date"):
        started = node.day("start_date")
        if started:
            yield ListedJob(
                node.text("name"),
                started,
                node.is_set("short_or_intermittent"),
                node.is_set("crane_signal"),
            )


def _industry(node: Node) -> str:
    return "".join(letter for letter in node.text("industry") if letter.isdigit())[:INDUSTRY_DIGITS]


def _earlier(worker: Node, industry: str) -> Iterator[EarlierJob]:
    for node in worker.nodes("earlier_jobs", "earlier_job", bare="left_date"):
        left, months = node.day("left_date"), node.integer("months")
        if left and months is not None:
            yield EarlierJob(
                left,
                months,
                _same_industry(node, industry),
                node.is_set("same_listed_job"),
                node.is_set("same_principal_site"),
            )


def _same_industry(node: Node, industry: str) -> bool:
    """Tell whether the industry is the same by its first four digits (시행규칙 제27조제5항)."""
    said = node.flag("same_industry")
    there = _industry(node)
    return len(there) == INDUSTRY_DIGITS and there == industry if said is None else said


def _lessons(case: Node, settings: CaseSettings, today: date) -> Iterator[Lesson]:
    for node in case.nodes("training", "lesson"):
        taught = node.choice("kind", Taught, "taught")
        day, minutes = past_day(node, "date", today), _minutes(node)
        ours = taught is Taught.PREVENTION_CLASS
        body = node.choice("body", Body, "body") or (Body.HEALTH_CENTRE if ours else Body.EMPLOYER)
        if taught is None or minutes is None or day is None:
            continue
        lesson = Lesson(taught, day, minutes, body, node.is_set("credited"), node.text("job"))
        if ours and claims_to_be_statutory(node.text("title")):
            node.problems.warn(node.at("title"), "CLASS_CALLED_STATUTORY")
        switched_on = body is Body.OTHER_LAW or body in settings.credit_hours_from
        if body not in LAWFUL_BODIES and not (lesson.credited and switched_on):
            node.problems.warn(node.path, "HOURS_NOT_COUNTED")
        yield lesson


def _minutes(node: Node) -> int | None:
    minutes, hours = node.number("minutes"), node.number("hours")
    if minutes is not None:
        return int(minutes)
    if hours is not None:
        return round(hours * 60)
    if not (node.has("minutes") or node.has("hours")):
        node.problems.fault(node.at("minutes"), "MISSING", field="minutes")
    return None
