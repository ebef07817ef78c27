"""Lists saved as text or as a web page, and what becomes of each."""

from __future__ import annotations

import unicodedata
from functools import partial

from tests.outreach.spreadsheet.file_shapes import Shape
from tests.outreach.spreadsheet.made_files import (
    HANBIT,
    HEADING,
    LIST,
    Rows,
    comma_separated,
    web_page,
    xlsx,
)
from tests.outreach.spreadsheet.made_old_workbooks import OldSheet, old_workbook

NAME_AND_PLACE = ("NAME", "ROAD_ADDRESS")
EVERYTHING = ("NAME", "ROAD_ADDRESS", "PHONE", "HEADCOUNT")


def _csv(
    rows: Rows = LIST, encoding: str = "utf-8", separator: str = ",", before: str = ""
) -> bytes:
    return (before + comma_separated(rows, separator)).encode(encoding)


def _page(rows: Rows = LIST, encoding: str = "utf-8", charset: str = "", cell: str = "td") -> bytes:
    head = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        if charset
        else ""
    )
    return web_page(rows, head=head, cell=cell).encode(encoding)


XML_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="명단"><Table>
<Row><Cell><Data ss:Type="String">업체명</Data></Cell>
<Cell><Data ss:Type="String">주소</Data></Cell>
</Row><Row ss:Index="4"><Cell><Data ss:Type="String">한빛도장</Data></Cell>
<Cell><Data ss:Type="String">서울 중구</Data></Cell></Row></Table></Worksheet></Workbook>"""
SPANNED = """<table><tr><td rowspan=2>업체명</td><td rowspan=2>주소</td>
<td colspan=2>종업원수</td></tr>
<tr><td>남</td><td>여</td></tr>
<tr><td>한빛도장</td><td rowspan=2>서울 중구</td><td>3</td><td>4</td></tr>
<tr><td>두리봉제<br>(본점)</td><td>5</td><td>6</td></tr></table>"""
TWO = "(heading 1): 2 한빛도장, 3 두리봉제"

SHAPES_OF_TEXTS = (
    Shape("CSV, UTF-8", _csv, TWO, "명단.csv"),
    Shape("CSV, UTF-8 with BOM", partial(_csv, encoding="utf-8-sig"), TWO, "명단.csv"),
    Shape("CSV, CP949", partial(_csv, encoding="cp949"), TWO, "명단.csv"),
    Shape(
        "CSV, CP949 with letters EUC-KR lacks (똠, 펲)",
        partial(_csv, [HEADING, ("똠방펲시", *HANBIT[1:])], encoding="cp949"),
        "(heading 1): 2 똠방펲시",
        "명단.csv",
    ),
    Shape("CSV, UTF-16 with BOM", partial(_csv, encoding="utf-16"), TWO, "명단.csv"),
    Shape("CSV, UTF-16 LE without BOM", partial(_csv, encoding="utf-16-le"), TWO, "명단.csv"),
    Shape("CSV, UTF-16 BE without BOM", partial(_csv, encoding="utf-16-be"), TWO, "명단.csv"),
    Shape(
        "Unicode text of Excel (UTF-16, tabs)",
        partial(_csv, encoding="utf-16", separator="\t"),
        TWO,
        "명단.txt",
    ),
    Shape("separator: tab", partial(_csv, separator="\t"), TWO, "명단.tsv"),
    Shape("separator: semicolon", partial(_csv, separator=";"), TWO, "명단.csv"),
    Shape("separator: bar", partial(_csv, separator="|"), TWO, "명단.csv"),
    Shape(
        "sep=; as the first line", partial(_csv, separator=";", before="sep=;\r\n"), TWO, "명단.csv"
    ),
    Shape(
        "sep=, with BOM and quotes",
        partial(_csv, before='"sep=,"\r\n', encoding="utf-8-sig"),
        TWO,
        "명단.csv",
    ),
    Shape(
        "CSV with a comma, quotes and a line break in a cell",
        partial(
            _csv, [HEADING, ('(주)"한빛", 도장', "서울 중구\n을지로 157", "02-2222-3333", "1,200")]
        ),
        '(heading 1): 2 (주)"한빛", 도장|서울 중구/을지로 157|02-2222-3333|1,200',
        "명단.csv",
        EVERYTHING,
    ),
    Shape(
        'CSV with ="010-…" to keep zeros',
        partial(_csv, [HEADING, ("한빛도장", "서울 중구", '="01012345678"', "'3")]),
        "(heading 1): 2 한빛도장|서울 중구|01012345678|3",
        "명단.csv",
        EVERYTHING,
    ),
    Shape("lines of a Macintosh (CR)", lambda: _csv().replace(b"\r\n", b"\r"), TWO, "명단.csv"),
    Shape("a CSV file called .xls", _csv, TWO, "명단.xls"),
    Shape("a workbook called .csv", partial(xlsx, LIST), f"Sheet1 {TWO}", "명단.csv"),
    Shape(
        "an .xls called .xlsx",
        lambda: old_workbook(OldSheet("명단", _texts(LIST))),
        f"명단 {TWO}",
        "새 명단.xlsx",
    ),
    Shape("a workbook without any ending", partial(xlsx, LIST), f"Sheet1 {TWO}", "명단"),
    Shape("a web page called .xls, UTF-8", _page, TWO, "명단.xls"),
    Shape(
        "a web page called .xls, EUC-KR",
        partial(_page, encoding="cp949", charset="euc-kr"),
        TWO,
        "명단.xls",
    ),
    Shape(
        "a web page, EUC-KR, charset not stated", partial(_page, encoding="cp949"), TWO, "명단.xls"
    ),
    Shape("a web page, UTF-16", partial(_page, encoding="utf-16"), TWO, "명단.xls"),
    Shape(
        "a web page with rowspan and colspan",
        lambda: SPANNED.encode(),
        "(heading 1+2): 3 한빛도장|서울 중구|3|4, 4 두리봉제/(본점)|서울 중구|5|6",
        "명단.xls",
        ("NAME", "ROAD_ADDRESS", "MEN", "WOMEN"),
    ),
    Shape(
        "a web page without a table",
        lambda: b"<html><body><p>Log in first</p></body></html>",
        "refused: WEB_PAGE",
        "명단.xls",
    ),
    Shape(
        "an XML spreadsheet of 2003",
        lambda: XML_2003.encode(),
        "명단 (heading 1): 4 한빛도장",
        "명단.xls",
    ),
    Shape(
        "decomposed Hangul (of a Macintosh)",
        lambda: unicodedata.normalize("NFD", comma_separated(LIST)).encode(),
        f"명단.csv {TWO}",
        unicodedata.normalize("NFD", "명단.csv"),
    ),
    Shape(
        "full-width digits and letters",
        partial(
            _csv,
            [
                ("업체명", "주소", "전화번호", "종업원수"),
                ("한빛도장", "서울 중구 을지로 １５７", "０２－２２２２－３３３３", "１２"),
            ],
        ),
        "(heading 1): 2 한빛도장|서울 중구 을지로 １５７|０２－２２２２－３３３３|１２",
        "명단.csv",
        EVERYTHING,
    ),
    Shape(
        "zero-width signs, non-breaking and ideographic blanks",
        partial(
            _csv, [("업\u200b체명", "주\u00a0소"), ("한빛\u200d도장", "서울\u3000중구\u00a0을지로")]
        ),
        "(heading 1): 2 한빛도장|서울 중구 을지로",
        "명단.csv",
        NAME_AND_PLACE,
    ),
    Shape(
        "blank lines and lines of separators alone",
        lambda: _csv().replace(b"\r\n", b"\r\n,,,\r\n\r\n"),
        "(heading 1): 4 한빛도장, 7 두리봉제",
        "명단.csv",
    ),
    Shape(
        "1.2E+09 in a CSV file",
        partial(
            _csv,
            [
                ("업체명", "주소", "사업자번호"),
                ("가", "서울 중구", "1.2E+09"),
                ("나", "서울 중구", "1.248100998E+09"),
            ],
        ),
        "(heading 1): 2 가|1.2E+09 [lost_digits BUSINESS_NO], 3 나|1248100998",
        "명단.csv",
        ("NAME", "BUSINESS_NO"),
    ),
    Shape(
        "letters nobody can read",
        lambda: _csv() + b"\xff\xff\n",
        "refused: UNKNOWN_LETTERS",
        "명단.csv",
    ),
    Shape("an empty file", lambda: b"", "refused: EMPTY_FILE", "명단.csv"),
)


def _texts(rows: Rows) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]
