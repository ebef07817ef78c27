from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import asdict

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.resident_numbers import MARK, holds_resident_number
from outreach.spreadsheet import reading
from outreach.spreadsheet.child import rows, sheets
from outreach.spreadsheet.child.masking import Masker
from outreach.spreadsheet.child.rows import SheetRows
from outreach.spreadsheet.limits import UPLOAD
from tests.outreach.spreadsheet.made_files import LIST, Rows, comma_separated, web_page, xlsx
from tests.outreach.spreadsheet.made_old_workbooks import OldSheet, old_workbook

FRONT, BACK = "880412", "1234567"
HEADING = ("업체명", "주소", "대표자", "주민번호", "")


def planted(*cells: object) -> Rows:
    return (HEADING[: 2 + len(cells)], ("한빛도장", "서울 중구", *cells), *LIST[1:])


def named_sheet() -> bytes:
    def change(book: xlsxwriter.Workbook) -> None:
        book.worksheets()[0].name = f"{FRONT}-{BACK}"

    return xlsx(LIST, change=change)


def late(number: str) -> Rows:
    """Below more rows than are looked at with care."""
    return (*LIST, *[LIST[1]] * 200, ("김한빛", number), *LIST[1:])


PLANTED: dict[str, Callable[[], bytes]] = {
    "whole": lambda: xlsx(planted(f"{FRONT}-{BACK}")),
    "whole, in a CSV file": lambda: comma_separated(planted(f"{FRONT}-{BACK}")).encode(),
    "whole, in CP949": lambda: comma_separated(planted(f"{FRONT}-{BACK}")).encode("cp949"),
    "whole, in an .xls": lambda: old_workbook(OldSheet("명단", [["김한빛", f"{FRONT}-{BACK}"]])),
    "whole, in a web page": lambda: web_page(planted(f"{FRONT}-{BACK}")).encode(),
    "across the tags of a web page": lambda: web_page(planted(f"{FRONT}<b>-{BACK}</b>")).encode(),
    "without a dash": lambda: xlsx(planted(f"{FRONT}{BACK}")),
    "as a number": lambda: xlsx(planted(int(FRONT + BACK))),
    "in two cells": lambda: xlsx(planted("김한빛", FRONT, BACK)),
    "in two cells, as numbers": lambda: xlsx(planted("김한빛", int(FRONT), int(BACK))),
    "in two cells, the name before": lambda: xlsx(planted(f"김한빛 {FRONT}", BACK)),
    "in three cells with the dash": lambda: xlsx(planted(FRONT, "-", BACK)),
    "in two cells without a heading": lambda: xlsx((*LIST, ("가", FRONT, BACK))),
    "in three cells without a heading": lambda: xlsx((*LIST, ("가", FRONT, "-", BACK))),
    "in the 205th row, in three cells": lambda: xlsx((*late(FRONT), ("가", FRONT, "-", BACK))),
    "the second half alone below its heading": lambda: xlsx(planted("김한빛", BACK)),
    "full-width": lambda: xlsx(planted("８８０４１２－１２３４５６７")),
    "with zero-width signs": lambda: xlsx(planted(f"{FRONT}-\u200b123\u200d4567")),
    "in a sentence": lambda: xlsx(planted(f"대표 김한빛({FRONT}-{BACK}) 010-0123-4567")),
    "in a sheet's name": named_sheet,
    "in a heading": lambda: xlsx((("업체명", f"주소 {FRONT}-{BACK}"), *LIST[1:])),
    "in a title": lambda: xlsx(((f"작성: {FRONT}-{BACK}",), *LIST)),
    "in the 205th row": lambda: xlsx(late(f"{FRONT}-{BACK}")),
    "in the 205th row, without a dash": lambda: xlsx(late(f"{FRONT}{BACK}")),
    "in the 205th row, full-width": lambda: xlsx(late("８８０４１２－１２３４５６７")),
}
CASES = [pytest.param(make, id=name) for name, make in PLANTED.items()]


def everything_written(content: bytes) -> str:
    """Return all that the child writes, in plain digits."""
    written: list[bytes] = []
    command = [*reading.COMMAND, json.dumps(asdict(UPLOAD))]
    reading.run_confined(command, content, written.append, UPLOAD)
    return unicodedata.normalize("NFKC", b"".join(written).decode())


@pytest.mark.parametrize("make", CASES)
def test_a_planted_resident_number_never_leaves_the_child(make: Callable[[], bytes]) -> None:
    told = everything_written(make())

    assert '"whole":true' in told
    assert BACK not in told
    assert MARK in told


def test_a_number_in_the_name_of_the_file_is_not_kept() -> None:
    file = io.BytesIO(comma_separated(LIST).encode())

    book = reading.read_file(file, f"{FRONT}-{BACK}.csv")

    assert [sheet.name for sheet in book.sheets] == [f"{MARK}.csv"]
    assert BACK.encode() not in book.content


def test_without_the_mask_the_number_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ["한빛도장", f"{FRONT}-{BACK}"]
    line = SheetRows(UPLOAD).line(1, row)
    assert line is not None and BACK.encode() not in line

    monkeypatch.setattr(Masker, "mask", lambda self, cells, joined: ())
    monkeypatch.setattr(rows, "is_plain", lambda line: True)
    monkeypatch.setattr(sheets, "without_resident_numbers", lambda text: text)

    line = SheetRows(UPLOAD).line(1, row)
    assert line is not None and BACK.encode() in line
    assert BACK.encode() in sheets.begin_line(f"{FRONT}-{BACK}", is_hidden=False)


DIGITS = "0123456789"
JOINS = st.sampled_from(["", "-", " ", " - ", "－", "–", ".", "/", "~"])
NUMBERS = st.builds(
    lambda day, join, seventh, rest: f"{day:%y%m%d}{join}{seventh}{rest}",
    st.dates(),
    JOINS,
    st.sampled_from("12345678"),
    st.text(DIGITS, min_size=6, max_size=6),
)
AROUND = st.text("가나 김(),.:", max_size=5)


@given(number=NUMBERS, before=AROUND, after=AROUND, place=st.integers(0, 2))
def test_no_row_with_a_number_goes_out_unread(
    number: str, before: str, after: str, place: int
) -> None:
    cells = ["한빛도장", "서울 중구"]
    cells.insert(place, f"{before}{number}{after}")
    careless = SheetRows(UPLOAD)
    for blank in range(100):
        careless.line(blank + 1, ["한빛도장", "서울 중구", "02-2222-3333"])

    line = careless.line(101, cells)

    assert line is not None
    assert not holds_resident_number(line.decode())
