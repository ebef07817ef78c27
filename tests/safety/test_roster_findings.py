"""Results come with a roster, and nobody reads them on the way but who may."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from outreach.access import Permission, Role, may
from outreach.models import ImportFile, ImportRow, Worker, Workplace
from safety.actions.results import ResultEntry, enter_results
from safety.actions.rosters import facts
from safety.actions.rosters.sealed import seal, unseal
from safety.models import DueItem, Examination, ExaminationResult
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import LEE, as_csv, bring, commit, only, painter, take_in, undo

pytestmark = pytest.mark.django_db
FOUND = {"판정": "D1", "업무수행적합여부": "나"}
READ_AS = ("D1", "나(")  # neither stands in any other text below


@pytest.fixture(autouse=True)
def shop(db: None) -> Workplace:
    """한빛도장, and the hospital that examines its people."""
    make_institution()
    return cast.make_workplace()


def is_kept(planted: str) -> bool:
    """Tell whether a word stands in a table that an upload writes, as the database keeps it."""
    ways = (planted, json.dumps(planted)[1:-1])  # SQLite keeps Korean in JSON by its code points
    return any(way in text for text in everything_kept() for way in ways)


def everything_kept() -> Iterator[str]:
    """Yield every value of those tables."""
    with connection.cursor() as cursor:
        for table in ("outreach_importfile", "outreach_importrow"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - two names of ours
            for row in cursor.fetchall():
                yield from map(str, row)


def test_results_are_recorded_with_the_exam() -> None:
    take_in(painter(**FOUND))

    result = ExaminationResult.objects.get()
    assert (result.hazard, result.code, result.fitness) == ("toluene", "D1", "나")
    assert result.examination.result_table_received_date == cast.TODAY


def test_a_finding_halves_the_next_round_of_everybody_in_the_process() -> None:
    take_in(painter(**FOUND), painter(**LEE))

    dates = DueItem.objects.open().filter(kind=DueItem.Kind.SPECIAL_EXAM)
    # 시행규칙 제202조제2항: 12 months become 6; whoever works beside learns of it today.
    found = dict(dates.values_list("worker__name", "due_date"))
    assert found == {"김철수": date(2026, 7, 10), "이영희": cast.TODAY}


def test_a_row_keeps_its_results_sealed_and_of_one_length() -> None:
    rows = [only(bring(painter(판정=code, 업무수행적합여부="나"))) for code in ("A", "D1")]

    assert len({len(row.canonical["_findings"]) for row in rows}) == 1
    assert unseal(rows[1].canonical["_findings"]) == {"toluene": ("D1", "나")}
    assert all("D1" not in json.dumps({**r.canonical, "_findings": ""}) for r in rows)


def test_without_the_seal_the_database_would_tell_the_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = '"D1"'
    bring(painter(**FOUND))
    assert not any(told in text for text in kept_rows())

    monkeypatch.setattr(facts, "seal", lambda findings: dict(findings))
    monkeypatch.setattr(facts, "unseal", lambda findings: findings or {})
    bring(painter(**FOUND))

    assert any(told in text for text in kept_rows())


def kept_rows() -> Iterator[str]:
    """Yield what the rows of uploads keep."""
    for canonical in ImportRow.objects.values_list("canonical", flat=True):
        yield json.dumps(canonical, ensure_ascii=False)


def test_a_row_that_entered_keeps_no_results() -> None:
    file = commit(bring(painter(**FOUND)))

    assert only(file).canonical["_findings"] == ""


def test_a_row_that_changes_nothing_keeps_no_results() -> None:
    take_in(painter(**FOUND))

    assert only(bring(painter(**FOUND))).canonical["_findings"] == ""


def test_a_row_without_results_seals_nothing() -> None:
    assert seal({}) == ""
    assert only(bring(painter())).canonical["_findings"] == ""


@pytest.mark.parametrize("code", ["A", "C1", "D1", "R"])
def test_every_row_with_a_result_looks_alike(code: str) -> None:
    take_in(painter())

    row = only(bring(painter(판정=code, 업무수행적합여부="나")))

    assert row.changes == {"has_results": ["", "●"]}
    assert row.outcome == ImportRow.Outcome.CHANGED
    assert [note["code"] for note in row.warnings] == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_the_preview_shows_no_finding_to_whoever_may_upload(
    signed_in: Callable[..., Client], role: Role
) -> None:
    assert not may(cast.make_staff(role), Permission.SEE_FINDINGS)
    file = bring(painter(판정="D1", 업무수행적합여부="나(조건부)"))

    page = signed_in(role).get(f"/imports/{file.pk}/", follow=True)

    assert page.status_code == 200
    text = re.sub(r"[0-9A-Za-z]{60,}", "", page.content.decode())  # random tokens may hold "D1"
    assert "김철수" in text
    assert not [word for word in READ_AS if word in text]


def test_the_report_tells_no_finding(tmp_path: Path) -> None:
    source, report = tmp_path / "명단.csv", tmp_path / "out.json"
    source.write_bytes(as_csv([painter(판정="D1", 업무수행적합여부="나(조건부)")]))

    call_command(
        "import_roster", str(source), centre="jung", dry_run=True, report=report, verbosity=0
    )

    line = json.loads(report.read_text(encoding="utf-8"))[0]
    assert line["outcome"] == "accept"
    assert line["values"]["has_results"] is True
    assert not [word for word in READ_AS if word in report.read_text(encoding="utf-8")]
    assert not [name for name in line["values"] if "findings" in name]
    assert not Worker.objects.exists()
    assert not ImportFile.objects.exists()


def test_a_doctors_opinion_is_kept_nowhere() -> None:
    file = bring({**painter(**FOUND), "소견": "고혈압 의심, 청력 저하"})

    assert "OPINION_LEFT_OUT" in {note["code"] for note in only(file).warnings}
    commit(file)
    assert is_kept("최종 특수검진일")  # the search sees what is there
    assert not is_kept("고혈압")


def test_planted_resident_numbers_are_kept_nowhere() -> None:
    planted = "880412-1234567"
    file = bring(painter(성명=f"김철수 {planted}"), painter(**{**LEE, "생년월일": planted}))
    commit(file)

    assert not is_kept("1234567")
    assert not Worker.objects.filter(name__contains="1234567").exists()
    warned = [{note["code"] for note in row.warnings} for row in file.rows.order_by("pk")]
    assert all("RESIDENT_NUMBER_REMOVED" in codes for codes in warned)


def test_what_a_clinician_entered_is_not_written_over() -> None:
    take_in(painter())
    enter_results(
        examination=Examination.objects.get(),
        results=[ResultEntry("toluene", "A", "가")],
        received_date=cast.TODAY,
        staff=cast.make_staff(Role.CLINICIAN),
        today=cast.TODAY,
        now=cast.NOW,
    )

    take_in(painter(**FOUND))

    assert ExaminationResult.objects.get().code == "A"


def test_undo_empties_results_of_an_exam_that_stays() -> None:
    take_in(painter())
    file = take_in(painter(**FOUND))

    undo(file)

    result = ExaminationResult.objects.get()
    assert (result.code, result.fitness) == ("", "")
    assert result.examination.result_table_received_date is None


def test_one_finding_for_several_agents_waits_for_a_clinician() -> None:
    take_in(painter(유해인자="톨루엔, 소음", **FOUND))

    exam = Examination.objects.get()
    assert exam.result_table_received_date is None  # so it is on the clinicians' list
    assert set(exam.results.values_list("code", flat=True)) == {""}
    assert exam.exam_date == date(2026, 1, 10)
