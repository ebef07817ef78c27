"""Where the list of a sheet begins, when staff say so: its first rows, and what they then name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.reading import tables_of, told
from outreach.import_words import words_of
from outreach.models import ImportFile, ImportMapping
from outreach.spreadsheet.books import PackedBook, RawRow
from outreach.spreadsheet.heading_rows import ROWS_LOOKED_AT
from outreach.spreadsheet.refusals import NoHeaderFound

Sheet = dict[str, Any]  # as ImportFile.sheets keeps it
Headings = Mapping[str, Sequence[int] | None]  # as `find_tables` has them: None is not wanted


class ContentGone(Exception):
    """The content was kept for a day; the file must be brought again to be read otherwise."""

    def __init__(self) -> None:
        super().__init__(_("The file is no longer kept. Please upload it again."))


class UnknownSheet(Exception):
    """The file has no such sheet; a fault of the page."""


def first_rows(import_file: ImportFile, sheet: str) -> list[RawRow]:
    """
    Return the first rows of a sheet, among which its columns are named.

    :raises ContentGone: the content was kept for a day and is gone
    :raises UnknownSheet: the file has no such sheet
    """
    book = _book(import_file)
    for place, info in enumerate(book.sheets):
        if info.name == sheet:
            return list(islice(book.rows(place), ROWS_LOOKED_AT))
    raise UnknownSheet


def sheets_read_from(import_file: ImportFile, headings: Headings) -> list[Sheet]:
    """
    Return what a file's sheets hold when their columns are named in these rows; nothing is kept.

    :raises ContentGone: the content was kept for a day and is gone
    """
    if not headings:
        return list(import_file.sheets)
    _book(import_file)
    try:
        tables, others = tables_of(import_file, headings)
    except NoHeaderFound:  # none is wanted
        return [_as_chosen(one, headings) for one in import_file.sheets]
    hidden = words_of(import_file.kind).findings
    return [told(table, hidden) for table in tables] + others


def with_columns(sheets: Sequence[Sheet], columns: Mapping[str, Mapping[int, str]]) -> list[Sheet]:
    """Return the sheets with the columns that staff chose: the list is read again this way."""
    return [
        {
            **sheet,
            "columns": [
                {**one, "column": columns.get(sheet["sheet"], {}).get(one["index"], one["column"])}
                for one in sheet["columns"]
            ],
        }
        if "columns" in sheet
        else sheet
        for sheet in sheets
    ]


def forget_other_headings(import_file: ImportFile, sheets: Sequence[Sheet]) -> None:
    """Forget what was remembered of rows that name nothing, as staff now say."""
    named = {sheet["sheet"]: sheet.get("fingerprint") for sheet in sheets}
    mistaken = [
        sheet["fingerprint"]
        for sheet in import_file.sheets
        if "fingerprint" in sheet and named.get(sheet["sheet"]) != sheet["fingerprint"]
    ]
    ImportMapping.objects.filter(
        centre=import_file.centre_id, kind=import_file.kind, fingerprint__in=mistaken
    ).delete()


def _book(import_file: ImportFile) -> PackedBook:
    if import_file.content is None:
        raise ContentGone
    return PackedBook.from_bytes(bytes(import_file.content))


def _as_chosen(sheet: Mapping[str, Any], headings: Headings) -> Sheet:
    if sheet["sheet"] in headings:
        return {"sheet": sheet["sheet"], "left_out": "NOT_WANTED"}
    return dict(sheet)
