"""The command line of the import."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outreach.models import Centre, ImportFile, Workplace
from tests.outreach.lists import dump, make_list, take_in

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
