"""Saying which row of a sheet names its columns, where we took another one or found none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.asker import StaffRequest
from outreach.forms.import_headings import HeadingForm
from outreach.models import ImportFile
from outreach.rules.resident_numbers import without_resident_numbers
from outreach.spreadsheet.books import RawRow
from outreach.spreadsheet.heading_rows import FEWEST_NAMED
from outreach.spreadsheet.table_columns import letter_of
from outreach.views.import_rows import Reader, reader_for
from outreach.views.import_work import go_on
from outreach.views.own_imports import own_file

ROWS_SHOWN = 25
COLUMNS_SHOWN = 40
CELL_LENGTH = 40
HIDDEN = "●"


@dataclass(frozen=True)
class ShownRow:
    """One of the first rows, as the file has it."""

    number: int
    cells: list[str]
    is_chosen: bool


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_heading(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the first rows of a sheet to choose from; or leave the whole sheet out."""
    import_file = own_file(request, pk)
    if import_file.state != ImportFile.State.PREVIEWED:
        messages.error(request, str(imports.FileFinished()))
        return redirect("import", pk=pk)
    place, sheet = sheet_asked_for(import_file, request.GET.get("sheet", ""))
    try:
        if request.method == "POST":
            _leave_out(request, import_file, sheet["sheet"])
            return redirect("import", pk=pk)
        rows = imports.first_rows(import_file=import_file, sheet=sheet["sheet"])
    except (imports.FileFinished, imports.ContentGone) as reason:
        messages.error(request, str(reason))
        return redirect("import", pk=pk)
    named = list(sheet.get("header_rows") or ())
    shown = rows[:ROWS_SHOWN]
    width = min(max((len(row.cells) for row in shown), default=0), COLUMNS_SHOWN)
    first = named[0] if named else _likely(shown, is_read="columns" in sheet)
    hidden = _hidden(sheet, reader_for(import_file, request.user))
    page = {
        "file": import_file,
        "form": HeadingForm(initial={"rows": len(named) or 1}),
        "name": sheet["sheet"] or import_file.name,
        "place": place,
        "letters": [letter_of(index) for index in range(width)],
        "rows": list(_shown(shown, width, first, hidden)),
        "has_none": not first,
        "is_read": "columns" in sheet,
    }
    return render(request, "outreach/import_heading.html", page)


def sheet_asked_for(import_file: ImportFile, place: str) -> tuple[int, dict[str, Any]]:
    """Return a sheet by its place in the file, or nothing is found."""
    number = int(place) if place.isdecimal() else 0
    if number >= len(import_file.sheets):
        raise Http404
    return number, import_file.sheets[number]


def _leave_out(request: StaffRequest, import_file: ImportFile, sheet: str) -> None:
    imports.remap(
        import_file=import_file,
        columns={},
        headings={sheet: None},
        staff=request.user,
        now=clock.now(),
    )
    go_on(import_file, import_file.rows_total)
    messages.success(request, _("The sheet “%(name)s” is left out.") % {"name": sheet})


def _likely(rows: Sequence[RawRow], *, is_read: bool) -> int:
    """Return the first row that is no title; a list that was read without one has none."""
    likely = (row.number for row in rows if sum(map(bool, row.cells)) >= FEWEST_NAMED)
    return 0 if is_read else next(likely, 0)


def _hidden(sheet: dict[str, Any], reader: Reader) -> frozenset[int]:
    """Return the columns that hold findings, for whoever may not see them."""
    columns = sheet.get("columns") or ()
    return frozenset(one["index"] for one in columns if not reader.may_read(one["column"] or ""))


def _shown(
    rows: Sequence[RawRow], width: int, first: int, hidden: frozenset[int]
) -> Iterator[ShownRow]:
    for row in rows:
        cells = [
            HIDDEN if index in hidden and cell else without_resident_numbers(cell)[:CELL_LENGTH]
            for index, cell in enumerate(row.cells[:width])
        ]
        yield ShownRow(row.number, cells + [""] * (width - len(cells)), row.number == first)
