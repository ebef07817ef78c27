"""The rows of a list that did not enter, as a workbook to correct and bring again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.import_words import Told, label
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.writing import MIME, sheet_bytes
from outreach.views.import_rows import Reader, reader_for
from outreach.views.own_imports import own_file

Outcome = ImportRow.Outcome


@requires(Permission.IMPORT)
@require_safe
def import_rows_export(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the rows that did not enter, with the reason behind each."""
    import_file = own_file(request, pk)
    reader = reader_for(import_file, request.user)
    headings = reader.words.headings or reader.words.facts
    names = [name for name in headings if reader.may_read(name)]
    content = sheet_bytes(
        title=_("Rows of “%(file)s” to correct") % {"file": import_file.name},
        columns=[
            *(label(headings, name) for name in names),
            _("Why it did not enter"),
            _("Row in the file"),
        ],
        rows=_rows(import_file, reader, names),
    )
    response = HttpResponse(content, content_type=MIME)
    name = quote(_file_name(clock.today()))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _file_name(today: date) -> str:
    return _("rows to correct %(date)s.xlsx") % {"date": today.isoformat()}


def _rows(import_file: ImportFile, reader: Reader, names: list[str]) -> Iterator[list[str | int]]:
    """Yield rows that say something; sums and remarks are not to be corrected."""
    waiting = Q(outcome=Outcome.REJECTED) | Q(outcome=Outcome.HELD, decision="")
    for row in import_file.rows.filter(waiting).order_by("pk").iterator():
        told = row.canonical
        if not told:
            continue
        why = " ".join(reader.remark(note).text for note in row.reasons)
        yield [*(_cell(reader, told, name) for name in names), why, row.row]


def _cell(reader: Reader, told: Told, name: str) -> str:
    """Write a fact as it is read again: an industry by its code alone."""
    return str(told.get(name) or "") if name == "ksic" else reader.words.fact(told, name)
