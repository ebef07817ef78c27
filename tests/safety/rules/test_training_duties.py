from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from safety.rules.special_training import special_training
from safety.rules.training_duties import half_year_of, on_hire_training, regular_training
from safety.rules.training_facts import (
    Body,
    EarlierJob,
    Lesson,
    ListedJob,
    Taught,
    TrainingFacts,
    Work,
)

TODAY = date(2026, 11, 23)
FACTS = TrainingFacts(hired=date(2020, 1, 5), workers=7)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 6, 30), date(2026, 1, 1)),
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 7, 1)),
        (date(2028, 2, 29), date(2028, 1, 1)),
    ],
)
def test_half_years(day: date, first: date) -> None:
    assert half_year_of(day) == first


@pytest.mark.parametrize(
    ("lesson", "owed"),
    [
        (Lesson(Taught.REGULAR, date(2026, 7, 1), 120), 600),
        (Lesson(Taught.REGULAR, date(2026, 6, 30), 120), 720),  # the half-year before
        (Lesson(Taught.REGULAR, date(2026, 11, 24), 120), 720),  # tomorrow
        (Lesson(Taught.REGULAR, date(2026, 9, 1), 120, Body.REGISTERED_BODY), 600),
        (Lesson(Taught.REGULAR, date(2026, 9, 1), 120, Body.HEALTH_CENTRE), 720),
        (Lesson(Taught.REGULAR, date(2026, 9, 1), 120, Body.HEALTH_CENTRE, credited=True), 720),
        (Lesson(Taught.ON_HIRE, date(2026, 9, 1), 120), 720),
        (Lesson(Taught.PREVENTION_CLASS, date(2026, 9, 1), 120, Body.HEALTH_CENTRE), 720),
        (Lesson(Taught.SERIOUS_ACCIDENT_ACT, date(2026, 9, 1), 1200), 720),
    ],
)
def test_which_hours_count_as_regular_training(lesson: Lesson, owed: int) -> None:
    due = regular_training(replace(FACTS, lessons=(lesson,)), on=TODAY)

    assert due is not None
    assert due.minutes.owed == owed


@pytest.mark.parametrize(
    ("body", "switch", "credited", "workers", "owed"),
    [
        (Body.WORKER_HEALTH_CENTRE, True, True, 7, 600),
        (Body.WORKER_HEALTH_CENTRE, True, False, 7, 720),
        (Body.WORKER_HEALTH_CENTRE, False, True, 7, 720),
        (Body.WORKER_HEALTH_CENTRE, True, True, 50, 720),  # it has to appoint managers
        (Body.HEALTH_CENTRE, True, True, 7, 600),  # only where the centre switched it on
        (Body.OTHER_LAW, False, True, 7, 600),
    ],
)
def test_hours_are_deducted_by_two_switches(
    body: Body, switch: bool, credited: bool, workers: int, owed: int
) -> None:
    lesson = Lesson(Taught.OTHER, date(2026, 9, 1), 120, body, credited)
    credits = frozenset({body}) if switch else frozenset()

    due = regular_training(
        replace(FACTS, workers=workers, lessons=(lesson,), credits=credits), on=TODAY
    )

    assert due is not None
    assert due.minutes.owed == owed


@pytest.mark.parametrize(
    ("work", "supervisor", "hours"),
    [
        (Work.OFFICE, False, 6),
        (Work.SALES, False, 6),
        (Work.PRODUCTION, False, 12),
        (Work.PRODUCTION, True, 16),
    ],
)
def test_the_hours_of_each_kind_of_work(work: Work, supervisor: bool, hours: int) -> None:
    due = regular_training(replace(FACTS, work=work, is_supervisor=supervisor), on=TODAY)

    assert due is not None
    assert due.minutes.required == hours * 60


@pytest.mark.parametrize(
    ("left", "months", "hours"),
    [
        (date(2025, 11, 2), 6, 4),  # within a year, to the day
        (date(2025, 11, 1), 6, 8),
        (date(2026, 10, 1), 5, 8),
        (date(2026, 11, 3), 6, 8),  # still there when hired here
    ],
)
def test_on_hire_hours_are_halved_for_whoever_comes_back(
    left: date, months: int, hours: int
) -> None:
    job = EarlierJob(left, months, same_industry=True)

    due = on_hire_training(replace(FACTS, hired=date(2026, 11, 2), earlier=(job,)), on=TODAY)

    assert due is not None
    assert due.minutes.owed == hours * 60


def test_on_hire_is_silent_about_a_time_before_its_table() -> None:
    assert on_hire_training(FACTS, on=TODAY) is None  # hired in 2020, table of 2023


@pytest.mark.parametrize(
    ("made", "parts"),
    [
        (0, [("2026-11-30", 240), ("2027-02-28", 720)]),
        (60, [("2026-11-30", 180), ("2027-02-28", 720)]),
        (240, [("2027-02-28", 720)]),
        (600, [("2027-02-28", 360)]),
        (960, []),
    ],
)
def test_special_training_is_split(made: int, parts: list[tuple[str, int]]) -> None:
    job = ListedJob("용접", date(2026, 11, 30))
    lessons = (Lesson(Taught.SPECIAL, date(2026, 11, 20), made),) if made else ()

    found = special_training(replace(FACTS, jobs=(job,), lessons=lessons), on=TODAY)

    assert [(row.due.due_date.isoformat(), row.minutes.owed) for row in found] == parts


def test_special_training_for_another_job_does_not_count() -> None:
    job = ListedJob("용접", date(2026, 11, 30))
    lesson = Lesson(Taught.SPECIAL, date(2026, 11, 20), 960, job="밀폐공간")

    found = list(special_training(replace(FACTS, jobs=(job,), lessons=(lesson,)), on=TODAY))

    assert len(found) == 2
