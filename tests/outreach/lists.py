"""Lists as people bring them: a CSV file of the few columns a test speaks about."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import BinaryIO

from django.db import connection

from outreach.actions.imports import receive, start_commit, work
from outreach.actions.imports.workplace_lists import WORKPLACES
from outreach.models import Centre, ImportFile, ImportRow
from outreach.spreadsheet.reading import read_file
from tests import cast

HEADINGS = {
    "name": "회사명",
    "address": "도로명주소",
    "phone": "전화번호",
    "business_no": "사업자등록번호",
    "site_no": "종사업장번호",
    "factory_no": "공장관리번호",
    "industry": "업종코드",
    "workers": "종업원수",
    "owner": "대표자",
}
HANBIT = {
    "name": "한빛도장",
    "address": "서울특별시 중구 을지로 157 (을지로3가)",
    "phone": "010-0123-4567",
    "industry": "25922",
    "workers": "2",
    "owner": "김한빛",
}
LATER = cast.NOW + timedelta(hours=1)


def make_list(*rows: dict[str, str]) -> io.BytesIO:
    """Make a list; a row that names nothing but its differences is 한빛도장's."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS.values())
    for row in rows:
        whole = {**HANBIT, **row}
        writer.writerow([whole.get(name, "") for name in HEADINGS])
    return io.BytesIO(text.getvalue().encode())


def receive_list(centre: Centre, *rows: dict[str, str], all_districts: bool = False) -> ImportFile:
    """Bring a list of these rows, which nobody has read yet."""
    return receive(
        centre=centre,
        kind=WORKPLACES,
        book=read_file(make_list(*rows), "명단.csv"),
        name="명단.csv",
        staff=None,
        all_districts=all_districts,
        now=cast.NOW,
    )


def look(centre: Centre, *rows: dict[str, str], all_districts: bool = False) -> ImportFile:
    """Preview a list of these rows."""
    file = receive_list(centre, *rows, all_districts=all_districts)
    return work(import_file=file, clock=lambda: cast.NOW)


def take_in(centre: Centre, *rows: dict[str, str]) -> ImportFile:
    """Preview a list of these rows and take it in."""
    file = start_commit(import_file=look(centre, *rows), staff=None, now=LATER)
    return work(import_file=file, clock=lambda: LATER)


def outcomes(file: ImportFile) -> list[str]:
    """Return what became of each row, in the order of the file."""
    return list(file.rows.order_by("row").values_list("outcome", flat=True))


def codes(row: ImportRow) -> list[str]:
    """Return why a row does not enter, or how."""
    return [reason["code"] for reason in row.reasons]


def only_row(file: ImportFile) -> ImportRow:
    """Return the row of a file that has one."""
    return file.rows.get()


def dump() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, to compare before and after."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = list(cursor.fetchall())
    return found


def preview(*, centre: Centre, file: BinaryIO, name: str) -> ImportFile:
    """Bring a file of workplaces and read it at once, as the page does with small ones."""
    book = read_file(file, name)
    received = receive(
        centre=centre, kind=WORKPLACES, book=book, name=name, staff=None, all_districts=False,
        now=cast.NOW,
    )  # fmt: skip
    return work(import_file=received, clock=lambda: cast.NOW)


def commit(import_file: ImportFile) -> ImportFile:
    """Take a list in at once."""
    start_commit(import_file=import_file, staff=None, now=LATER)
    return work(import_file=import_file, clock=lambda: LATER)
