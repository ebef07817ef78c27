"""The cases beside the documentation, one for each rule that is easy to get wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safety.rules.cases.book import answer_book

FILE = Path(__file__).parents[4] / "docs" / "ten_traps.json"


def test_every_trap_is_stepped_over() -> None:
    answers: Any = answer_book(json.loads(FILE.read_text(encoding="utf-8")), today=None).answers
    cases = {str(one["id"]).split()[0]: one for one in answers["cases"]}

    def due(number: str, kind: str, hazard: str | None = None) -> str:
        rows = cases[number]["due_items"]
        (row,) = [one for one in rows if one["kind"] == kind and one["hazard"] == hazard]
        return str(row["due_date"])

    exam = "SPECIAL_EXAM"
    assert due("1", exam, "toluene") == "2027-03-02"
    assert due("1", exam, "noise") == "2028-03-02"
    assert due("1", exam, "wood-dusts") == "2026-12-01"
    assert due("2", exam, "dimethylformamide") == "2026-11-30"
    assert due("3", exam, "toluene") == "2026-12-01"
    assert due("3b", exam, "toluene") == "2027-12-01"
    assert due("4", "PREPLACEMENT_EXAM", "toluene") == "2026-11-30"
    clocks = {one["clock"]: one["deadline"] for one in cases["5"]["clocks"]}
    assert clocks["EMPLOYER_REPORT"] == "2026-12-15"
    assert due("6", "REGULAR_TRAINING") == "2026-12-31"
    assert due("7", "PREVENTION_CLASS") == "2027-09-30"
    assert due("9", exam, "toluene") == "2027-02-28"
