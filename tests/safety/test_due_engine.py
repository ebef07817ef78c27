"""The nightly run and explain_due are one engine: the same facts give the same dates."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach.models import Worker
from safety.actions.due_items import recompute_workplace
from safety.models import DueItem, Examination, ExaminationResult
from safety.rules.cases.facts import CaseFacts, HeldExam
from safety.rules.cases.node import Node
from safety.rules.cases.problems import Problems
from safety.rules.cases.read_case import read_case
from safety.rules.statutes import STATUTES
from tests import cast
from tests.cast_safety import make_examination, make_exposure, make_measurement

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parent / "worked_cases.json"
GROUPS = {"first exam", "basic cycle", "several agents", "halving", "end and re-exposure"}
WORKED: list[dict[str, Any]] = [
    row
    for row in json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    if row["group"] in GROUPS
    and "PROCESS_UNKNOWN" not in json.dumps(row["expect"])  # the record always says one
    and "left_date" not in json.dumps(row["case"])  # who has left is on nobody's list
]
SPECIAL = "SPECIAL_EXAM "


def facts_of(case: dict[str, Any]) -> CaseFacts:
    problems = Problems()
    settings = Node("settings", None, "$", problems)
    facts = read_case(
        case, problems, path="$", id_="case", today=None, defaults=settings, statutes=STATUTES
    )
    assert problems.faults == []
    return facts


def put_on_record(facts: CaseFacts) -> Worker:
    """Write a case's facts into the database, coworkers with findings included."""
    workplace = cast.make_workplace()
    worker = cast.make_worker(workplace)
    for row in facts.exposures:
        make_exposure(
            worker, hazard=row.hazard, process=row.process, placed_date=row.placed,
            ended_date=row.ended,
        )  # fmt: skip
    for exam in facts.exams:
        _examine(worker, exam)
    for one in facts.measurements:
        spot = make_exposure(cast.make_worker(workplace, name=f"측정{one.day}"), hazard=one.hazard,
                             process=one.process)  # fmt: skip
        make_measurement(spot, measured_date=one.day, is_over_limit=one.over_limit)
    for beside in facts.beside:
        coworker = cast.make_worker(workplace, name="동료")
        make_exposure(
            coworker, hazard=beside.hazard, process=beside.process, placed_date=date(2020, 1, 5)
        )
        finding = beside.finding
        make_examination(
            coworker,
            beside.hazard,
            exam_date=finding.exam_date,
            result_table_received_date=finding.found,
            results={"code": "D1", "shortening_unnecessary": finding.shortening_unnecessary},
        )
    return worker


def _examine(worker: Worker, exam: HeldExam) -> None:
    held: Examination = make_examination(worker, exam_date=exam.exam_date, kind=exam.kind.value)
    for hazard in exam.covered:
        said = exam.result(hazard)
        ExaminationResult.objects.create(
            examination=held,
            hazard=hazard,
            code=said.code.value if said.code else "",
            doctor_shortens=said.doctor_shortens,
            shortening_unnecessary=said.shortening_unnecessary,
        )


@pytest.mark.parametrize(
    "worked", WORKED, ids=[f"{row['group']}: {row['title']}" for row in WORKED]
)
def test_the_nightly_run_finds_the_worked_dates(worked: dict[str, Any]) -> None:
    facts, expect = facts_of(worked["case"]), worked["expect"]
    worker = put_on_record(facts)

    recompute_workplace(workplace=worker.workplace, today=facts.today, now=cast.NOW)

    items = DueItem.objects.open().filter(worker=worker, kind=DueItem.Kind.SPECIAL_EXAM)
    found = {f"{SPECIAL}{item.hazard}": item for item in items}
    for key, day in expect.get("due", {}).items():
        if key.startswith(SPECIAL):
            assert found[key].due_date.isoformat() == day
    for key, rule in expect.get("rules", {}).items():
        if key.startswith(SPECIAL):
            assert found[key].basis["rule"] == rule
    assert not set(expect.get("none", [])) & set(found)


def test_the_table_is_not_empty() -> None:
    assert len(WORKED) > 80
