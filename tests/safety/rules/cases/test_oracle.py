"""A second, small implementation, written from the facts with another library's months."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from hypothesis import given, settings

from safety.rules.cases.book import answer_book
from tests.safety.rules.cases.random_cases import Case, cases

# The table as it was gathered with its sources; the product's own is another file.
TABLE = Path(__file__).parents[2] / "exam_cycles_of_the_facts.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
D1_KINDS = ("SPECIAL", "ON_DEMAND", "ORDERED")


def row_of(agent: str) -> dict[str, str]:
    named = [row for row in ROWS if agent in row["hazard_codes"].split("|")]
    return named[0] if named else next(row for row in ROWS if row["hazard_codes"] == "*")


def months(day: date, row: dict[str, str], column: str) -> date:
    later: date = day + relativedelta(months=int(row[column]))
    return later


def stretch(case: Case, agent: str, today: date) -> tuple[date, date] | None:
    """The unbroken time with the agent that holds today or comes next."""
    worked: set[tuple[date, date]] = set()
    for row in case["exposures"]:
        if row["hazard"] == agent:
            worked.add((day(row["placed_date"]), day(row.get("ended_date", "9999-12-30"))))
    while True:
        joined = {
            (min(a[0], b[0]), max(a[1], b[1]))
            for a in worked
            for b in worked
            if a[0] <= b[0] <= a[1] + timedelta(days=1)
        }
        longest = {
            one
            for one in joined
            if not any(
                other != one and other[0] <= one[0] and one[1] <= other[1] for other in joined
            )
        }
        if longest == worked:
            break
        worked = longest
    later = sorted(one for one in worked if one[1] > today)
    return later[0] if later else None


def day(text: str) -> date:
    return date.fromisoformat(text)


def causes(case: Case, agent: str, last: date, today: date) -> list[date]:
    found = [*in_the_process(case, agent, last), *of_the_worker(case, agent, last)]
    return [one for one in found if one <= today]


def in_the_process(case: Case, agent: str, last: date) -> Iterator[date]:
    over = [one for one in case["measurements"] if one["over_limit"]]
    sick = [
        one
        for one in case["coworker_findings"]
        if one["code"] == "D1" and one["kind"] in D1_KINDS and not one["shortening_unnecessary"]
    ]
    for row in case["exposures"]:
        ended = day(row.get("ended_date", "9999-12-30"))
        for one in (*over, *sick):
            if agent == row["hazard"] and same(one, row) and last <= day(one["date"]) < ended:
                yield day(one["date"])


def of_the_worker(case: Case, agent: str, last: date) -> Iterator[date]:
    for exam in case["exams"]:
        for one in exam["results"]:
            if one["hazard"] != agent or day(exam["date"]) < last:
                continue
            own_d1 = one["code"] == "D1" and exam["kind"] in D1_KINDS
            if own_d1 and not one["shortening_unnecessary"]:
                yield day(exam["date"])
            if one["doctor_shortens"] and exam["kind"] in ("SPECIAL", "ORDERED"):
                yield day(exam["date"])


def same(one: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(one["hazard"] == row["hazard"] and one["process"] == row["process"])


def by_hand(case: Case) -> dict[str, str]:
    today, answer = day(case["today"]), {}
    for agent in {row["hazard"] for row in case["exposures"]}:
        time = stretch(case, agent, today)
        if time is None:
            continue
        row = row_of(agent)
        held = [
            day(exam["date"])
            for exam in case["exams"]
            if exam["kind"] == "SPECIAL"
            and agent in exam["hazards"]
            and time[0] <= day(exam["date"]) <= today
        ]
        if held:
            due = months(max(held), row, "basic_cycle_months")
            half = months(max(held), row, "halved_cycle_months")
            due = min([due, *(max(half, one) for one in causes(case, agent, max(held), today))])
        else:
            due = months(time[0], row, "first_exam_within_months")
        if due < time[1]:
            answer[agent] = due.isoformat()
    return answer


def by_engine(case: Case) -> dict[str, str]:
    book = answer_book({"cases": [case], "settings": {"kinds": ["SPECIAL_EXAM"]}}, today=None)
    answers: Any = book.answers["cases"]
    assert answers[0]["errors"] == []
    return {row["hazard"]: row["due_date"] for row in answers[0]["due_items"]}


@settings(max_examples=600, deadline=None)
@given(cases)
def test_two_implementations_agree(case: Case) -> None:
    assert by_engine(case) == by_hand(case)


def test_the_oracle_would_see_a_wrong_table() -> None:
    """The twin: with the 24 months of noise read as 12 they no longer agree."""
    case: Case = {
        "today": "2026-11-23",
        "exposures": [{"hazard": "noise", "process": "도장", "placed_date": "2024-01-05"}],
        "exams": [
            {"kind": "SPECIAL", "date": "2026-06-01", "hazards": ["noise"], "results": []},
        ],
        "measurements": [],
        "coworker_findings": [],
    }
    row = row_of("noise")

    assert by_engine(case) == by_hand(case) == {"noise": "2028-06-01"}
    row["basic_cycle_months"], kept = "12", row["basic_cycle_months"]
    try:
        assert by_engine(case) != by_hand(case)
    finally:
        row["basic_cycle_months"] = kept
