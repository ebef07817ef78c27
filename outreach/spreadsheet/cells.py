from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from outreach.spreadsheet.reasons import FileReason

ZIP = b"PK\x03\x04"  # .xlsx, .xlsb, .ods
OLE = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
WEB_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|meta|\?xml)", re.I)
UNPACKED_FACTOR = 60  # a real register unpacks to ten times its size
CSV_SEPARATORS = ",\t;"


class FileRefused(Exception):
    """The file cannot be taken in; `code` says why and REASON_TEXTS has the words."""

    def __init__(self, code: FileReason) -> None:
        super().__init__(code.value)
        self.code = code


class NotASpreadsheet(FileRefused):
    """The file is something else, or nothing that can be read."""


class TooLarge(FileRefused):
    """The file has more bytes or rows than we take in at once."""


@dataclass(frozen=True)
class Limits:
    """How much we take in at once."""

    max_bytes: int = 10 * 2**20
    max_rows: int = 100_000


UPLOAD = Limits()


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of texts, counted from row 1 as a spreadsheet shows them."""

    name: str
    rows: Iterator[list[str]]


def open_sheets(file: BinaryIO, limits: Limits) -> Iterator[Sheet]:
    """
    Yield the sheets of a workbook, or the one of a CSV file. The content decides, not the name.

    :raises NotASpreadsheet: a web page, a picture, a damaged file, one with a password
    :raises TooLarge: more than the limits allow
    """
    content = file.read(limits.max_bytes + 1)
    if len(content) > limits.max_bytes:
        raise TooLarge(FileReason.TOO_MANY_BYTES)
    if not content.strip():
        raise NotASpreadsheet(FileReason.EMPTY_FILE)
    if content.startswith(ZIP):
        _refuse_swollen(content, limits)
        yield from _workbook_sheets(content, limits)
    elif content.startswith(OLE):
        yield from _workbook_sheets(content, limits)
    elif WEB_PAGE.match(content):
        raise NotASpreadsheet(FileReason.WEB_PAGE)
    else:
        yield Sheet("", _csv_rows(_decoded(content), limits))


def _refuse_swollen(content: bytes, limits: Limits) -> None:
    """Refuse a small packed file that would unpack to a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except zipfile.BadZipFile as error:
        raise NotASpreadsheet(FileReason.DAMAGED) from error
    if unpacked > limits.max_bytes * UNPACKED_FACTOR:
        raise TooLarge(FileReason.TOO_MANY_BYTES)


def _workbook_sheets(content: bytes, limits: Limits) -> Iterator[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            last_row = sheet.end[0] + 1 if sheet.end else 0
            if last_row > limits.max_rows:
                raise TooLarge(FileReason.TOO_MANY_ROWS)
            yield Sheet(name, _workbook_rows(sheet))
    except PasswordError as error:
        raise NotASpreadsheet(FileReason.PASSWORD) from error
    except CalamineError as error:
        is_workbook = b"xl/workbook" in content
        code = FileReason.DAMAGED if is_workbook else FileReason.NOT_A_SPREADSHEET
        raise NotASpreadsheet(code) from error


def _workbook_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row]


def _text(cell: str | float | date | datetime | time | timedelta) -> str:
    """Return a cell as a person sees it: 1012345678.0 was typed as a whole number."""
    if isinstance(cell, str):
        return cell.replace("\0", "")  # PostgreSQL keeps no such sign
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _decoded(content: bytes) -> str:
    """Decode what Excel saves as CSV: UTF-8 with or without a mark, UTF-16, or CP949."""
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NotASpreadsheet(FileReason.NOT_A_SPREADSHEET)
        return text
    code = FileReason.NOT_A_SPREADSHEET if b"\0" in content else FileReason.UNKNOWN_LETTERS
    raise NotASpreadsheet(code)


def _csv_rows(text: str, limits: Limits) -> Iterator[list[str]]:
    first_lines = text[:4000]
    separator = max(CSV_SEPARATORS, key=first_lines.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for count, row in enumerate(rows, start=1):
            if count > limits.max_rows:
                raise TooLarge(FileReason.TOO_MANY_ROWS)
            yield row
    except csv.Error as error:
        raise NotASpreadsheet(FileReason.DAMAGED) from error
