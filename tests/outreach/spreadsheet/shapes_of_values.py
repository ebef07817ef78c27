"""Workbooks whose cells are not what they seem, and what becomes of each."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import partial

import openpyxl  # type: ignore[import-untyped]
import xlsxwriter

from tests.outreach.spreadsheet.file_shapes import Shape
from tests.outreach.spreadsheet.made_files import (
    DURI,
    HANBIT,
    HEADING,
    LIST,
    Rows,
    inline_row,
    with_sheet,
    xlsx,
)

TWO = "(heading 1): 2 한빛도장, 3 두리봉제"
NUMBERS = ("NAME", "PHONE", "HEADCOUNT")


def _open(change: Callable[[openpyxl.Workbook], None], rows: Rows = LIST) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _formulas() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.active["A2"] = '=B2&"도장"'
        book.active["D3"] = "=1+2"
        book.active["A4"] = "=A2"

    return _open(change)


def _formatted_to_the_end() -> bytes:
    rows = [inline_row(number, row) for number, row in enumerate(LIST, 1)]
    rows += [
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>'
        % (number, number, number)
        for number in (*range(4, 60_000), 1_048_576)
    ]
    return with_sheet(b"".join(rows))


def _text_far_below() -> bytes:
    rows = [*enumerate(LIST, 1), (1_048_576, ("끝공업", "서울 중구", "", 1))]
    return with_sheet(b"".join(inline_row(number, row) for number, row in rows))


def _errors(book: xlsxwriter.Workbook) -> None:
    sheet = book.get_worksheet_by_name("Sheet1")
    sheet.write_formula("C2", "=VLOOKUP(1,A:B,2,0)", None, "#N/A")
    sheet.write_formula("D3", "=1/0", None, "#DIV/0!")


def _date(book: xlsxwriter.Workbook) -> None:
    form = book.add_format({"num_format": "yyyy.m.d"})
    book.get_worksheet_by_name("Sheet1").write_datetime("D2", date(2026, 3, 5), form)


SHAPES_OF_VALUES = (
    Shape(
        "a long run of blank rows",
        partial(xlsx, (HEADING, HANBIT, *[()] * 5_000, DURI)),
        "Sheet1 (heading 1): 2 한빛도장, 5003 두리봉제",
    ),
    Shape(
        "formatted to the last row and column",
        _formatted_to_the_end,
        f"Sheet1 {TWO}",
    ),
    Shape(
        "a row in the last row of the sheet",
        _text_far_below,
        f"Sheet1 {TWO}, 1048576 끝공업",
    ),
    Shape(
        "texts as numbers",
        partial(xlsx, (HEADING, (1004, "서울 중구", 1012345678, 3.0))),
        "Sheet1 (heading 1): 2 1004|1012345678|3",
        show=NUMBERS,
    ),
    Shape(
        "numbers as texts",
        partial(xlsx, (HEADING, ("가", "서울 중구", "010 1234 5678", "'12"))),
        "Sheet1 (heading 1): 2 가|010 1234 5678|12",
        show=NUMBERS,
    ),
    Shape(
        "a number too long for a spreadsheet",
        partial(xlsx, (HEADING, ("가", "서울 중구", 12345678901234567.0, 2.5))),
        "Sheet1 (heading 1): 2 가|12345678901234570|2.5 [lost_digits PHONE]",
        show=NUMBERS,
    ),
    Shape(
        "1.2E+09 as text",
        partial(xlsx, (HEADING, ("가", "서울 중구", "1.2E+09", "1.2E+1"))),
        "Sheet1 (heading 1): 2 가|1.2E+09|12 [lost_digits PHONE]",
        show=NUMBERS,
    ),
    Shape(
        "formulas without values",
        _formulas,
        "Sheet1 (heading 1): 2 - [missing_formulas NAME], 3 두리봉제"
        " [missing_formulas HEADCOUNT], 4 - [missing_formulas NAME]",
    ),
    Shape(
        "error cells",
        partial(xlsx, LIST, change=_errors),
        "Sheet1 (heading 1): 2 한빛도장|-|12 [errors PHONE],"
        " 3 두리봉제|010-0123-4567|- [errors HEADCOUNT]",
        show=NUMBERS,
    ),
    Shape(
        "a date where a number is meant",
        partial(xlsx, LIST, change=_date),
        "Sheet1 (heading 1): 2 한빛도장|02-2222-3333|2026-03-05, 3 두리봉제|010-0123-4567|3",
        show=NUMBERS,
    ),
    Shape(
        "no headings at all",
        partial(
            xlsx,
            (
                (1, "㈜한빛도장", "서울 중구 을지로 157", "02-2222-3333"),
                (2, "두리산업", "서울 종로구 창신길 20", "02-744-1234"),
                (3, "세모정밀", "서울 성동구 성수이로 3", "02-462-5678"),
            ),
        ),
        "Sheet1 (heading none): 1 ㈜한빛도장|서울 중구 을지로 157|02-2222-3333,"
        " 2 두리산업|서울 종로구 창신길 20|02-744-1234,"
        " 3 세모정밀|서울 성동구 성수이로 3|02-462-5678",
        show=("NAME", "ROAD_ADDRESS", "PHONE"),
    ),
    Shape(
        "headings that say nothing, known by their content",
        partial(
            xlsx,
            (
                ("업체명", "주소", "비고1", "비고2"),
                *[(f"가{n}", "서울 중구", f"010-2345-678{n}", f"124-81-0099{n}") for n in range(4)],
            ),
        ),
        "Sheet1 (heading 1): "
        + ", ".join(f"{n + 2} 가{n}|010-2345-678{n}|124-81-0099{n}" for n in range(4)),
        show=("NAME", "MOBILE", "BUSINESS_NO"),
    ),
    Shape(
        "rows without numbers (of other programs)",
        lambda: with_sheet(
            b"".join(
                inline_row(n, row).replace(b' r="%d"' % n, b"", 1) for n, row in enumerate(LIST, 1)
            )
        ),
        f"Sheet1 {TWO}",
    ),
    Shape(
        "neither a name nor an address",
        partial(xlsx, (("전화번호", "종업원수"), ("02-2222-3333", 3))),
        "refused: NO_HEADER_FOUND",
    ),
)
