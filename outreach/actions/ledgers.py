"""What rows were before a change and are after it: enough to take it back as a whole."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from outreach.models.encrypted import EncryptedTextField, SealedBytesField

Row = dict[str, Any]
Picture = dict[str, dict[str, Row]]  # table → id → column → value as JSON holds it
Changes = dict[str, Any]
SEALED = (EncryptedTextField, SealedBytesField)  # never changed here, and not to be opened
SOFT = frozenset({"facts_changed_at"})  # moves with everything that happens at a workplace


@dataclass(frozen=True)
class Shelf:
    """Rows of one table that a change may touch, and what came to them since means for an undo."""

    rows: models.QuerySet[Any]
    bars: bool = True  # a row that came, went or changed since stands in the way
    is_derived: bool = False  # worked out from the others: put back as it was

    @property
    def table(self) -> str:
        """The model's name, as Django finds it again."""
        return str(self.rows.model._meta.label_lower)


@dataclass(frozen=True)
class Since:
    """One row that is no longer what the change left."""

    table: str
    pk: str
    what: str  # NEW, CHANGED, GONE


class NotAsLeft(Exception):
    """The rows cannot be put back: something holds their place."""


def picture(shelves: Iterable[Shelf]) -> Picture:
    """Copy the rows, column by column; what is sealed stays unread."""
    taken: Picture = {}
    for shelf in shelves:
        columns = [field.attname for field in _fields(shelf.rows.model)]
        rows = shelf.rows.order_by("pk").values_list("pk", *columns)
        held = taken.setdefault(shelf.table, {})
        for pk, *values in rows:
            held[str(pk)] = dict(zip(columns, map(_plain, values), strict=True))
    return taken


def difference(before: Picture, after: Picture, shelves: Iterable[Shelf]) -> Changes:
    """Return what a change did, and which rows there were when it was done."""
    changes: Changes = {"changed": {}, "created": {}, "deleted": {}, "held": {}, "derived": {}}
    for shelf in shelves:
        old, new = before.get(shelf.table, {}), after.get(shelf.table, {})
        if shelf.is_derived:
            changes["derived"][shelf.table] = old
            continue
        changes["held"][shelf.table] = sorted(new)
        changes["changed"][shelf.table] = {
            pk: cells for pk, row in new.items() if pk in old and (cells := _cells(old[pk], row))
        }
        changes["created"][shelf.table] = sorted(new.keys() - old.keys())
        changes["deleted"][shelf.table] = {pk: old[pk] for pk in old.keys() - new.keys()}
    return changes


def since(changes: Changes, shelves: Iterable[Shelf]) -> Iterator[Since]:
    """Yield what came, went or changed since, as far as it stands in the way of an undo."""
    for shelf in shelves:
        if not shelf.bars or shelf.is_derived:
            continue
        there = picture([shelf]).get(shelf.table, {})
        held = set(changes["held"].get(shelf.table, ()))
        for pk in sorted(there.keys() - held):
            yield Since(shelf.table, pk, "NEW")
        for pk in sorted(held - there.keys()):
            yield Since(shelf.table, pk, "GONE")
        for pk, cells in changes["changed"].get(shelf.table, {}).items():
            row = there.get(pk)
            if row and any(row[c] != new for c, (_old, new) in cells.items() if c not in SOFT):
                yield Since(shelf.table, pk, "CHANGED")


def take_back(changes: Changes, shelves: Iterable[Shelf]) -> None:
    """
    Put every row back as it was.

    1. What was made goes, from the last table to the first.
    2. Cells return where they still hold what the change wrote; those that wait for another's
       place (a number that is given once) are tried again after it.
    3. What was removed returns under its id, and what is worked out is put back as it was.

    :raises NotAsLeft: something else has taken a place
    """
    shelves = list(shelves)
    for shelf in reversed(shelves):
        _all(shelf.table).filter(pk__in=changes["created"].get(shelf.table, ())).delete()
    waiting = [
        (shelf.table, pk, cells)
        for shelf in shelves
        for pk, cells in changes["changed"].get(shelf.table, {}).items()
    ]
    while waiting:
        left = [one for one in waiting if not _put_back(*one)]
        if len(left) == len(waiting):
            raise NotAsLeft(left[0][0])
        waiting = left
    for shelf in shelves:
        if shelf.is_derived:  # triggers may have worked it out again meanwhile
            there = list(shelf.rows.values_list("pk", flat=True))
            _all(shelf.table).filter(pk__in=there).delete()
        kind = "derived" if shelf.is_derived else "deleted"
        _insert(shelf.table, changes[kind].get(shelf.table, {}))


def _cells(old: Row, new: Row) -> dict[str, list[Any]]:
    return {column: [old[column], new[column]] for column in new if old[column] != new[column]}


def _put_back(table: str, pk: str, cells: Mapping[str, list[Any]]) -> bool:
    """Return the cells of one row to what they were; false while another holds its place."""
    model = apps.get_model(table)
    there = _all(table).filter(pk=pk).values(*cells).first()
    if there is None:
        return True
    values = {
        column: _read(model, column, old)
        for column, (old, new) in cells.items()
        if _plain(there[column]) == new
    }
    try:
        with transaction.atomic():
            _all(table).filter(pk=pk).update(**values)
    except IntegrityError:
        return False
    return True


def _insert(table: str, rows: Mapping[str, Row]) -> None:
    model = apps.get_model(table)
    model._base_manager.bulk_create(
        model(pk=pk, **{column: _read(model, column, value) for column, value in row.items()})
        for pk, row in rows.items()
    )


def _all(table: str) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model(table)._base_manager.all()
    return rows


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, SEALED)]


def _read(model: type[models.Model], column: str, value: Any) -> Any:
    field: Any = next(one for one in model._meta.concrete_fields if one.attname == column)
    return None if value is None else field.to_python(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID) else value
