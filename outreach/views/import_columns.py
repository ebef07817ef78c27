"""Correcting what the columns of a list were taken for; remembered for the next one like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.actions.imports.chosen_headings import Headings
from outreach.asker import StaffRequest
from outreach.forms.import_columns import SheetColumnsForm
from outreach.forms.import_headings import HeadingForm
from outreach.import_words import Labels
from outreach.models import ImportFile
from outreach.spreadsheet.tables import given_by
from outreach.views.import_headings import sheet_asked_for
from outreach.views.import_rows import Reader, reader_for
from outreach.views.import_sheets import Column, Sheet, sheets_of
from outreach.views.import_work import go_on
from outreach.views.own_imports import own_file


@dataclass(frozen=True)
class SheetToMap:
    """One sheet with the form for its columns."""

    sheet: Sheet
    place: int
    form: SheetColumnsForm

    @property
    def columns(self) -> list[tuple[Column, object]]:
        """Each column with its field."""
        return [(column, self.form[str(column.index)]) for column in self.sheet.columns]


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_columns(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what each column was taken for; read the list again as it is corrected."""
    import_file = own_file(request, pk)
    if import_file.state != ImportFile.State.PREVIEWED:
        messages.error(request, str(imports.FileFinished()))
        return redirect("import", pk=pk)
    reader = reader_for(import_file, request.user)
    try:
        headings = _headings(request, import_file)
        sheets = _sheets(request, import_file, reader, headings)
    except imports.ContentGone as reason:
        messages.error(request, str(reason))
        return redirect("import", pk=pk)
    if not sheets:
        return redirect(reverse("import-heading", args=[pk]))
    refused = [one for one in sheets if not one.form.is_valid()]  # each says what is wrong
    if request.method == "POST" and not refused:
        chosen = {one.sheet.key: one.form.chosen for one in sheets}
        try:
            imports.remap(
                import_file=import_file,
                columns=chosen,
                headings=headings,
                staff=request.user,
                now=clock.now(),
            )
        except (imports.FileFinished, imports.ContentGone) as reason:
            messages.error(request, str(reason))
        else:
            go_on(import_file, _rows(import_file, sheets))
            words = _("The list was read again. Lists like it will be read this way, too.")
            messages.success(request, words)
        return redirect("import", pk=pk)
    page = {"file": import_file, "sheets": sheets, "is_one": bool(headings)}
    return render(request, "outreach/import_columns.html", page)


def _headings(request: StaffRequest, import_file: ImportFile) -> Headings:
    """Return the rows that were said to name the columns of one sheet; none: all as they stand."""
    if "sheet" not in request.GET:
        return {}
    form = HeadingForm(request.GET)
    if not form.is_valid():
        raise Http404
    _place, sheet = sheet_asked_for(import_file, request.GET["sheet"])
    return {sheet["sheet"]: form.chosen}


def _rows(import_file: ImportFile, sheets: Iterable[SheetToMap]) -> int:
    """Return how many rows are to be read; of a sheet that was not, none were counted."""
    return max(import_file.rows_total, sum(one.sheet.row_count for one in sheets))


def _sheets(
    request: StaffRequest, import_file: ImportFile, reader: Reader, headings: Headings
) -> list[SheetToMap]:
    read = imports.sheets_read_from(import_file=import_file, headings=headings)
    found = [
        (place, sheet)
        for place, sheet in enumerate(sheets_of(import_file, reader, read))
        if not sheet.left_out and (not headings or sheet.key in headings)
    ]
    return [
        SheetToMap(
            sheet,
            place,
            SheetColumnsForm(
                request.POST or None,
                prefix=f"s{place}",
                columns=[
                    (one.index, f"{one.letter} {one.heading}", one.column) for one in sheet.columns
                ],
                labels=_labels(sheet, reader),
                vocabulary=reader.kind.vocabulary,
                given=given_by(sheet.name, reader.kind.vocabulary),
            ),
        )
        for place, sheet in found
    ]


def _labels(sheet: Sheet, reader: Reader) -> Labels:
    """Return what a column may be taken for: the offered, and what the file has."""
    offered = {str(code): words for code, words in reader.words.columns.items()}
    taken = {one.column: one.label for one in sheet.columns if one.column}
    return offered | {code: words for code, words in taken.items() if code not in offered}
