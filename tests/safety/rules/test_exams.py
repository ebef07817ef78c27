from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.derivations import RuleKey
from safety.rules.exam_cycles import exam_cycle
from safety.rules.exam_facts import CoworkerFinding, ExamFact, ExamKind, ExposureFacts
from safety.rules.exams import exam_due
from safety.rules.hazards import HAZARDS
from safety.rules.results import ResultCode

TODAY = date(2026, 11, 23)
PLACED = date(2024, 1, 5)
LAST = date(2026, 6, 1)


def make_exam(
    day: date = LAST,
    *covered: str,
    kind: ExamKind = ExamKind.SPECIAL,
    code: ResultCode | None = None,
    doctor_shortens: bool = False,
    shortening_unnecessary: bool = False,
) -> ExamFact:
    return ExamFact(
        exam_date=day,
        kind=kind,
        covered=frozenset(covered or {"toluene"}),
        code=code,
        doctor_shortens=doctor_shortens,
        shortening_unnecessary=shortening_unnecessary,
    )


def make_facts(*exams: ExamFact, hazard: str = "toluene", **others: object) -> ExposureFacts:
    facts = ExposureFacts(hazard, PLACED, exams=exams or (make_exam(LAST, hazard),))
    return replace(facts, **others)  # type: ignore[arg-type]


def found(facts: ExposureFacts, on: date = TODAY) -> tuple[date, RuleKey] | None:
    due = exam_due(facts, on=on)
    return None if due is None else (due.due_date, due.basis.rule)


@pytest.mark.parametrize(
    ("hazard", "placed", "due"),
    [
        ("dimethylformamide", date(2026, 1, 31), date(2026, 2, 28)),  # group 1: 1 month
        ("benzene", date(2026, 1, 5), date(2026, 3, 5)),  # group 2: 2 months
        ("carbon-tetrachloride", date(2026, 11, 30), date(2027, 2, 28)),  # group 3: 3 months
        ("cotton-dusts", date(2026, 1, 5), date(2027, 1, 5)),  # group 4: 12 months
        ("noise", date(2028, 2, 29), date(2029, 2, 28)),  # group 5: 12 months, not 24
        ("toluene", date(2026, 1, 5), date(2026, 7, 5)),  # group 6: 6 months
        ("toluene", date(2025, 8, 31), date(2026, 2, 28)),
        ("toluene", date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_the_first_exam_counts_from_the_placement(hazard: str, placed: date, due: date) -> None:
    assert found(ExposureFacts(hazard, placed)) == (due, RuleKey.FIRST_EXAM)


@pytest.mark.parametrize(
    ("hazard", "due"),
    [
        ("dimethylformamide", date(2026, 12, 1)),
        ("benzene", date(2026, 12, 1)),
        ("vinyl-chloride", date(2026, 12, 1)),
        ("asbestos-dusts", date(2027, 6, 1)),
        ("mineral-dusts", date(2028, 6, 1)),
        ("wood-dusts", date(2028, 6, 1)),
        ("noise", date(2028, 6, 1)),
        ("welding-fume", date(2027, 6, 1)),
        ("toluene", date(2027, 6, 1)),
    ],
)
def test_the_following_exam_counts_from_the_last(hazard: str, due: date) -> None:
    assert found(make_facts(hazard=hazard)) == (due, RuleKey.FOLLOWING_EXAM)


@pytest.mark.parametrize(
    "exam",
    [
        make_exam(date(2024, 1, 3), kind=ExamKind.PRE_PLACEMENT),
        make_exam(date(2024, 2, 1), kind=ExamKind.PRE_PLACEMENT),  # held late, still not it
        make_exam(date(2024, 3, 1), kind=ExamKind.GENERAL),
        make_exam(date(2024, 3, 1), kind=ExamKind.ON_DEMAND),
        make_exam(date(2024, 3, 1), kind=ExamKind.ORDERED),
        make_exam(date(2024, 3, 1), "noise", "xylene"),  # covered other agents only
        make_exam(date(2023, 6, 1)),  # before this placement
    ],
)
def test_other_exams_do_not_restart_the_clock(exam: ExamFact) -> None:
    assert found(make_facts(exam)) == (date(2024, 7, 5), RuleKey.FIRST_EXAM)


def test_an_exam_restarts_only_the_agents_it_covered() -> None:
    both = make_exam(date(2025, 6, 1), "toluene", "noise")
    toluene_only = make_exam(date(2026, 6, 1), "toluene")

    assert found(make_facts(both, toluene_only)) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)
    assert found(make_facts(both, toluene_only, hazard="noise")) == (
        date(2027, 6, 1),  # 24 months from the exam that covered noise
        RuleKey.FOLLOWING_EXAM,
    )


@pytest.mark.parametrize(
    ("ended", "is_due"),
    [
        (date(2026, 11, 22), False),
        (TODAY, False),  # the first day without the exposure
        (date(2027, 6, 1), False),  # ends before the exam would be late
        (date(2027, 6, 2), True),
        (None, True),
    ],
)
def test_the_end_of_the_exposure_stops_the_clock(ended: date | None, is_due: bool) -> None:
    assert (found(make_facts(ended=ended)) is not None) == is_due


@pytest.mark.parametrize(("ended", "is_due"), [(TODAY, False), (date(2026, 11, 24), True)])
def test_an_overdue_exam_is_due_until_the_exposure_has_ended(ended: date, is_due: bool) -> None:
    facts = make_facts(make_exam(date(2025, 6, 1)), ended=ended)

    assert (found(facts) is not None) == is_due


HALF = date(2026, 12, 1)
D1 = ResultCode.D1


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        # 제1호: a measurement at or above the limit in the process
        (
            make_facts(over_limit_measurements=(date(2026, 8, 1),)),
            (HALF, RuleKey.HALVED_MEASUREMENT),
        ),
        # 제2호: a D1 in the process, the worker's own or a coworker's
        (make_facts(coworker_d1=(CoworkerFinding(LAST),)), (HALF, RuleKey.HALVED_D1)),
        (make_facts(make_exam(code=D1)), (HALF, RuleKey.HALVED_D1)),
        (
            make_facts(make_exam(), make_exam(date(2026, 8, 1), kind=ExamKind.ON_DEMAND, code=D1)),
            (HALF, RuleKey.HALVED_D1),
        ),
        # 제3호: the doctor of a special or an ordered exam
        (make_facts(make_exam(doctor_shortens=True)), (HALF, RuleKey.HALVED_DOCTOR)),
        (
            make_facts(
                make_exam(),
                make_exam(date(2026, 8, 1), kind=ExamKind.ORDERED, doctor_shortens=True),
            ),
            (HALF, RuleKey.HALVED_DOCTOR),
        ),
    ],
)
def test_each_cause_halves_the_cycle(facts: ExposureFacts, due: tuple[date, RuleKey]) -> None:
    assert found(facts) == due


@pytest.mark.parametrize(
    "facts",
    [
        make_facts(coworker_d1=(CoworkerFinding(LAST, shortening_unnecessary=True),)),
        make_facts(make_exam(code=D1, shortening_unnecessary=True)),
        make_facts(make_exam(code=ResultCode.C1)),
        make_facts(make_exam(code=ResultCode.D2)),
        # a D1 for another agent only
        make_facts(make_exam(), make_exam(date(2026, 8, 1), "noise", code=D1)),
        # kinds of exam that the article does not name
        make_facts(make_exam(), make_exam(date(2026, 8, 1), kind=ExamKind.GENERAL, code=D1)),
        make_facts(
            make_exam(),
            make_exam(date(2026, 8, 1), kind=ExamKind.ON_DEMAND, doctor_shortens=True),
        ),
    ],
)
def test_nothing_else_halves_it(facts: ExposureFacts) -> None:
    assert found(facts) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)


@pytest.mark.parametrize(
    "facts",
    [
        make_facts(over_limit_measurements=(date(2026, 5, 31),)),
        make_facts(coworker_d1=(CoworkerFinding(date(2026, 5, 31)),)),
        make_facts(make_exam(date(2025, 6, 1), code=D1), make_exam()),
        make_facts(make_exam(date(2025, 6, 1), doctor_shortens=True), make_exam()),
    ],
)
def test_a_cause_is_used_up_by_the_next_round(facts: ExposureFacts) -> None:
    assert found(facts) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)


def test_a_coworkers_finding_counts_from_when_it_was_known() -> None:
    exam_date = date(2026, 5, 28)  # in the same campaign, a few days before this worker's exam
    known = CoworkerFinding(exam_date, found=date(2026, 6, 20))

    assert found(make_facts(coworker_d1=(known,))) == (HALF, RuleKey.HALVED_D1)
    assert found(make_facts(coworker_d1=(CoworkerFinding(exam_date),))) == (
        date(2027, 6, 1),
        RuleKey.FOLLOWING_EXAM,
    )


@pytest.mark.parametrize(
    ("measured", "due"),
    [
        (date(2026, 12, 1), (date(2026, 12, 1), RuleKey.HALVED_MEASUREMENT)),
        (date(2027, 3, 9), (date(2027, 3, 9), RuleKey.HALVED_MEASUREMENT)),  # at once
        (date(2027, 6, 1), (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)),  # nothing left to shorten
        (date(2027, 9, 1), (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)),  # overdue already
    ],
)
def test_a_cause_known_late_never_asks_for_an_earlier_day(
    measured: date, due: tuple[date, RuleKey]
) -> None:
    assert found(make_facts(over_limit_measurements=(measured,))) == due


def test_the_first_exam_is_never_halved() -> None:
    facts = ExposureFacts("cotton-dusts", PLACED, over_limit_measurements=(date(2024, 2, 1),))

    assert found(facts) == (date(2025, 1, 5), RuleKey.FIRST_EXAM)


def test_the_derivation_tells_rule_article_inputs_and_arithmetic() -> None:
    due = exam_due(make_facts(over_limit_measurements=(date(2027, 3, 9),)), on=TODAY)

    assert due is not None
    assert json.loads(json.dumps(due.basis.as_json())) == {
        "rule": "HALVED_MEASUREMENT",
        "authority": "LAW",
        "article": "시행규칙 제202조제2항제1호, 별표 23",
        "inputs": {
            "hazard": "toluene",
            "group": 6,
            "anchor": "LAST_EXAM",
            "anchor_date": "2026-06-01",
            "months": 6,
            "in_force_from": "2020-01-16",
            "cause_date": "2027-03-09",
            "full_months": 12,
            "full_due_date": "2027-06-01",
        },
        "arithmetic": [
            {"step": "ADD_MONTHS", "from": "2026-06-01", "months": 6, "to": "2026-12-01"},
            {"step": "NOT_BEFORE", "from": "2026-12-01", "to": "2027-03-09"},
        ],
    }


days = st.dates(date(2020, 1, 16), date(2030, 12, 31))
codes = st.sampled_from(sorted(HAZARDS))
exams = st.builds(
    ExamFact,
    exam_date=days,
    kind=st.sampled_from(ExamKind),
    covered=st.frozensets(st.sampled_from(["toluene", "noise"]), max_size=2),
    code=st.none() | st.sampled_from(ResultCode),
    doctor_shortens=st.booleans(),
    shortening_unnecessary=st.booleans(),
)
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
