"""What holds of every special exam, whatever the facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safety.rules.exam_cycles import exam_cycle
from safety.rules.exam_facts import CoworkerFinding, ExamFact, ExposureFacts
from safety.rules.exams import exam_due
from safety.rules.hazards import HAZARDS
from tests.safety.rules.exams import TODAY, days, exams, make_exam

codes = st.sampled_from(sorted(HAZARDS))
exposures = st.builds(
    ExposureFacts,
    hazard=st.sampled_from(["toluene", "noise"]),
    placed=days,
    exams=st.lists(exams, max_size=5).map(tuple),
    over_limit_measurements=st.lists(days, max_size=3).map(tuple),
    coworker_d1=st.lists(
        st.builds(CoworkerFinding, exam_date=days, shortening_unnecessary=st.booleans()),
        max_size=3,
    ).map(tuple),
)


@given(exposures)
def test_no_exam_is_due_before_the_facts_that_ask_for_it(facts: ExposureFacts) -> None:
    due = exam_due(facts, on=TODAY)

    assert due is not None
    reasons = [value for name, value in due.basis.inputs if name in ("anchor_date", "cause_date")]
    assert all(isinstance(day, date) and day <= due.due_date for day in reasons)


@given(exposures)
def test_no_exam_is_due_later_than_without_a_cause(facts: ExposureFacts) -> None:
    quiet = replace(
        facts,
        exams=tuple(replace(exam, code=None, doctor_shortens=False) for exam in facts.exams),
        over_limit_measurements=(),
        coworker_d1=(),
    )

    due, full = exam_due(facts, on=TODAY), exam_due(quiet, on=TODAY)

    assert due is not None
    assert full is not None
    assert due.due_date <= full.due_date


@given(exposures, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: ExposureFacts, dice: random.Random) -> None:
    mixed = replace(
        facts,
        exams=tuple(dice.sample(facts.exams, len(facts.exams))),
        over_limit_measurements=facts.over_limit_measurements[::-1],
        coworker_d1=facts.coworker_d1[::-1],
    )

    assert exam_due(mixed, on=TODAY) == exam_due(facts, on=TODAY)


@given(exposures, exams)
def test_an_exam_of_other_agents_changes_nothing(facts: ExposureFacts, exam: ExamFact) -> None:
    unrelated = replace(exam, covered=frozenset({"benzene"}))

    more = replace(facts, exams=(*facts.exams, unrelated))

    assert exam_due(more, on=TODAY) == exam_due(facts, on=TODAY)


@given(codes, days)
def test_an_examined_worker_is_due_one_cycle_later(code: str, day: date) -> None:
    cycle = exam_cycle(code, on=TODAY)

    due = exam_due(ExposureFacts(code, day, exams=(make_exam(day, code),)), on=TODAY)

    assert due is not None
    months = (due.due_date.year - day.year) * 12 + due.due_date.month - day.month
    assert months == cycle.every_months
    assert due.due_date - day <= timedelta(days=731)
