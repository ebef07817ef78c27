"""The worked cases of tests/safety/worked_cases.json: every date in them was counted by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from safety.rules.cases.book import answer_book

FILE = Path(__file__).parents[2] / "worked_cases.json"
WORKED: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
Rows = list[Mapping[str, Any]]


def answered(case: Mapping[str, Any]) -> Mapping[str, Any]:
    cases: Any = answer_book([dict(case)], today=None).answers["cases"]
    answer: Mapping[str, Any] = cases[0]
    return answer


def chosen(answer: Mapping[str, Any], key: str, among: str = "due_items") -> Rows:
    """The rows of a kind, and of the agent or the detail named after it."""
    kind, _space, of = key.partition(" ")
    return [
        row
        for row in answer[among]
        if row["kind"] == kind and (not of or of in (row["hazard"], row["detail"]))
    ]


def only(rows: Rows, key: str) -> Mapping[str, Any]:
    assert len(rows) == 1, f"{key}: {len(rows)} rows"
    return rows[0]


def of_items(answer: Mapping[str, Any], name: str, key: str) -> object:
    row = only(chosen(answer, key), key)
    if name == "inputs":
        return row["basis"]["inputs"]
    return {
        "due": row["due_date"],
        "rules": row["basis"]["rule"],
        "earliest": row["earliest_date"],
        "overdue": row["overdue_days"],
        "status": row["status"],
        "owed": row.get("minutes", {}).get("owed"),
    }[name]


@pytest.mark.parametrize(
    "worked", WORKED, ids=[f"{row['group']}: {row['title']}" for row in WORKED]
)
def test_a_worked_case_comes_out_as_by_hand(worked: Mapping[str, Any]) -> None:
    expect: Mapping[str, Any] = worked["expect"]
    answer = answered(worked["case"])

    assert [row["code"] for row in answer["errors"]] == expect.get("errors", [])
    if expect.get("errors"):
        assert answer["status"] == "ERROR"
        assert answer["due_items"] == []
    for name in ("due", "rules", "earliest", "overdue", "owed"):
        for key, value in expect.get(name, {}).items():
            assert of_items(answer, name, key) == value, key
    for key, value in expect.get("status", {}).items():
        assert {row["status"] for row in chosen(answer, key)} == {value}
    for key, inputs in expect.get("inputs", {}).items():
        assert inputs.items() <= of_items(answer, "inputs", key).items()  # type: ignore[attr-defined]
    for key, days in expect.get("due_list", {}).items():
        assert [row["due_date"] for row in chosen(answer, key)] == days
    for key in expect.get("none", []):
        assert chosen(answer, key) == []
    for key, codes in expect.get("doubts", {}).items():
        assert set(codes) <= set(only(chosen(answer, key), key)["basis"]["doubts"])
    assert set(expect.get("warnings", [])) <= {row["code"] for row in answer["warnings"]}
    _exempt(answer, expect)
    _clocks_and_records(answer, expect)


def _exempt(answer: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    for key, last_day in expect.get("exempt", {}).items():
        assert only(chosen(answer, key, "exemptions"), key)["last_day"] == last_day
    for key in expect.get("not_exempt", []):
        assert chosen(answer, key, "exemptions") == []


def _clocks_and_records(answer: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    clocks = {row["clock"]: row for row in answer["clocks"]}
    for clock, deadline in expect.get("clocks", {}).items():
        assert clocks[clock]["deadline"] == deadline
    for clock, state in expect.get("states", {}).items():
        assert clocks[clock]["state"] == state
    assert not set(expect.get("no_clocks", [])) & set(clocks)
    kept = {f"{row['record']} {row['record_date']}": row for row in answer["keep_until"]}
    for key, until in expect.get("keep", {}).items():
        assert kept[key]["keep_until"] == until
    for key, codes in expect.get("keep_doubts", {}).items():
        assert kept[key]["basis"]["doubts"] == codes


def test_the_table_is_long_and_each_case_says_why() -> None:
    assert len(WORKED) >= 120
    assert all(row["title"] and (row["why"] or row["article"]) for row in WORKED if row["expect"])
    groups = {row["group"] for row in WORKED}
    assert len(groups) >= 14


def test_a_wrong_expectation_would_be_seen() -> None:
    """The twin: the same table with one date changed fails."""
    first = WORKED[0]
    wrong = {**first, "expect": {"due": dict.fromkeys(first["expect"]["due"], "2026-03-01")}}

    with pytest.raises(AssertionError):
        test_a_worked_case_comes_out_as_by_hand(wrong)
