"""Doing what a preview showed, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.comparisons import Comparer
from outreach.actions.imports.facts import COMPARED, Facts, facts_of
from outreach.actions.imports.new_contacts import new_contacts
from outreach.actions.imports.register import load_register, same_building
from outreach.models import Centre, Contact, ImportFile, ImportRow, Workplace
from outreach.places.geocoding import geocode

CHUNK = 1_000
ROWS_NAMED = 5
WRITTEN = (
    "comparable_name", *COMPARED, "latitude", "longitude", "precision", "facts_changed_at",
    "version",
)  # fmt: skip
Outcome = ImportRow.Outcome


class StalePreview(Exception):
    """The workplaces have changed since the preview, so the file would do something else."""

    def __init__(self, rows: Sequence[int] = ()) -> None:
        self.rows = tuple(rows)
        if not rows:
            words = _("The workplaces have changed since this preview. Please upload again.")
            super().__init__(words)
            return
        shown = ", ".join(map(str, self.rows[:ROWS_NAMED]))
        super().__init__(
            _(
                "The workplaces have changed since this preview (row %(rows)s)."
                " Please upload the file again."
            )
            % {"rows": f"{shown} …" if len(self.rows) > ROWS_NAMED else shown}
        )


class FileFinished(Exception):
    """The file was taken in or discarded before."""

    def __init__(self) -> None:
        super().__init__(_("This file has been taken in or discarded already."))


def commit(*, import_file: ImportFile, now: datetime, today: date) -> ImportFile:
    """
    Register the new workplaces and change the changed ones, with their telephones.

    Every row is compared again first; if one would do anything else than the preview showed,
    nothing is done.

    :raises FileFinished: the file was taken in or discarded before
    :raises StalePreview: a workplace has changed since the preview
    """
    try:
        return _commit(import_file, now, today)
    except IntegrityError as error:  # somebody registered one of them in this very moment
        raise StalePreview from error


@transaction.atomic
def discard(*, import_file: ImportFile, now: datetime) -> ImportFile:
    """
    Leave a file; what its rows told is forgotten, how many they were is kept.

    :raises FileFinished: the file was taken in or discarded before
    """
    locked = _locked(import_file)
    locked.rows.all().delete()
    return _finish(locked, ImportFile.State.DISCARDED, now)


@transaction.atomic
def _commit(import_file: ImportFile, now: datetime, today: date) -> ImportFile:
    locked = _locked(import_file)
    Centre.objects.select_for_update().get(pk=locked.centre_id)  # one import at a time
    changed = locked.rows.filter(outcome=Outcome.CHANGED)
    list(
        Workplace.objects.select_for_update()
        .filter(pk__in=changed.values("workplace_id"))
        .values_list("pk")
    )
    _refuse_if_stale(locked)
    for rows in _chunks(changed):
        _change(rows, now)
    for rows in _chunks(locked.rows.filter(outcome=Outcome.NEW)):
        _register(rows, locked.centre, now, today)
    return _finish(locked, ImportFile.State.COMMITTED, now)


def _locked(import_file: ImportFile) -> ImportFile:
    locked = ImportFile.objects.select_for_update().get(pk=import_file.pk)
    if locked.state != ImportFile.State.PREVIEWED:
        raise FileFinished
    return locked


def _finish(locked: ImportFile, state: ImportFile.State, now: datetime) -> ImportFile:
    locked.state = state
    locked.finished_at = now
    locked.save(update_fields=["state", "finished_at"])
    return locked


def _refuse_if_stale(locked: ImportFile) -> None:
    comparer = Comparer(load_register(locked.centre))
    stale = []
    for row in locked.rows.exclude(outcome=Outcome.REJECTED).order_by("row").iterator():
        again = comparer.compare(row.canonical, row.row)
        expected = (row.outcome, row.workplace_id, row.changes)
        if (again.outcome, again.workplace_id, again.changes) != expected:
            stale.append(row.row)
    if stale:
        raise StalePreview(stale)


def _change(rows: list[ImportRow], now: datetime) -> None:
    workplaces = Workplace.objects.in_bulk([row.workplace_id for row in rows])
    with_first = set(
        Contact.objects.current()
        .filter(workplace__in=workplaces, is_primary=True)
        .values_list("workplace_id", flat=True)
    )
    contacts: list[Contact] = []
    for row in rows:
        workplace = workplaces[row.workplace_id or 0]
        old = Facts._make(getattr(workplace, name) for name in Facts._fields)
        for name, (_old, new) in row.changes.items():
            if name != "phones":
                setattr(workplace, name, new)
        if "name" in row.changes:
            workplace.comparable_name = row.canonical["comparable_name"]
        if not same_building(old, Facts._make(getattr(workplace, f) for f in Facts._fields)):
            _locate(workplace)
        workplace.facts_changed_at = now
        workplace.version += 1
        further = row.changes.get("phones", [[], []])[1]
        contacts += new_contacts(
            workplace, row.canonical, only=further, has_first=workplace.pk in with_first
        )
    Workplace.objects.bulk_update(workplaces.values(), WRITTEN, batch_size=100)
    Contact.objects.bulk_create(contacts)


def _register(rows: list[ImportRow], centre: Centre, now: datetime, today: date) -> None:
    workplaces = [_new_workplace(row.canonical, centre, now, today) for row in rows]
    Workplace.objects.bulk_create(workplaces)
    contacts: list[Contact] = []
    for row, workplace in zip(rows, workplaces, strict=True):
        row.workplace = workplace
        contacts += new_contacts(workplace, row.canonical)
    Contact.objects.bulk_create(contacts)
    # Only the link changes; as an insert that conflicts it takes a fifth of bulk_update's time.
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["workplace"]
    )


def _new_workplace(
    canonical: dict[str, Any], centre: Centre, now: datetime, today: date
) -> Workplace:
    facts = facts_of(canonical)._asdict()
    workplace = Workplace(centre=centre, registered_date=today, facts_changed_at=now, **facts)
    _locate(workplace)
    return workplace


def _locate(workplace: Workplace) -> None:
    point = geocode(district_code=workplace.district_code, dong=workplace.dong)
    workplace.latitude, workplace.longitude = point.lat, point.lon
    workplace.precision = Workplace.Precision(point.precision)


def _chunks(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Yield the rows a thousand at a time; writing between the chunks disturbs no cursor."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
