"""What people do with a file: bring it, take it in, leave it, take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.chosen_headings import (
    ContentGone,
    Headings,
    UnknownSheet,
    forget_other_headings,
    sheets_read_from,
    with_columns,
)
from outreach.actions.imports.kinds import Hindrance, kind_of
from outreach.actions.imports.queueing import hand_over
from outreach.actions.imports.reading import forget
from outreach.models import Centre, ImportFile, ImportMapping, ImportRow, Staff, Workplace
from outreach.spreadsheet.books import PackedBook

FILE_NAME_LENGTH = 200
ROWS_NAMED = 5
# What a row said does not tell what hangs on what it brought.
NOT_ASKED = ("canonical", "reasons", "warnings", "changes", "candidates")
State = ImportFile.State


class FileFinished(Exception):
    """The file was taken in or discarded before, or is being worked on."""

    def __init__(self) -> None:
        super().__init__(_("This file has been taken in or discarded already."))


class NothingToCancel(Exception):
    """Nobody reads the file or takes it in."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to stop: the file is not being worked on."))


class NotTakenIn(Exception):
    """Only a file that was taken in can be undone."""

    def __init__(self) -> None:
        super().__init__(_("Only a list that was taken in can be undone."))


class SomethingHangsOnIt(Exception):
    """Rows of the file cannot be taken back, because people went on working with them."""

    def __init__(self, hindrances: list[Hindrance]) -> None:
        self.hindrances = hindrances
        shown = ", ".join(str(hindrance.row) for hindrance in hindrances[:ROWS_NAMED])
        super().__init__(
            _("This list can no longer be undone: work goes on with row %(rows)s.")
            % {"rows": f"{shown} …" if len(hindrances) > ROWS_NAMED else shown}
        )


@transaction.atomic
def receive(
    *,
    centre: Centre,
    kind: str,
    book: PackedBook,
    name: str,
    staff: Staff | None,
    all_districts: bool,
    now: datetime,
    workplace: Workplace | None = None,
) -> ImportFile:
    """
    Keep a file, sealed, to be read; `work` reads it.

    Rows of districts that the centre does not serve are refused unless all districts are wanted.
    A roster may be of one workplace.
    """
    received = ImportFile.objects.create(
        centre=centre,
        kind=kind_of(kind).code,
        workplace=workplace,
        uploaded_by=staff,
        name=name[-FILE_NAME_LENGTH:],
        sha256=hashlib.sha256(book.content).hexdigest(),
        all_districts=all_districts,
        uploaded_at=now,
        content=book.content,
    )
    hand_over(received)
    return received


@transaction.atomic
def start_commit(*, import_file: ImportFile, staff: Staff | None, now: datetime) -> ImportFile:
    """
    Let a previewed file be taken in; `work` does it. Its content is no longer needed.

    :raises FileFinished: it is not a preview
    """
    locked = _locked(import_file)
    if locked.state != State.PREVIEWED:
        raise FileFinished
    locked.state = State.COMMITTING
    locked.content = None
    locked.committed_by, locked.committed_at = staff, now
    locked.rows_total, locked.rows_done = locked.rows.entering().count(), 0
    locked.save()
    hand_over(locked)
    return locked


@transaction.atomic
def cancel(*, import_file: ImportFile, staff: Staff | None, now: datetime) -> ImportFile:
    """
    Stop reading a file, or taking it in; what was applied is taken back and the file discarded.

    Whoever works on it does so at its next chunk; if nobody does, the sweep or `work`.

    :raises NothingToCancel: it is not being read or taken in
    """
    locked = _locked(import_file)
    if locked.state not in (State.READING, State.COMMITTING):
        raise NothingToCancel
    locked.cancel_asked_at, locked.undone_by = now, staff
    locked.save(update_fields=["cancel_asked_at", "undone_by"])
    hand_over(locked)
    return locked


@transaction.atomic
def discard(*, import_file: ImportFile, now: datetime, staff: Staff | None = None) -> ImportFile:
    """
    Leave a previewed file; what its rows told is forgotten, how many they were is kept.

    :raises FileFinished: it is not a preview
    """
    locked = _locked(import_file)
    if locked.state != State.PREVIEWED:
        raise FileFinished
    forget(locked, State.DISCARDED)
    locked.content = None
    locked.finished_at, locked.undone_by = now, staff
    locked.save()
    return locked


@transaction.atomic
def start_undo(*, import_file: ImportFile, staff: Staff | None, now: datetime) -> ImportFile:
    """
    Let a file be taken back as a whole; `work` does it.

    :raises NotTakenIn: it was not taken in, or was undone before
    :raises SomethingHangsOnIt: people went on working with what it brought
    """
    locked = _locked(import_file)
    if locked.state != State.COMMITTED:
        raise NotTakenIn
    if found := hindrances(import_file=locked):
        raise SomethingHangsOnIt(found)
    locked.state = State.UNDOING
    locked.undone_by, locked.finished_at = staff, now
    locked.rows_total, locked.rows_done = _applied(locked).count(), 0
    locked.save()
    hand_over(locked)
    return locked


def hindrances(*, import_file: ImportFile) -> list[Hindrance]:
    """Say what hangs on a file that was taken in; nothing: it can be undone."""
    kind = kind_of(import_file.kind)
    rows = _applied(import_file).defer(*NOT_ASKED).order_by("pk")
    return list(kind.hindrances(rows.iterator(chunk_size=2000)))


@transaction.atomic
def remap(
    *,
    import_file: ImportFile,
    columns: Mapping[str, Mapping[int, str]],
    staff: Staff | None,
    now: datetime,
    headings: Headings | None = None,
) -> ImportFile:
    """
    Read a previewed file again with these columns ({sheet: {index: column or ""}}).

    `headings` are the rows that name the columns of a sheet, where staff chose others; none for a
    list that names none, None for a sheet that is not wanted. Columns are remembered for the next
    list of the centre with the same heading row. What was decided about its rows is forgotten.

    :raises FileFinished: it is not a preview
    :raises ContentGone: its content was kept for a day and is gone
    :raises UnknownSheet: the file has no such sheet
    """
    locked = _locked(import_file)
    if locked.state != State.PREVIEWED:
        raise FileFinished
    if locked.content is None:
        raise ContentGone
    read = sheets_read_from(locked, headings or {})
    forget_other_headings(locked, read)
    sheets = {sheet["sheet"]: sheet for sheet in read if "fingerprint" in sheet}
    for name, chosen in columns.items():
        if name not in sheets:
            raise UnknownSheet
        found = {str(c["index"]): c["column"] for c in sheets[name]["columns"]}
        ImportMapping.objects.update_or_create(
            centre=locked.centre,
            kind=locked.kind,
            fingerprint=sheets[name]["fingerprint"],
            defaults={
                "columns": found | {str(index): column for index, column in chosen.items()},
                "changed_by": staff,
                "changed_at": now,
            },
        )
    locked.rows.all().delete()
    locked.state, locked.sheets = State.READING, with_columns(read, columns)
    locked.counts, locked.rows_done = {}, 0
    locked.save(update_fields=["state", "sheets", "counts", "rows_done"])
    hand_over(locked)
    return locked


def _applied(import_file: ImportFile) -> QuerySet[ImportRow]:
    return import_file.rows.filter(applied_at__isnull=False)


def _locked(import_file: ImportFile) -> ImportFile:
    return ImportFile.objects.select_for_update(of=("self",)).get(pk=import_file.pk)
