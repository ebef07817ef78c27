"""The command line of the import."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.management import CommandError, call_command

from outreach.actions.imports.reports import MEANINGS
from outreach.management import import_command
from outreach.models import Centre, ImportFile, Workplace
from outreach.spreadsheet import row_cells
from outreach.spreadsheet.books import PackedBook, RawRow, SheetInfo, pack
from tests.outreach.lists import dump, make_list, receive_list, take_in

pytestmark = pytest.mark.django_db
ROWS: tuple[dict[str, str], ...] = (
    {},
    {"name": "두리봉제", "phone": "02-0123-4567"},
    {"address": "부산광역시 중구 1"},
)


def write_list(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "list.csv"
    path.write_bytes(make_list(*rows).getvalue())
    return path


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("import_workplaces", *words, stdout=out)
    return out.getvalue()


def test_the_command_takes_a_list_in_and_reports_each_row(centre: Centre, tmp_path: Path) -> None:
    report = tmp_path / "out.json"

    out = run(str(write_list(tmp_path, *ROWS)), "--centre", "jung", "--report", str(report))

    rows = json.loads(report.read_text())
    assert "읽은 행: 3" in out
    assert Workplace.objects.count() == 2
    assert [(row["row"], row["outcome"]) for row in rows] == [
        (2, "accept"),
        (3, "accept"),
        (4, "reject"),
    ]
    assert rows[2]["reasons"][0] == {
        "code": "NOT_SEOUL",
        "column": "ROAD_ADDRESS",
        "heading": "도로명주소",
        "text": "서울에 있는 사업장이 아닙니다.",
    }
    assert rows[0]["values"]["phones"][0]["e164"] == "+821001234567"


def test_a_dry_run_writes_nothing(centre: Centre, tmp_path: Path) -> None:
    take_in(centre, {})
    path = write_list(tmp_path, {"workers": "9"}, *ROWS[1:])
    before = dump()

    out = run(str(path), "--centre", "jung", "--dry-run", "--language", "en")

    assert dump() == before
    assert "  new (accept): 1" in out
    assert "  changed (changed): 1" in out

    run(str(path), "--centre", "jung")  # the twin: it would have written
    assert dump() != before


def test_a_failed_report_leaves_nothing_behind(centre: Centre, tmp_path: Path) -> None:
    path = write_list(tmp_path, {})

    with pytest.raises(CommandError):
        run(str(path), "--centre", "jung", "--report", str(tmp_path / "no" / "out.json"))

    assert not Workplace.objects.exists()
    assert ImportFile.objects.get().state == ImportFile.State.DISCARDED


@pytest.mark.parametrize(
    ("content", "centre_code", "words"),
    [
        (b"\x89PNG\0", "jung", "spreadsheet"),
        ("아무 글\n".encode(), "jung", "column names"),
        (b"", "sol", "Known codes: jung"),
    ],
)
def test_the_command_refuses_with_a_sentence(
    centre: Centre, tmp_path: Path, content: bytes, centre_code: str, words: str
) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        run(str(path), "--centre", centre_code, "--language", "en")


def test_a_missing_file_is_refused(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none.xlsx"):
        run(str(tmp_path / "none.xlsx"), "--centre", "jung")


def test_the_help_says_what_each_outcome_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_workplaces", "--help")

    told = capsys.readouterr().out
    for word, meaning in MEANINGS.items():
        assert any(
            line.split() and line.split()[0] == word and str(meaning) in line
            for line in told.splitlines()
        )
    for key in ("sheet", "row", "outcome", "reasons", "warnings", "matched", "changes", "values"):
        assert key in told


def test_the_report_says_of_each_row_what_it_meets(centre: Centre, tmp_path: Path) -> None:
    take_in(centre, {})
    known = Workplace.objects.get()
    report = tmp_path / "out.json"
    path = write_list(
        tmp_path,
        {"workers": "9"},
        {"name": "큰솔", "phone": ""},
        {"name": "큰솔", "phone": "02-000-1111"},
        {"name": "두리봉제"},
        {"name": "한빛도장", "workers": ""},
    )

    run(str(path), "--centre", "jung", "--dry-run", "--report", str(report))

    rows = json.loads(report.read_text())
    assert [row["outcome"] for row in rows] == ["changed", "accept", "merge", "hold", "merge"]
    assert rows[0]["matched"][0] | {"why": ""} == {"workplace": known.pk, "row": None, "why": ""}
    assert rows[0]["changes"] == {"regular_workers": [2, 9]}
    assert (rows[2]["matched"][0]["row"], rows[2]["matched"][0]["why"]) == (3, "NAME_AND_ADDRESS")
    assert rows[3]["matched"][0]["workplace"] == known.pk
    assert all(remark["text"] for row in rows for remark in row["reasons"] + row["warnings"])


def test_a_list_is_undone_by_its_number(centre: Centre, tmp_path: Path) -> None:
    path = write_list(tmp_path, {})
    run(str(path), "--centre", "jung")

    out = run("--centre", "jung", "--undo", str(ImportFile.objects.get().pk), "--language", "en")

    assert "undone" in out
    assert not Workplace.objects.exists()


def test_what_was_broken_off_is_resumed(centre: Centre) -> None:
    receive_list(centre, {})

    out = run("--centre", "jung", "--resume", "--language", "en")

    assert "preview" in out


def read_without_mask(file: BinaryIO, name: str) -> PackedBook:
    """Read a list as the reader would that does not know resident numbers."""
    cells = csv.reader(file.read().decode().splitlines())
    return pack([(SheetInfo(name), [RawRow(n, row) for n, row in enumerate(cells, 1)])])


@pytest.mark.parametrize("masked", [True, False])
def test_no_resident_number_is_kept_anywhere(
    centre: Centre,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    masked: bool,
) -> None:
    """The twin: without the mask each of them would be found in the database."""
    planted = ["800101-1234567", "9001011234568", "850505-5234567"]
    if not masked:
        monkeypatch.setattr(import_command, "read_file", read_without_mask)
        monkeypatch.setattr(row_cells, "may_hold_resident_number", lambda text: False)
        monkeypatch.setattr(row_cells, "without_resident_numbers", lambda text, **rest: text)
    path = write_list(
        tmp_path,
        {"name": f"가람 {planted[0]}"},
        {"owner": f"김 {planted[1]}"},
        {"address": f"서울 중구 을지로 9 ({planted[2]})", "name": "나래", "phone": planted[0]},
    )

    run(str(path), "--centre", "jung", "--report", str(tmp_path / "report.json"))

    kept = repr(dump()) + (tmp_path / "report.json").read_text() + caplog.text
    found = [number for number in planted if number in kept]
    assert found == ([] if masked else planted[:3])
