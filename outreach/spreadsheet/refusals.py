"""Why a whole file cannot be taken in; the words are in reasons.py, which knows Django."""

from __future__ import annotations

from enum import StrEnum


class FileReason(StrEnum):
    """Why a whole file is refused."""

    EMPTY_FILE = "EMPTY_FILE"
    NOT_A_SPREADSHEET = "NOT_A_SPREADSHEET"
    WEB_PAGE = "WEB_PAGE"  # many public systems call a web page .xls
    PASSWORD = "PASSWORD"
    DAMAGED = "DAMAGED"
    UNKNOWN_LETTERS = "UNKNOWN_LETTERS"
    NO_HEADER_FOUND = "NO_HEADER_FOUND"
    TOO_MANY_BYTES = "TOO_MANY_BYTES"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"
    TOO_MANY_SHEETS = "TOO_MANY_SHEETS"
    SWOLLEN = "SWOLLEN"  # unpacks to far more than a list ever does
    ENTITIES = "ENTITIES"  # declares a document type, which no spreadsheet program writes
    BROKEN_QUOTES = "BROKEN_QUOTES"
    TOO_SLOW = "TOO_SLOW"
    TOO_MUCH_MEMORY = "TOO_MUCH_MEMORY"


class FileRefused(Exception):
    """The file cannot be taken in; `code` says why and REASON_TEXTS has the words."""

    def __init__(self, code: FileReason) -> None:
        super().__init__(code.value)
        self.code = code


class NotASpreadsheet(FileRefused):
    """The file is something else, or nothing that can be read."""


class TooLarge(FileRefused):
    """The file has more bytes, rows or columns than we take in at once."""


class NoHeaderFound(FileRefused):
    """No sheet has a row of column names that we understand."""


TOO_LARGE = frozenset(
    {
        FileReason.TOO_MANY_BYTES,
        FileReason.TOO_MANY_ROWS,
        FileReason.TOO_MANY_COLUMNS,
        FileReason.TOO_MANY_SHEETS,
        FileReason.SWOLLEN,
        FileReason.TOO_SLOW,
        FileReason.TOO_MUCH_MEMORY,
    }
)


def refusal(code: FileReason) -> FileRefused:
    """Return the refusal of that reason, to be raised."""
    return TooLarge(code) if code in TOO_LARGE else NotASpreadsheet(code)
