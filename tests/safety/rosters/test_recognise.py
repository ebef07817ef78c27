"""Shapes of rosters' rows, and what is read of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rosters.columns import RosterColumn, hazard_column
from safety.rosters.reasons import ROSTER_REASON_TEXTS, RosterReason
from safety.rosters.recognise import recognise_roster_row
from safety.rosters.rows import RosterLine

PAINTER = {
    RosterColumn.WORKPLACE: "㈜한빛도장",
    RosterColumn.NAME: "김 철수",
    RosterColumn.BIRTH_DATE: "880412",
    RosterColumn.PHONE: "010-0000-1234",
    RosterColumn.NATIONALITY: "베트남",
    RosterColumn.PROCESS: "도장",
    RosterColumn.HIRED_DATE: "2025.6.2",
    RosterColumn.PLACED_DATE: "25-07-01",
    RosterColumn.HAZARDS: "톨루엔, 소음",
    RosterColumn.LAST_EXAM: "2026. 1. 10.",
    RosterColumn.INSTITUTION: "한마음병원",
}


def row(**changes: str) -> RosterLine:
    """Return the painter's row, changed."""
    cells = {str(column): text for column, text in PAINTER.items()}
    return recognise_roster_row({name: text for name, text in (cells | changes).items() if text})


def said(line: RosterLine) -> set[str]:
    """Return every code that is said of a row."""
    remarks = (*line.rejections, *line.holds, *line.warnings)
    return {remark.code for remark in remarks}


def test_a_whole_row_is_read() -> None:
    line = row()

    assert said(line) == set()
    assert line.facts == {
        "workplace": "㈜한빛도장",
        "business_no": "",
        "site_no": "",
        "name": "김 철수",
        "birth_date": "1988-04-12",
        "phone": "+821000001234",
        "language": "vi",
        "job": "",
        "process": "도장",
        "hired_date": "2025-06-02",
        "placed_date": "2025-07-01",
        "is_placed_date_stated": True,
        "hazards": ["toluene", "noise"],
        "words": [],
        "exams": [
            {
                "kind": "SPECIAL",
                "exam_date": "2026-01-10",
                "hazards": ["toluene", "noise"],
                "is_of_all": True,
            }
        ],
        "institution": "한마음병원",
        "received_date": "",
        "has_results": False,
    }


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"NAME": ""}, RosterReason.WORKER_NAME_MISSING, "rejections"),
        ({"PROCESS": "가" * 61}, RosterReason.ROSTER_TEXT_TOO_LONG, "rejections"),
        ({"LEFT_DATE": "2026.3.1"}, RosterReason.LEFT_ALREADY, "rejections"),
        ({"HIRED_DATE": "2025.2.30"}, RosterReason.DATE_UNREADABLE, "holds"),
        ({"PLACED_DATE": "작년 봄"}, RosterReason.DATE_UNREADABLE, "holds"),
        ({"LAST_EXAM": "3/5/26"}, RosterReason.DATE_UNREADABLE, "holds"),
        ({"LAST_EXAM": "2026.1"}, RosterReason.DATE_UNREADABLE, "holds"),
        ({"PLACED_DATE": "2025-06-01"}, RosterReason.PLACED_BEFORE_HIRED, "holds"),
        (
            {"PLACED_DATE": "", "HIRED_DATE": "", "LAST_EXAM": "미실시"},
            RosterReason.PLACEMENT_MISSING,
            "holds",
        ),
        ({"HAZARDS": "시너"}, RosterReason.HAZARD_AMBIGUOUS, "holds"),
        ({"EXAM_KIND": "정기"}, RosterReason.EXAM_KIND_UNKNOWN, "holds"),
        ({"BIRTH_DATE": ""}, RosterReason.BIRTH_DATE_MISSING, "warnings"),
        ({"BIRTH_DATE": "88년생"}, RosterReason.BIRTH_DATE_UNREADABLE, "warnings"),
        ({"PHONE": "02-000-1234"}, RosterReason.PHONE_NOT_MOBILE, "warnings"),
        ({"NATIONALITY": "화성"}, RosterReason.LANGUAGE_UNKNOWN, "warnings"),
        ({"HAZARDS": "톨루엔, 외계물질"}, RosterReason.HAZARD_NOT_FOUND, "warnings"),
        ({"HAZARDS": "톨루엔, 암모니아"}, RosterReason.HAZARD_NOT_LISTED, "warnings"),
        ({"HAZARDS": "톨루엔 외 2종"}, RosterReason.HAZARD_MORE, "warnings"),
        ({"PLACED_DATE": ""}, RosterReason.PLACED_AS_HIRED, "warnings"),
        ({"PLACED_DATE": "", "HIRED_DATE": ""}, RosterReason.PLACED_AS_EXAMINED, "warnings"),
        ({"HAZARDS": ""}, RosterReason.EXAM_WITHOUT_HAZARDS, "warnings"),
        ({"LAST_EXAM": "2025.6.20"}, RosterReason.EXAM_BEFORE_PLACEMENT, "warnings"),
        ({"EXAM_KIND": "일반"}, RosterReason.EXAM_NOT_SPECIAL, "warnings"),
        ({"RESULT": "A", "LAST_EXAM": ""}, RosterReason.RESULT_WITHOUT_EXAM, "warnings"),
        ({"RESULT": "A"}, RosterReason.FITNESS_MISSING, "warnings"),
        ({"RESULT": "요관찰", "FITNESS": "나"}, RosterReason.RESULT_UNREADABLE, "warnings"),
        ({"OPINION": "고혈압 의심"}, RosterReason.OPINION_LEFT_OUT, "warnings"),
        ({"NAME": "김철수 880412-1234567"}, RosterReason.RESIDENT_NUMBER_REMOVED, "warnings"),
        ({"JOB": "●●●●●●-●●●●●●●"}, RosterReason.RESIDENT_NUMBER_REMOVED, "warnings"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(
    changes: dict[str, str], code: RosterReason, where: str
) -> None:
    line = row(**changes)

    assert code in {remark.code for remark in getattr(line, where)}


def test_every_reason_has_its_words() -> None:
    assert set(ROSTER_REASON_TEXTS) == set(RosterReason)


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("1988-04-12", "1988-04-12"), ("880412", "1988-04-12"), ("88.04.12", "1988-04-12"),
        ("19880412", "1988-04-12"), ("880412-1", "1988-04-12"), ("880412-1******", "1988-04-12"),
        ("050412-3●●●●●●", "2005-04-12"), ("32245", "1988-04-12"),
        ("1988년 4월 12일", "1988-04-12"),
    ],
)  # fmt: skip
def test_a_birth_date_is_read_however_it_is_written(cell: str, born: str) -> None:
    assert row(BIRTH_DATE=cell).facts["birth_date"] == born


def test_a_full_resident_number_gives_no_birth_date_and_is_kept_nowhere() -> None:
    line = row(BIRTH_DATE="880412-1234567")

    assert line.facts["birth_date"] == ""
    assert "1234567" not in repr(line)
    assert RosterReason.RESIDENT_NUMBER_REMOVED in said(line)


@given(st.dates(date(1940, 1, 1), date(2012, 12, 31)), st.sampled_from(["%y%m%d", "%Y.%m.%d"]))
def test_any_birth_date_of_a_worker_is_read(born: date, how: str) -> None:
    assert row(BIRTH_DATE=born.strftime(how)).facts["birth_date"] == born.isoformat()


@given(st.dates(date(2020, 1, 1), date(2026, 11, 23)), st.sampled_from(["%Y-%m-%d", "%y.%m.%d"]))
def test_any_exam_date_is_read(held: date, how: str) -> None:
    line = row(LAST_EXAM=held.strftime(how))

    assert [exam["exam_date"] for exam in line.facts["exams"]] == [held.isoformat()]


@given(st.dictionaries(st.sampled_from([str(c) for c in RosterColumn]), st.text(max_size=30)))
def test_any_row_is_read_without_a_fault(values: dict[str, str]) -> None:
    recognise_roster_row(values)


@pytest.mark.parametrize(
    ("changes", "exams"),
    [
        (
            {"LAST_EXAM": "톨루엔 2026-01-10 / 소음 2025-03-02"},
            [("SPECIAL", "2026-01-10", ["toluene"]), ("SPECIAL", "2025-03-02", ["noise"])],
        ),
        (
            {"LAST_EXAM": "2026.1.10\n2025.3.2"},
            [("SPECIAL", "2026-01-10", ["toluene"]), ("SPECIAL", "2025-03-02", ["noise"])],
        ),
        (
            {"HAZARDS": "톨루엔(2026.1.10), 소음", "LAST_EXAM": ""},
            [("SPECIAL", "2026-01-10", ["toluene"])],
        ),
        ({"LAST_EXAM": "미실시"}, []),
        ({"EXAM_KIND": "배치전"}, [("PRE_PLACEMENT", "2026-01-10", ["toluene", "noise"])]),
        ({"EXAM_KIND": "배치후 첫번째 특수"}, [("SPECIAL", "2026-01-10", ["toluene", "noise"])]),
        ({"EXAM_KIND": "일반+특수"}, [("SPECIAL", "2026-01-10", ["toluene", "noise"])]),
    ],
)
def test_exams_are_told_apart_by_agent_and_kind(
    changes: dict[str, str], exams: list[tuple[str, str, list[str]]]
) -> None:
    found = row(**changes).facts["exams"]

    assert [(one["kind"], one["exam_date"], one["hazards"]) for one in found] == exams


def test_agents_in_columns_of_their_own_are_ticked_or_dated() -> None:
    ticked = {
        hazard_column("toluene"): "○",
        hazard_column("noise"): "2025.3.2",
        hazard_column("welding-fume"): "X",
        hazard_column("vibration"): "-",
    }
    line = row(HAZARDS="", LAST_EXAM="", **ticked)

    assert line.facts["hazards"] == ["toluene", "noise"]
    assert [(e["exam_date"], e["hazards"]) for e in line.facts["exams"]] == [
        ("2025-03-02", ["noise"])
    ]


def test_what_a_result_says_shows_in_no_remark() -> None:
    lines = [row(RESULT=code, FITNESS="나") for code in ("A", "C1", "C2", "D1", "D2", "R", "U")]

    assert len({(frozenset(said(line)), repr(line.facts)) for line in lines}) == 1
