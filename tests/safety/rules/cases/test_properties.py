"""What must hold for any case, whatever its facts."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.rules.cases.book import answer_book
from safety.rules.cases.fields import FIELDS
from safety.rules.dates import add_months
from tests.safety.rules.cases.random_cases import AGENTS, Case, agents, cases, exams, findings

FIELD_NAMES = st.sampled_from(sorted({row.name for row in FIELDS}))


def answer(case: Case) -> dict[str, Any]:
    rows: Any = answer_book([case], today=None).answers["cases"]
    found: dict[str, Any] = rows[0]
    return found


def special(case: Case) -> dict[str, str]:
    rows = answer(case)["due_items"]
    return {row["hazard"]: row["due_date"] for row in rows if row["kind"] == "SPECIAL_EXAM"}


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(-600, 600))
def test_months_are_those_of_another_library(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@settings(deadline=None)
@given(cases, agents, st.data())
def test_a_later_exam_never_gives_an_earlier_date(
    case: Case, agent: str, data: st.DataObject
) -> None:
    """Without causes to shorten, one more exam on a later day only moves the date back."""
    quiet = {**case, "measurements": [], "coworker_findings": []}
    held = [exam["date"] for exam in case["exams"]]
    plain = [{**exam, "results": []} for exam in case["exams"]]
    newest = max([*held, "2021-01-01"])
    days = st.dates(date.fromisoformat(newest), date(2027, 12, 31))
    day = data.draw(days).isoformat()
    later = {"kind": "SPECIAL", "date": day, "hazards": [agent]}

    before = special({**quiet, "exams": plain})
    after = special({**quiet, "exams": [*plain, later]})

    if agent in before and agent in after and _since_placement(case, agent, day):
        # A first exam held early may bring a date forward: its cycle then counts from it.
        first = not any(agent in exam["hazards"] and exam["kind"] == "SPECIAL" for exam in plain)
        assert first or after[agent] >= before[agent]


@settings(deadline=None)
@given(cases, exams(st.sampled_from(AGENTS[:3])))
def test_an_exam_of_one_agent_never_moves_another(case: Case, exam: Case) -> None:
    before, after = special(case), special({**case, "exams": [*case["exams"], exam]})

    assert {agent: day for agent, day in before.items() if agent not in exam["hazards"]} == {
        agent: day for agent, day in after.items() if agent not in exam["hazards"]
    }


@settings(deadline=None)
@given(cases, findings)
def test_a_cause_never_makes_a_date_later(case: Case, finding: Case) -> None:
    more = {**case, "coworker_findings": [*case["coworker_findings"], finding]}
    before, after = special(case), special(more)

    assert all(after[agent] <= day for agent, day in before.items() if agent in after)


@settings(deadline=None)
@given(cases)
def test_no_date_lies_before_its_facts(case: Case) -> None:
    for row in answer(case)["due_items"]:
        inputs = row["basis"]["inputs"]
        reasons = [inputs.get("anchor_date"), inputs.get("cause_date")]
        if row["kind"] == "SPECIAL_EXAM":
            assert all(day <= row["due_date"] for day in reasons if day)


@settings(deadline=None)
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(case: Case, dice: random.Random) -> None:
    mixed = {
        name: dice.sample(value, len(value)) if isinstance(value, list) else value
        for name, value in case.items()
    }

    assert special(mixed) == special(case)
    assert answer(mixed)["due_items"] == answer(case)["due_items"]


@settings(deadline=None)
@given(cases)
def test_the_same_case_twice_gives_the_same_bytes(case: Case) -> None:
    first = answer_book([case, case], today=None).answers
    second = answer_book(json.loads(json.dumps([case, case])), today=None).answers

    assert json.dumps(first) == json.dumps(second)


@settings(deadline=None)
@given(cases)
def test_every_item_says_why_in_both_languages(case: Case) -> None:
    found = answer(case)
    for row in (*found["due_items"], *found["clocks"], *found["keep_until"]):
        for language in ("ko", "en"):
            text = row["derivation"][language]
            assert text.count("\n") >= 3
            assert "{" not in text
            assert row["basis"]["rule"] not in text
        assert row["basis"]["article"] or row["basis"]["authority"] == "PROGRAMME"


def _since_placement(case: Case, agent: str, day: str) -> bool:
    return all(row["placed_date"] <= day for row in case["exposures"] if row["hazard"] == agent)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELD_NAMES, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(FIELD_NAMES, JUNK, max_size=6))
def test_no_file_however_wrong_stops_the_engine(junk: Case) -> None:
    shapes: list[Any] = [junk, [junk], {"cases": [junk, {}]}, {"cases": junk}]
    for raw in shapes:
        book = answer_book(raw, today=date(2026, 11, 23))
        rows: Any = book.answers["cases"]
        assert all(not row["errors"] for row in rows if row["status"] == "OK")
        assert len(rows) == book.cases
        json.dumps(book.answers)
