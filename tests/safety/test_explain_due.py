"""The machine face: a file of facts in, a file of answers out, and no database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from safety.management.commands.explain_due import Command, fields_help
from safety.rules.cases.fields import FIELDS, SECTIONS
from safety.rules.words import WORDS, Language, word
from safety.templatetags.why_words import CHANGES, SENTENCES

DOCUMENT = Path(__file__).parents[2] / "docs" / "explain_due.md"
GOOD = {
    "id": "good",
    "today": "2026-11-23",
    "exposures": [{"hazard": "toluene", "placed_date": "2026-08-31"}],
}
BAD = {"id": "bad", "today": "2026-11-23", "exposures": [{"hazard": "본드"}]}


def explain(folder: Path, cases: object, *arguments: str) -> tuple[str, Any]:
    """Run the command; returns what it said and what it wrote."""
    given, out, said = folder / "cases.json", folder / "out.json", StringIO()
    given.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    call_command("explain_due", "--cases", str(given), "--out", str(out), *arguments, stdout=said)
    written = json.loads(out.read_text(encoding="utf-8")) if out.exists() else None
    return said.getvalue().strip(), written


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any use of the database fails, even to open it."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.usefixtures("no_database")
def test_it_answers_without_a_database(tmp_path: Path) -> None:
    said, written = explain(tmp_path, [GOOD])

    assert said == "1 cases: 1 answered, 0 not"
    item = next(row for row in written["cases"][0]["due_items"] if row["kind"] == "SPECIAL_EXAM")
    assert item["due_date"] == "2027-02-28"
    assert item["hazard_name"] == {"ko": "톨루엔", "en": "Toluene"}
    assert item["basis"]["rule"] == "FIRST_EXAM"
    assert item["basis"]["article"] == "시행규칙 제202조제1항, 별표 23"
    assert item["basis"]["in_force_from"] == "2020-01-16"
    assert "2026. 8. 31. + 6개월 = 2027. 2. 28." in item["derivation"]["ko"]
    assert "2026-08-31 + 6 months = 2027-02-28" in item["derivation"]["en"]


@pytest.mark.usefixtures("no_database")
def test_the_guard_would_see_a_question_to_the_database() -> None:
    """The twin: another command, which does read it, fails."""
    with pytest.raises(AssertionError, match="database"):
        call_command("open_due_items", "--today", "2026-11-23")


def test_a_bad_case_stops_no_other(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 not answered"):
        explain(tmp_path, {"cases": [BAD, GOOD]})

    bad, good = json.loads((tmp_path / "out.json").read_text())["cases"]
    assert (bad["status"], good["status"]) == ("ERROR", "OK")
    assert [(row["path"], row["code"]) for row in bad["errors"]] == [
        ("$.cases[0].exposures[0].placed_date", "MISSING"),
        ("$.cases[0].exposures[0].hazard", "ASK_SDS"),
    ]
    assert bad["due_items"] == []
    assert good["due_items"] != []


@pytest.mark.parametrize(
    ("case", "path", "code"),
    [
        (7, "$.cases[0]", "NOT_AN_OBJECT"),
        ({"exposures": 7}, "$.cases[0].exposures.hazard", "BAD_TEXT"),
        ({"worker": []}, "$.cases[0].worker", "NOT_AN_OBJECT"),
        ({"worker": {"hired_date": "23/11/2026"}}, "$.cases[0].worker.hired_date", "BAD_DATE"),
        ({"worker": {"입사일": "yesterday"}}, "$.cases[0].worker.입사일", "BAD_DATE"),
        (
            {"worker": {"hired": "2026-02-01", "left": "2026-01-01"}},
            "$.cases[0].worker.left",
            "ENDS_BEFORE_START",
        ),
        ({"worker": {"supervisor": "perhaps"}}, "$.cases[0].worker.supervisor", "BAD_FLAG"),
        ({"worker": {"work": "astronaut"}}, "$.cases[0].worker.work", "BAD_CHOICE"),
        ({"workplace": {"head_count": -1}}, "$.cases[0].workplace.head_count", "BAD_NUMBER"),
        ({"workplace": {"head_count": "few"}}, "$.cases[0].workplace.head_count", "BAD_NUMBER"),
        ({"exams": [{"date": "2026-01-01"}]}, "$.cases[0].exams[0].hazards", "MISSING"),
        (
            {"exams": [{"date": "2026-01-01", "hazards": ["sand"]}]},
            "$.cases[0].exams[0].hazards[0]",
            "UNKNOWN_HAZARD",
        ),
        (
            {"exams": [{"date": "2026-02-01", "hazards": ["noise"], "received": "2026-01-01"}]},
            "$.cases[0].exams[0].received",
            "BEFORE_EXAM",
        ),
        (
            {"training": [{"kind": "REGULAR", "date": "2026-09-01"}]},
            "$.cases[0].training[0].minutes",
            "MISSING",
        ),
        ({"settings": {"kinds": ["LUNCH"]}}, "$.cases[0].settings.kinds[0]", "BAD_CHOICE"),
    ],
)
def test_a_fault_is_named_by_its_place(tmp_path: Path, case: Any, path: str, code: str) -> None:
    with pytest.raises(CommandError):
        explain(tmp_path, {"today": "2026-11-23", "cases": [case]})

    errors = json.loads((tmp_path / "out.json").read_text())["cases"][0]["errors"]
    assert (path, code) in [(row["path"], row["code"]) for row in errors]
    assert all(row["message"]["ko"] and row["message"]["en"] for row in errors)


def test_a_case_without_a_day_is_not_answered(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        explain(tmp_path, [{}])

    said, _written = explain(tmp_path, [{}], "--today", "2026-11-23")
    assert said.startswith("1 cases: 1 answered")


def test_an_unknown_field_is_a_warning(tmp_path: Path) -> None:
    _said, written = explain(tmp_path, [{**GOOD, "colour": "red"}])

    assert ("$.cases[0].colour", "UNKNOWN_FIELD") in [
        (row["path"], row["code"]) for row in written["cases"][0]["warnings"]
    ]


@pytest.mark.parametrize(
    "case",
    [
        {
            "today": "2026.11.23",
            "worker": {"exposures": [{"agent": "톨루엔", "배치일": "20260831"}]},
        },
        {"today": "2026. 11. 23.", "exposures": {"Hazard": "1.가.91", "placedOn": "2026/8/31"}},
        {"asOf": "2026-11-23T09:00", "노출": [{"유해인자": "TOLUENE", "placed-on": "2026-08-31"}]},
    ],
)
def test_spelling_does_not_matter(tmp_path: Path, case: dict[str, Any]) -> None:
    _said, written = explain(tmp_path, case)  # one bare case is taken too

    days = {row["hazard"]: row["due_date"] for row in written["cases"][0]["due_items"]}
    assert days["toluene"] == "2027-02-28"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    said, written = explain(tmp_path, [GOOD], "--dry-run")

    assert said.endswith("(nothing written)")
    assert written is None


@pytest.mark.parametrize("text", ["", "{", "\udcff"])
def test_a_file_that_is_not_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(CommandError, match="not JSON"):
        call_command("explain_due", "--cases", str(path), "--out", str(tmp_path / "out.json"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("explain_due", "--cases", "nowhere.json", "--out", "out.json")


def test_the_answer_is_the_same_each_time(tmp_path: Path) -> None:
    explain(tmp_path, [GOOD])
    first = (tmp_path / "out.json").read_bytes()
    explain(tmp_path, [GOOD])

    assert (tmp_path / "out.json").read_bytes() == first


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.section}.{field.name}")
def test_every_field_is_in_the_help_and_in_the_document(field: Any) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")

    assert f"  {field.name} ({field.type}" in fields_help()
    assert f"| `{field.name}` | {field.type} |" in document


def test_the_help_can_be_printed() -> None:
    text = Command().create_parser("manage.py", "explain_due").format_help()

    assert all(f"{section}:" in text for section in SECTIONS)
    assert "Exit status" in text


def test_the_example_of_the_document_is_what_comes_out(tmp_path: Path) -> None:
    blocks = DOCUMENT.read_text(encoding="utf-8").split("```json\n")[1:]
    given, expected = (json.loads(block.partition("```")[0]) for block in blocks[:2])

    _said, written = explain(tmp_path, given)

    items = [row for row in written["cases"][0]["due_items"] if row["kind"] == "SPECIAL_EXAM"]
    assert items == [expected]


@pytest.mark.parametrize("language", list(Language))
def test_pages_and_the_machine_face_say_the_same(language: Language) -> None:
    with translation.override(language.value):
        for rule, sentence in SENTENCES.items():
            assert word("rule", rule.value, language) == str(sentence)
        for rule, change in CHANGES.items():
            assert word("change", rule.value, language) == str(change)
    assert len(WORDS) > 250
