"""Files made to harm whoever opens them, and what becomes of each."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.outreach.spreadsheet import hostile_packages as packages
from tests.outreach.spreadsheet.made_files import LIST, comma_separated, web_page, xlsx
from tests.outreach.spreadsheet.made_old_workbooks import OldSheet, compound_file, old_workbook

MILLION = 1_000_000
CSV = comma_separated(LIST).encode()


class Hostile(NamedTuple):
    """A file, and what becomes of it: why it is refused, or how many rows of it are data."""

    name: str
    make: Callable[[], bytes]
    became: str


def _garbage(begin: bytes) -> bytes:
    return begin + random.Random(1).randbytes(200_000)


def _old_garbage() -> bytes:
    """A compound file whose workbook is noise."""
    return compound_file("Workbook", random.Random(1).randbytes(200_000))


def _old_bits_flipped() -> bytes:
    content = bytearray(old_workbook(OldSheet("명단", [list(map(str, row)) for row in LIST])))
    draw = random.Random(1)
    for _ in range(60):
        content[draw.randrange(40, 2_000)] = draw.randrange(256)
    return bytes(content)


def _old_far_cell() -> bytes:
    """An .xls whose one number is in the last row of column IV, with many more before it."""
    rows: list[list[str | float]] = [["가"] * 2] * 65_535
    return old_workbook(OldSheet("명단", [*rows, [""] * 255 + [1.0]]))


def _scripted_page() -> bytes:
    told = (
        "<script>alert(1)</script>한빛도장",
        "서울 중구<iframe src=http://192.0.2.1>",
        "<svg onload=x>",
        1,
    )
    return web_page((LIST[0], told)).encode()


def _hidden_signs() -> bytes:
    return CSV + "\u202e한빛\u200b\u200d\ufeff\u2066도장\u202c,서울 중구,,\n".encode()


HOSTILE = (
    Hostile("zip bomb (400 MB of blanks)", packages.bomb, "refused: SWOLLEN"),
    Hostile("400,000 rows, well made", packages.rows_bomb, "refused: TOO_MANY_ROWS"),
    Hostile("packages in packages", packages.nested, "refused: NOT_A_SPREADSHEET"),
    Hostile("sizes that lie", packages.lying_size, "refused: DAMAGED"),
    Hostile(
        "entity bomb in the sheet",
        partial(packages.declared, packages.ENTITIES, packages.SHEET_PART),
        "refused: ENTITIES",
    ),
    Hostile(
        "entity bomb in the directory",
        partial(packages.declared, packages.ENTITIES, packages.BOOK),
        "refused: ENTITIES",
    ),
    Hostile(
        "entity bomb in UTF-16",
        partial(packages.declared, packages.ENTITIES, packages.SHEET_PART, wide=True),
        "refused: ENTITIES",
    ),
    Hostile(
        "external entity",
        partial(packages.declared, packages.EXTERNAL, packages.SHEET_PART),
        "refused: ENTITIES",
    ),
    Hostile("a million columns", packages.million_columns, "refused: TOO_MANY_COLUMNS"),
    Hostile("a value in XFD1048576", packages.far_cell, "refused: TOO_MANY_COLUMNS"),
    Hostile(
        "values in XFD, other quotes", packages.far_cells_quoted_once, "refused: TOO_MUCH_MEMORY"
    ),
    Hostile("a cell in row 4,294,967,295", packages.cell_beyond, "refused: TOO_MUCH_MEMORY"),
    Hostile("a cell far outside its row", packages.spread_cells, "refused: TOO_MUCH_MEMORY"),
    Hostile("200 MB of shared texts", packages.shared_texts, "refused: SWOLLEN"),
    Hostile(
        "a long shared text in 100,000 cells", packages.shared_again, "refused: TOO_MUCH_MEMORY"
    ),
    Hostile("a cell of 60 million letters", packages.huge_cell, "refused: SWOLLEN"),
    Hostile("XML 500,000 deep, directory", packages.deep, "refused: DAMAGED"),
    Hostile("XML 600,000 deep, sheet", packages.deep_sheet, "refused: DAMAGED"),
    Hostile(
        "a million <row without an end", partial(packages.broken_tags, b"<row "), "refused: DAMAGED"
    ),
    Hostile(
        "a million <c without an end", partial(packages.broken_tags, b"<c "), "refused: DAMAGED"
    ),
    Hostile("a million fonts without an end", packages.broken_styles, "refused: DAMAGED"),
    Hostile("a workbook cut in half", packages.truncated, "refused: DAMAGED"),
    Hostile("paths that climb (../../etc)", packages.climbing, "refused: NO_HEADER_FOUND"),
    Hostile("a sheet on the network", packages.external, "refused: NO_HEADER_FOUND"),
    Hostile("encrypted parts", packages.encrypted_parts, "refused: PASSWORD"),
    Hostile(
        "an .xls with a password",
        lambda: old_workbook(OldSheet("a", [["a"]]), locked=True),
        "refused: PASSWORD",
    ),
    Hostile("macros", packages.macros, "harmless: 2 rows"),
    Hostile("=cmd|… as texts", packages.formulas, "harmless: 3 rows"),
    Hostile("<script> as texts", packages.scripts, "harmless: 1 rows"),
    Hostile("5,000 sheets", packages.many_sheets, "refused: TOO_MANY_SHEETS"),
    Hostile("60,000 parts", packages.many_parts, "refused: SWOLLEN"),
    Hostile("a package of noise", partial(_garbage, b"PK\x03\x04"), "refused: DAMAGED"),
    Hostile(
        "a compound file of noise",
        partial(_garbage, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "refused: NOT_A_SPREADSHEET",
    ),
    Hostile("an .xls of noise", _old_garbage, "refused: DAMAGED"),
    Hostile("an .xls with flipped bits", _old_bits_flipped, "refused: DAMAGED"),
    Hostile("an .xls with a value in IV65536", _old_far_cell, "refused: TOO_MUCH_MEMORY"),
    Hostile(
        "a quotation mark without a second, 20 MB",
        lambda: CSV + b'"' + b"k,k\n" * 5 * MILLION,
        "refused: BROKEN_QUOTES",
    ),
    Hostile("one line of 20 MB", lambda: b"k," * 10 * MILLION, "refused: TOO_MANY_COLUMNS"),
    Hostile(
        "20 MB of quotation marks", lambda: CSV + b'"' * 20 * MILLION, "refused: TOO_MANY_COLUMNS"
    ),
    Hostile("20 MB of line ends", lambda: b"\n" * 20 * MILLION, "refused: EMPTY_FILE"),
    Hostile("ten million rows", lambda: CSV + b"k,k\n" * 7 * MILLION, "refused: TOO_MANY_ROWS"),
    Hostile("NULs in a text", lambda: CSV + b"\0" * 1000, "refused: NOT_A_SPREADSHEET"),
    Hostile("20 MB of NULs", lambda: b"\0" * 20 * MILLION, "refused: EMPTY_FILE"),
    Hostile("a page with scripts and frames", _scripted_page, "harmless: 1 rows"),
    Hostile(
        "a page with an entity bomb",
        lambda: packages.ENTITIES + web_page(LIST).encode(),
        "refused: ENTITIES",
    ),
    Hostile(
        "a page of tables in tables",
        lambda: b"<table><tr><td>" * 300_000,
        "refused: TOO_MANY_SHEETS",
    ),
    Hostile(
        "a page of comments without an end",
        lambda: b"<table>" + b"<!--" * 4 * MILLION,
        "refused: DAMAGED",
    ),
    Hostile(
        "a page with colspan=999999999",
        lambda: b"<table><tr><td colspan=999999999>k<td>k</table>",
        "refused: TOO_MANY_COLUMNS",
    ),
    Hostile(
        "svg with a script",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "refused: NOT_A_SPREADSHEET",
    ),
    Hostile("pdf", partial(_garbage, b"%PDF-1.7\n"), "refused: NOT_A_SPREADSHEET"),
    Hostile("png", partial(_garbage, b"\x89PNG\r\n\x1a\n"), "refused: NOT_A_SPREADSHEET"),
    Hostile("zero-width and right-to-left signs", _hidden_signs, "harmless: 3 rows"),
    Hostile("33 MB of anything", lambda: b"k" * 33 * 2**20, "refused: TOO_MANY_BYTES"),
    Hostile("a sound workbook, to compare", partial(xlsx, LIST), "harmless: 2 rows"),
)
