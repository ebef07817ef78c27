"""Deciding about a held row: it is that one, it is a new one, or it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.committing import mark_applied
from outreach.actions.imports.held_rows import HELD_FIELDS, hold_again
from outreach.actions.imports.kinds import kind_of
from outreach.actions.imports.loading import doubles_among
from outreach.actions.imports.reasons import Deciding
from outreach.actions.imports.steps import FileFinished
from outreach.models import Centre, ImportFile, ImportRow, Staff, Workplace

State = ImportFile.State
Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


class AlreadyDecided(Exception):
    """Nobody needs to decide about the row, or somebody has."""

    def __init__(self) -> None:
        super().__init__(_("This row has been decided already."))


class WhichOne(Exception):
    """A row cannot join without somebody saying whom."""

    def __init__(self) -> None:
        super().__init__(_("Please choose the workplace that it is."))


class NumberTaken(Exception):
    """Another workplace holds a number of the row."""

    def __init__(self) -> None:
        super().__init__(_("A workplace with this number is already registered."))


@transaction.atomic
def decide(
    *,
    row: ImportRow,
    decision: str,
    changes: Mapping[str, Any],
    staff: Staff | None,
    now: datetime,
    today: date,
    workplace: Workplace | None = None,
    subject_id: int | None = None,
) -> ImportRow:
    """
    Decide about a held row, before its file is taken in or after.

    `changes` are corrections ({field: value}); when it joins a workplace they are what is written
    over what is there, beside the blanks that the row fills and the numbers that it adds. Rows of
    the file that wait for this one follow it, or are held when it is left out. A later file that
    brings the row again is treated the same way.

    :raises FileFinished: the file was discarded or undone, or is being worked on
    :raises AlreadyDecided: the row is not held
    :raises WhichOne: it shall join, but nothing says whom
    :raises NumberTaken: another workplace holds its number
    :raises BadCorrection: a correction cannot be kept
    """
    file = ImportFile.objects.defer("content").select_for_update(of=("self",)).get(pk=row.file_id)
    locked = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if file.state not in (State.PREVIEWED, State.COMMITTED):
        raise FileFinished
    if locked.outcome != Outcome.HELD or locked.decision:
        raise AlreadyDecided
    kind = kind_of(file.kind)
    if decision == Decision.JOIN:
        target = _target(locked, workplace, subject_id)
        if target is not None:
            locked.changes = kind.joining(locked, target, changes)
        elif not any(candidate.get("row") for candidate in locked.candidates):
            raise WhichOne
        locked.canonical = kind.correct(locked.canonical, changes)
    elif decision == Decision.NEW:
        locked.canonical = kind.correct(locked.canonical, changes)
        locked.workplace = None
    locked.decision, locked.decided_by, locked.decided_at = Decision(decision), staff, now
    locked.save()
    if decision == Decision.DROP:
        _hold_those_that_wait(locked)
    elif file.state == State.COMMITTED:
        _enter(file, locked, now, today)
    return locked


def _target(row: ImportRow, workplace: Workplace | None, subject_id: int | None) -> int | None:
    """Say on the row whom it joins; without a word it is the first that it may be."""
    if workplace is not None:
        row.workplace_id = workplace.pk
    elif subject_id is None and row.candidates:
        row.workplace_id = row.candidates[0].get("workplace")
        subject_id = row.candidates[0].get("subject")
    if row.workplace_id is not None:  # merged since the row was held
        row.workplace_id = doubles_among({row.workplace_id}).get(row.workplace_id, row.workplace_id)
    row.subject_id = subject_id
    return row.subject_id or row.workplace_id


def _enter(file: ImportFile, row: ImportRow, now: datetime, today: date) -> None:
    """Apply a row of a file that was taken in, with those that wait for it."""
    Centre.objects.select_for_update(no_key=True).get(pk=file.centre_id)
    rows = [row, *_waiting_for(row)]
    try:
        with transaction.atomic():
            done = kind_of(file.kind).apply(rows, file, now, today)
    except IntegrityError as error:
        raise NumberTaken from error
    if row not in done:
        raise NumberTaken
    mark_applied(done, now)


def _hold_those_that_wait(row: ImportRow) -> None:
    waiting = _waiting_for(row)
    for other in waiting:
        hold_again(other, Deciding.FIRST_ROW_DROPPED)
    ImportRow.objects.bulk_update(waiting, HELD_FIELDS)


def _waiting_for(row: ImportRow) -> list[ImportRow]:
    merged = ImportRow.objects.filter(
        file=row.file_id, outcome=Outcome.MERGED, applied_at=None, pk__gt=row.pk
    )
    return [
        other
        for other in merged.order_by("pk")
        if other.candidates
        and (other.candidates[0].get("sheet"), other.candidates[0].get("row"))
        == (row.sheet, row.row)
    ]
