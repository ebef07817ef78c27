"""Excel 97 workbooks by bytes, since nothing writes them any more: BIFF8 in a compound file."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass

SECTOR = 512
FEWEST_SECTORS = 8  # a smaller stream would go into the mini stream
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOF, EOF, BOUNDSHEET, CODEPAGE, DIMENSIONS = 0x809, 0x0A, 0x85, 0x42, 0x200
LABEL, NUMBER, FORMULA, BOOLERR, MERGED = 0x204, 0x203, 0x06, 0x205, 0xE5
FILEPASS = 0x2F
FONT, XF, ROW = 0x31, 0xE0, 0x208
PLAIN, STRUCK = 0, 1  # formats, each with its font
STRIKE, HIDDEN_ROW = 0x08, 0x20
GLOBALS, WORKSHEET = 5, 0x10
NOT_AVAILABLE = 0x2A  # #N/A


@dataclass(frozen=True)
class Error:
    """A cell that holds #N/A."""


@dataclass(frozen=True)
class OldSheet:
    """A sheet: texts and numbers, and merged cells as first and last row, first and last column."""

    name: str
    rows: Sequence[Sequence[str | float | Error]]
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int, int]] = ()
    struck: Collection[int] = ()  # rows, counted from 0
    hidden: Collection[int] = ()


def old_workbook(*sheets: OldSheet, locked: bool = False) -> bytes:
    """Write an .xls file."""
    return compound_file("Workbook", _book(sheets, locked=locked))


def compound_file(name: str, stream: bytes) -> bytes:
    """Wrap a stream as all old Office files are."""
    length = max(FEWEST_SECTORS, -(-len(stream) // SECTOR))
    stream = stream.ljust(length * SECTOR, b"\0")
    fats = 1
    while fats * (SECTOR // 4) < length + 1 + fats:
        fats += 1
    chain = [*range(1, length), END, END, *[FAT] * fats]  # stream, directory, tables
    chain += [FREE] * (fats * (SECTOR // 4) - len(chain))
    directory_at, fat_at = length, length + 1
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, directory_at, 0, FEWEST_SECTORS * SECTOR, END, 0, END, 0,
    )  # fmt: skip
    tables = [fat_at + place for place in range(fats)]
    header += struct.pack("<109I", *tables, *[FREE] * (109 - fats))
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 0, len(stream))
    directory = directory.ljust(SECTOR, b"\0")
    return header + stream + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", letters, len(letters) + 2, kind, 1, FREE, FREE, child, start, size
    )


def _book(sheets: Sequence[OldSheet], *, locked: bool) -> bytes:
    head = _record(BOF, struct.pack("<HHHHII", 0x600, GLOBALS, 0, 0, 0, 0))
    if locked:
        head += _record(FILEPASS, b"\x01\0\x01\0\x01\0" + b"k" * 48)
    head += _record(CODEPAGE, struct.pack("<H", 1200))
    for strike in (0, STRIKE):
        font = struct.pack("<HHHHHBBBBBB", 200, strike, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0)
        head += _record(FONT, font + b"A")
    head += b"".join(_record(XF, struct.pack("<HH16x", form, 0)) for form in (PLAIN, STRUCK))
    bodies = [_sheet(one) for one in sheets]
    begins = [
        struct.pack("<BBBB", one.is_hidden, 0, len(one.name), 1) + one.name.encode("utf-16-le")
        for one in sheets
    ]
    place = len(head) + sum(8 + len(begin) for begin in begins) + 4
    for begin, body in zip(begins, bodies, strict=True):
        head += _record(BOUNDSHEET, struct.pack("<I", place) + begin)
        place += len(body)
    return head + _record(EOF, b"") + b"".join(bodies)


def _sheet(sheet: OldSheet) -> bytes:
    width = max((len(row) for row in sheet.rows), default=0)
    records = [
        _record(BOF, struct.pack("<HHHHII", 0x600, WORKSHEET, 0, 0, 0, 0)),
        _record(DIMENSIONS, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)),
    ]
    for number, row in enumerate(sheet.rows):
        hidden = HIDDEN_ROW if number in sheet.hidden else 0
        records.append(_record(ROW, struct.pack("<HHHHIHH", number, 0, width, 255, 0, hidden, 0)))
        form = STRUCK if number in sheet.struck else PLAIN
        told = [(column, cell) for column, cell in enumerate(row) if cell != ""]
        records += [_cell(number, column, cell, form) for column, cell in told]
    if sheet.merged:
        ranges = b"".join(struct.pack("<HHHH", *one) for one in sheet.merged)
        records.append(_record(MERGED, struct.pack("<H", len(sheet.merged)) + ranges))
    return b"".join((*records, _record(EOF, b"")))


def _cell(row: int, column: int, cell: str | float | Error, form: int) -> bytes:
    place = struct.pack("<HHH", row, column, form)
    if isinstance(cell, Error):
        return _record(BOOLERR, place + bytes([NOT_AVAILABLE, 1]))
    if isinstance(cell, str):
        letters = cell.encode("utf-16-le")
        return _record(LABEL, place + struct.pack("<HB", len(letters) // 2, 1) + letters)
    return _record(NUMBER, place + struct.pack("<d", cell))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
