"""Files of which nobody can tell the struck-out and hidden rows: the reader is told so."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from outreach.actions.imports import receive, work
from outreach.actions.imports.workplace_lists import WORKPLACES
from outreach.models import Centre
from outreach.spreadsheet.child.old_marks import read_old_marks
from outreach.spreadsheet.child.old_workbooks import old_sheets
from outreach.spreadsheet.limits import UPLOAD
from outreach.spreadsheet.reading import read_file
from tests import cast
from tests.outreach.spreadsheet.made_files import xlsx
from tests.outreach.spreadsheet.made_old_workbooks import OldSheet, old_workbook
from tests.outreach.spreadsheet.made_open_documents import open_document

LIST = [
    ["회사명", "도로명주소", "전화번호", "업종코드"],
    ["한빛도장", "서울특별시 중구 을지로 157", "010-0123-4567", "25922"],
]
WORDS = "취소선을 그은 행과 숨긴 행을 구분할 수 없어"


@pytest.mark.parametrize(
    ("content", "is_unread"),
    [
        (open_document(LIST), True),
        (xlsx(LIST), False),
        (old_workbook(OldSheet("명단", [list(row) for row in LIST])), False),
        ("\n".join(",".join(row) for row in LIST).encode(), False),
    ],
    ids=[".ods", ".xlsx", ".xls", ".csv"],
)
def test_a_sheet_says_whether_its_marks_were_read(content: bytes, is_unread: bool) -> None:
    (sheet,) = read_file(io.BytesIO(content), "명단").sheets

    assert (sheet.row_count, sheet.marks_unread) == (2, is_unread)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "is_told"), [(open_document(LIST), True), (xlsx(LIST), False)], ids=["ods", "xlsx"]
)
def test_the_preview_and_the_command_say_so(
    centre: Centre,
    signed_in: Callable[..., Client],
    content: bytes,
    is_told: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book = read_file(io.BytesIO(content), "명단.ods")
    file = receive(
        centre=centre,
        kind=WORKPLACES,
        book=book,
        name="명단.ods",
        staff=None,
        all_districts=False,
        now=cast.NOW,
    )
    work(import_file=file, clock=lambda: cast.NOW)
    path = tmp_path / "명단.ods"
    path.write_bytes(content)

    page = signed_in().get(reverse("import", args=[file.pk])).content.decode()
    call_command("import_workplaces", path, centre=centre.code, dry_run=True)

    assert (WORDS in page) is is_told
    assert (WORDS in capsys.readouterr().out) is is_told


@pytest.mark.parametrize("is_clear", [True, False])
def test_an_old_workbook_whose_records_are_not_clear_says_so(is_clear: bool) -> None:
    content = old_workbook(OldSheet("명단", [list(row) for row in LIST]))
    marks = read_old_marks(content) if is_clear else []

    (sheet,) = old_sheets(content, UPLOAD, marks)

    assert sheet.marks_unread is not is_clear
