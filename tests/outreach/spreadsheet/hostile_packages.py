"""Workbooks made to harm whoever opens them."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.outreach.spreadsheet.made_files import (
    LIST,
    SHEET,
    changed,
    inline_row,
    part,
    with_sheet,
    xlsx,
)

SHEET_PART = SHEET
BOOK, TEXTS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
HEAD = b"".join(inline_row(number, row) for number, row in enumerate(LIST, 1))
ENTITIES = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"lol" * 10) for n in range(10)
) + b"]>"  # fmt: skip
EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def bomb(megabytes: int = 400) -> bytes:
    """A sheet of blanks that packs a thousandfold."""
    return with_sheet(HEAD + b" " * (megabytes * 2**20))


def rows_bomb() -> bytes:
    """As many rows as a spreadsheet has, each with the same text: no list, but well made."""
    rows = (inline_row(number, ("한빛도장", "서울 중구")) for number in range(1, 400_000))
    return with_sheet(b"".join(rows))


def nested() -> bytes:
    """A package in a package in a package, none of which is a workbook."""
    content = b"\0" * 2**22
    for _ in range(6):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("a.zip", "b.zip", "c.zip"):
                archive.writestr(name, content)
        content = file.getvalue()
    return content


def lying_size() -> bytes:
    """A directory that says its parts hold ten bytes each."""
    content = bytearray(bomb(64))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", content, place + 24, 10)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def declared(declaration: bytes, name: str, *, wide: bool = False) -> bytes:
    """A part that declares entities and uses one."""
    book = with_sheet(HEAD)
    text = part(book, name)
    if text.startswith(b"<?xml"):
        text = text[text.index(b"?>") + 2 :]
    text = declaration + text.replace("한빛도장".encode(), b"&e9;").replace(b"&e;", b"")
    return changed(book, {name: text.decode().encode("utf-16") if wide else text})


def million_columns() -> bytes:
    """One row of a million cells."""
    cells = b"<c><v>1</v></c>" * 1_000_000
    return with_sheet(b'<row r="1">' + cells + b"</row>")


def far_cell() -> bytes:
    """A value in the last cell there is, which asks for a grid of 17 billion."""
    return with_sheet(HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_cells_quoted_once() -> bytes:
    """The same in a thousand rows, in the other quotation marks."""
    rows = (b"<row r='%d'><c r='A%d'><v>1</v></c><c r='XFD%d'><v>1</v></c></row>" % (n, n, n)
            for n in range(4, 20_000))  # fmt: skip
    return with_sheet(HEAD + b"".join(rows))


def cell_beyond() -> bytes:
    """A cell that says it is four billion rows below its row."""
    return with_sheet(HEAD + b'<row r="4"><c r="A4294967295"><v>1</v></c></row>')


def spread_cells() -> bytes:
    """Cells that say they are in other rows than theirs, to lay out half a billion blanks."""
    return with_sheet(
        HEAD + b'<row r="4"><c r="A4"><v>1</v></c><c r="RZ1048576"><v>1</v></c></row>'
    )


def shared_texts(megabytes: int = 200) -> bytes:
    """Shared texts that no cell needs."""
    texts = b"<sst>" + b"<si><t>aaaaaaaaaaaaaaaa</t></si>" * (megabytes * 2**15) + b"</sst>"
    return changed(xlsx(LIST), {TEXTS: texts})


def shared_again() -> bytes:
    """One long shared text in a hundred thousand cells."""
    texts = b"<sst><si><t>" + b"k" * 32_000 + b"</t></si></sst>"
    rows = (b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 100_000))
    return changed(with_sheet(b"".join(rows)), {TEXTS: texts})


def huge_cell() -> bytes:
    """A cell of sixty million letters."""
    cell = (
        b'<row r="4"><c r="A4" t="inlineStr"><is><t>' + b"k" * 60_000_000 + b"</t></is></c></row>"
    )
    return with_sheet(HEAD + cell)


def deep(name: str = BOOK) -> bytes:
    """XML that nests half a million times."""
    return changed(xlsx(LIST), {name: b"<a>" * 500_000 + b"</a>" * 500_000})


def deep_sheet() -> bytes:
    """Rows that nest."""
    return with_sheet(HEAD + b"<row><c><is>" * 200_000)


def broken_tags(tag: bytes) -> bytes:
    """A sheet in which a tag begins a million times and never ends."""
    return with_sheet(HEAD + tag * 1_000_000)


def broken_styles() -> bytes:
    """Fonts that begin and never end."""
    return changed(xlsx(LIST), {STYLES: b"<strike/><fonts>" + b"<fonts <font " * 1_000_000})


def truncated() -> bytes:
    """A workbook of which the second half is missing."""
    whole = xlsx(LIST)
    return whole[: len(whole) // 2]


def climbing() -> bytes:
    """Parts that want to be written elsewhere, and a sheet that is said to be there."""
    book = changed(xlsx(LIST), {"../../../../tmp/planted.txt": b"x", "/etc/planted": b"x"})
    relations = "xl/_rels/workbook.xml.rels"
    told = part(book, relations).replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")
    return changed(book, {relations: told})


def external() -> bytes:
    """A sheet that is somewhere on the network."""
    relations = "xl/_rels/workbook.xml.rels"
    told = part(xlsx(LIST), relations).replace(
        b'Target="worksheets/sheet1.xml"', b'TargetMode="External" Target="http://192.0.2.1/s.xml"'
    )
    return changed(xlsx(LIST), {relations: told})


def encrypted_parts() -> bytes:
    """A package whose parts need a password."""
    content = bytearray(xlsx(LIST))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(sign, place + 4)
    return bytes(content)


def macros() -> bytes:
    """A workbook with a macro, as .xlsm has it."""
    return changed(xlsx(LIST), {"xl/vbaProject.bin": b'\xd0\xcf\x11\xe0 Shell "calc"'})


def many_sheets(count: int = 5_000) -> bytes:
    """A workbook with thousands of sheets, all of them the same part."""
    book = xlsx(LIST)
    text = part(book, BOOK)
    begin = text.index(b"<sheet ")
    one = text[begin : text.index(b"/>", begin) + 2]
    return changed(book, {BOOK: text.replace(one, one * count)})


def many_parts(count: int = 60_000) -> bytes:
    """A package with more parts than anybody opens."""
    file = io.BytesIO(xlsx(LIST))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"x{number}"), b"")
    return file.getvalue()


def formulas() -> bytes:
    """Texts that a spreadsheet would run when it opened them again."""
    told = ("=cmd|'/c calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+82", "-1")
    return xlsx((LIST[0], told, *LIST[1:]))


def scripts() -> bytes:
    """Names that a page would run when it showed them."""
    return xlsx((LIST[0], ("<script>alert(1)</script>", "서울 중구", "<img src=x>", 1)))
