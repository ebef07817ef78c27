"""Workbooks with all that people put around, between and into lists, and what becomes of each."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import openpyxl  # type: ignore[import-untyped]
import xlsxwriter
from openpyxl.styles import Font  # type: ignore[import-untyped]

from tests.outreach.spreadsheet.file_shapes import Shape
from tests.outreach.spreadsheet.made_files import (
    DURI,
    HANBIT,
    HEADING,
    LIST,
    Rows,
    xlsx,
)
from tests.outreach.spreadsheet.made_old_workbooks import Error, OldSheet, old_workbook
from tests.outreach.spreadsheet.made_open_documents import open_document

TWO = "(heading 1): 2 한빛도장, 3 두리봉제"
HEADS = ("NAME", "HEADCOUNT", "MEN", "WOMEN")
NUMBERS = ("NAME", "PHONE", "HEADCOUNT")
TITLE: Rows = (("2026년 소공인 현황",), (), ("", "", "", "기준일: 2026.3.5"))
NOTES: Rows = (
    ("※ 종업원수는 상시근로자 기준",),
    ("작성자: 중구청 일자리과",),
    ("- 이 하 여 백 -",),
)
TIERS: Rows = (
    ("업체명", "소재지", "종업원수", ""),
    ("", "", "남", "여"),
    ("한빛도장", "서울 중구", 7, 5),
)
GUIDE: Rows = (("작성요령",), ("1. 업체명은 사업자등록증과 같게 적습니다.",))


def _open(change: Callable[[openpyxl.Workbook], None], rows: Rows = LIST) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _strike(row: int, columns: str = "ABCD", rows: Rows = LIST) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        for column in columns:
            book.active[f"{column}{row}"].font = Font(strike=True)

    return _open(change, rows)


def _merged_tiers(book: xlsxwriter.Workbook) -> None:
    sheet = book.get_worksheet_by_name("Sheet1")
    for place in ("A1:A2", "B1:B2"):
        sheet.merge_range(place, {"A1:A2": "업체명", "B1:B2": "소재지"}[place])
    sheet.merge_range("C1:D1", "종업원수")


def _merged_down(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("Sheet1").merge_range("B2:B3", "서울 중구 을지로 157")


def _hide(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("Sheet2").hide()


def _rename(first: str, second: str) -> Callable[[xlsxwriter.Workbook], None]:
    def change(book: xlsxwriter.Workbook) -> None:
        for sheet, name in zip(book.worksheets(), (first, second), strict=True):
            sheet.name = name

    return change


def _hide_row(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("Sheet1").set_row(2, None, None, {"hidden": True})


SHAPES_OF_WORKBOOKS = (
    Shape(".xlsx", partial(xlsx, LIST), f"Sheet1 {TWO}"),
    Shape(
        ".ods",
        partial(open_document, LIST),
        "명단 (heading 1) [marks unread]: 2 한빛도장, 3 두리봉제",
    ),
    Shape(
        ".xlsx of another program (openpyxl)", partial(_open, lambda book: None), f"Sheet1 {TWO}"
    ),
    Shape(
        ".xls (Excel 97)",
        lambda: old_workbook(OldSheet("명단", [list(map(str, row)) for row in LIST])),
        f"명단 {TWO}",
        "명단.xls",
    ),
    Shape(
        ".xls with numbers, an error, a hidden sheet, merged cells",
        lambda: old_workbook(
            OldSheet(
                "명단",
                [
                    ["업체명", "주소", "전화번호", "종업원수"],
                    ["가", "서울 중구", 1012345678.0, 7.0],
                    ["나", "", Error(), 3.0],
                ],
                merged=[(1, 2, 1, 1)],
            ),
            OldSheet("옛 명단", [["업체명", "주소"], ["다", "서울 중구"]], is_hidden=True),
        ),
        "명단 (heading 1): 2 가|서울 중구|1012345678|7, "
        "3 나|서울 중구|-|3 [errors PHONE]; 옛 명단 left out (HIDDEN)",
        "명단.xls",
        ("NAME", "ROAD_ADDRESS", "PHONE", "HEADCOUNT"),
    ),
    Shape(
        ".xls with a password",
        lambda: old_workbook(OldSheet("명단", [["업체명"]]), locked=True),
        "refused: PASSWORD",
        "명단.xls",
    ),
    Shape(
        "title rows above",
        partial(xlsx, (*TITLE, *LIST)),
        "Sheet1 (heading 4): 5 한빛도장, 6 두리봉제",
    ),
    Shape(
        "two-tier headings without merged cells",
        partial(xlsx, TIERS),
        "Sheet1 (heading 1+2): 3 한빛도장|-|7|5",
        show=HEADS,
    ),
    Shape(
        "two-tier headings with merged cells",
        partial(xlsx, TIERS, change=_merged_tiers),
        "Sheet1 (heading 1+2): 3 한빛도장|-|7|5",
        show=HEADS,
    ),
    Shape(
        "three tiers below a title",
        partial(
            xlsx,
            (
                ("현황",),
                (),
                ("업체", "", "종업원수", "", ""),
                ("업체명", "소재지", "계", "내국인", ""),
                ("", "", "", "남", "여"),
                ("가", "서울 중구", 12, 7, 5),
            ),
        ),
        "Sheet1 (heading 3+4+5): 6 가|12|7|5",
        show=HEADS,
    ),
    Shape(
        "headings again on each page",
        partial(xlsx, (HEADING, HANBIT, HEADING, DURI)),
        "Sheet1 (heading 1): 2 한빛도장, 3 REPEATED_HEADER, 4 두리봉제",
    ),
    Shape(
        "subtotals and totals",
        partial(
            xlsx,
            (
                HEADING,
                HANBIT,
                ("소 계", "", "", 12),
                ("중구 소계(1개소)", "", "", 12),
                DURI,
                ("합계", "", "", 15),
            ),
        ),
        "Sheet1 (heading 1): 2 한빛도장, 3 SUBTOTAL, 4 SUBTOTAL, 5 두리봉제, 6 SUBTOTAL",
    ),
    Shape(
        "a firm called 합계산업",
        partial(xlsx, (HEADING, ("합계산업", *HANBIT[1:]), ("전체정밀", *DURI[1:]))),
        "Sheet1 (heading 1): 2 합계산업, 3 전체정밀",
    ),
    Shape(
        "footnotes and 이하 여백",
        partial(xlsx, (*LIST, *NOTES)),
        f"Sheet1 {TWO}, 4 FOOTNOTE, 5 FOOTNOTE, 6 FOOTNOTE",
    ),
    Shape(
        "a hidden sheet",
        partial(xlsx, LIST, LIST, change=_hide),
        f"Sheet1 {TWO}; Sheet2 left out (HIDDEN)",
    ),
    Shape(
        "an instruction sheet",
        partial(xlsx, GUIDE, LIST, change=_rename("작성요령", "명단")),
        f"명단 {TWO}; 작성요령 left out (INSTRUCTIONS)",
    ),
    Shape(
        "an example sheet beside the list",
        partial(xlsx, LIST, LIST, change=_rename("명단", "작성예시")),
        f"명단 {TWO}; 작성예시 left out (INSTRUCTIONS)",
    ),
    Shape(
        "a cover sheet",
        partial(xlsx, (("표지",),), LIST),
        f"Sheet2 {TWO}; Sheet1 left out (NO_HEADING)",
    ),
    Shape("a blank sheet", partial(xlsx, (), LIST), f"Sheet2 {TWO}; Sheet1 left out (EMPTY)"),
    Shape(
        "a sheet for each district",
        partial(
            xlsx,
            (("업체명", "전화"), ("가", "02-2222-3333")),
            (("업체명", "전화"), ("나", "02-2222-4444")),
            change=_rename("중구", "종로구(2026)"),
        ),
        "중구 (heading 1): 2 가|중구; 종로구(2026) (heading 1): 2 나|종로구",
        show=("NAME", "DISTRICT"),
    ),
    Shape("a struck-out row", partial(_strike, 2), "Sheet1 (heading 1): 2 STRUCK_OUT, 3 두리봉제"),
    Shape("one cell struck out", partial(_strike, 2, "C"), f"Sheet1 {TWO}"),
    Shape("a hidden row", partial(xlsx, LIST, change=_hide_row), f"Sheet1 {TWO} [hidden]"),
    Shape(
        "merged addresses",
        partial(
            xlsx, (HEADING, ("한빛도장", "", "", 3), ("두리봉제", "", "", 4)), change=_merged_down
        ),
        "Sheet1 (heading 1): 2 한빛도장|서울 중구 을지로 157, 3 두리봉제|서울 중구 을지로 157",
        show=("NAME", "ROAD_ADDRESS"),
    ),
)
