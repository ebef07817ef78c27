"""What a file is, by its content whatever its name says, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from python_calamine import CalamineError, PasswordError

from outreach.spreadsheet.child.delimited import delimited_sheet
from outreach.spreadsheet.child.markup import markup_sheets
from outreach.spreadsheet.child.old_marks import read_old_marks
from outreach.spreadsheet.child.old_workbooks import is_locked, old_sheets
from outreach.spreadsheet.child.packages import Package
from outreach.spreadsheet.child.sheets import FoundSheet, sheet_lines
from outreach.spreadsheet.child.workbook_lines import workbook_lines
from outreach.spreadsheet.child.workbook_parts import read_parts
from outreach.spreadsheet.limits import MEGABYTE, Limits
from outreach.spreadsheet.refusals import FileReason, refusal

ZIP = b"PK\x03\x04"  # .xlsx, .xlsm, .xlsb, .ods
OLE = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.I)
WIDE_MARKUP = re.compile(rb"(?:\xff\xfe)?(?:\s\x00)*<\x00[!?a-z]\x00", re.I)
# Other kinds of files that might pass for text.
OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf",
    b"MZ", b"\x7fELF", b"PK\x05\x06", b"PK\x07\x08", b"HWP Document", b"MIME-Version:", b"SQLite",
)  # fmt: skip
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
MOST_MANIFEST = 4 * MEGABYTE


def read_content(content: bytes, limits: Limits) -> Iterator[bytes]:
    """
    Yield the lines of all sheets of a file.

    :raises FileRefused: it is something else, damaged, or too large
    """
    if len(content) > limits.max_bytes:
        raise refusal(FileReason.TOO_MANY_BYTES)
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise refusal(FileReason.EMPTY_FILE)
    try:
        yield from _lines(content, limits)
    except PasswordError as error:
        raise refusal(FileReason.PASSWORD) from error
    except CalamineError as error:
        raise refusal(FileReason.DAMAGED) from error


def _lines(content: bytes, limits: Limits) -> Iterator[bytes]:
    if content.startswith(ZIP):
        yield from _package_lines(content, limits)
        return
    if content.startswith(OLE):
        sheets = _ole_sheets(content, limits)
    elif content.startswith(OTHERS):
        raise refusal(FileReason.NOT_A_SPREADSHEET)
    elif MARKUP.match(content) or WIDE_MARKUP.match(content):
        sheets = markup_sheets(content, limits)
    else:
        sheets = iter([delimited_sheet(content)])
    for sheet in sheets:
        yield from sheet_lines(sheet, limits)


def _package_lines(content: bytes, limits: Limits) -> Iterator[bytes]:
    package = Package(content, limits)
    if "xl/workbook.bin" in package or "content.xml" in package:
        is_list = "xl/workbook.bin" in package or b"spreadsheet" in package.part(
            "mimetype", MOST_MANIFEST
        )
        if not is_list:
            raise refusal(FileReason.NOT_A_SPREADSHEET)
        package.weigh()
        for sheet in old_sheets(content, limits):
            yield from sheet_lines(sheet, limits)
    elif (
        any(name in package for name in ("word/document.xml", "ppt/presentation.xml"))
        or "[Content_Types].xml" not in package
    ):
        raise refusal(FileReason.NOT_A_SPREADSHEET)
    else:
        yield from workbook_lines(package, read_parts(package, limits), limits)


def _ole_sheets(content: bytes, limits: Limits) -> Iterator[FoundSheet]:
    if ENCRYPTED in content or is_locked(content):
        raise refusal(FileReason.PASSWORD)
    if not any(name in content for name in BOOK_STREAMS):
        raise refusal(FileReason.NOT_A_SPREADSHEET)
    return old_sheets(content, limits, read_old_marks(content))
