"""Writing thousands of rows at once, without a model object for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import repeat
from typing import Any, TypeAlias, TypeVar

from django.db import connection
from django.db.models import DateField, Field, JSONField, Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
Row = Sequence[Any]
Ready = Callable[[Any], Any]
AnyField: TypeAlias = "Field[Any, Any]"


def reserve(model: type[Model], count: int) -> list[int]:
    """
    Return ids for rows that are inserted next, in this transaction.

    PostgreSQL gives them to nobody else; of SQLite a transaction has the only pen.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{table}"', count],
        )
        return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def room(*, is_large: bool) -> Iterator[None]:
    """
    Let many rows be written that would be written again after a crash, as a list is that resumes.

    Beside a city's register SQLite keeps less of its file in memory, which is no slower here. No
    transaction waits for the disk: what a power cut takes away it takes as a whole, the last first.
    """
    if not is_large or connection.in_atomic_block:
        yield
        return
    before = _set(ROOM[connection.vendor])
    try:
        yield
    finally:
        _set(before)


# Pages read through the file's own memory would count as ours: what is kept is kept once.
ROOM: dict[str, dict[str, str | int]] = {
    "sqlite": {"cache_size": -16 * 2**10, "mmap_size": 0, "synchronous": 1},
    "postgresql": {"synchronous_commit": "off"},
}


@contextmanager
def unmapped() -> Iterator[None]:
    """Read a city through SQLite's cache only: its file in our memory would be a third of it."""
    if connection.vendor != "sqlite":
        yield
        return
    before = _set({"mmap_size": 0})
    try:
        yield
    finally:
        _set(before)


def look_over(model: type[Model]) -> None:
    """
    Let PostgreSQL count what has just been written, which it does by itself a minute later.

    Until then it takes a table of 72,882 rows for an empty one and reads all for the next 2,000.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _set(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Set settings of the connection and return what they were."""
    is_sqlite, before = connection.vendor == "sqlite", {}
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name}" if is_sqlite else f"SHOW {name}")
            before[name] = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA {name} = {value}" if is_sqlite else f"SET {name} = '{value}'")
    return before


def restore(model: type[M], names: Sequence[str], rows: Iterable[Row]) -> Iterator[M]:
    """
    Yield objects of rows that were read, as unpickling makes them: without asking each field.

    A column that is not among `names` is read when it is asked for.
    """
    for row in rows:
        found = model.__new__(model)
        found.__dict__.update(zip(names, row, strict=True))
        found._state = ModelState()
        found._state.adding, found._state.db = False, connection.alias
        yield found


def insert(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Row],
    *,
    at_once: bool = False,
    is_ready: bool = False,
) -> None:
    """
    Insert rows of values for these columns (`workplace_id`); every other column has its default.

    The constraints of the database hold, those of forms are not asked. JSON may be given as text.
    SQLite takes rows one by one but `at_once`: as one statement, which is what an index of full
    texts needs (it is written to the disk before each), and only texts and whole numbers can be.
    Rows that are ready hold JSON as text and no days.
    """
    fields = _fields(model, names)
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and not field.primary_key and not field.generated
    ]
    defaults = tuple(_ready(field)(field.get_default()) for field in others)
    whole = _made_ready(() if is_ready else fields, rows, defaults)
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [_quoted(field) for field in (*fields, *others)]
    into = f"{table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in whole:
                    copy.write_row(row)
        elif at_once:
            values = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(columns)))
            packed = json.dumps(list(whole), ensure_ascii=False)
            cursor.execute(f"INSERT INTO {into} SELECT {values} FROM json_each(%s)", [packed])
        else:
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({values})", list(whole))


def change(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Set these columns of rows that are there; each row's values begin with its id."""
    ids, *fields = _fields(model, ("id", *names))
    whole = list(_made_ready([ids, *fields], rows, ()))
    if not whole:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [_quoted(field) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = [f"given{at}" for at in range(len(columns))]
            settings = ", ".join(f"{name} = {new}" for name, new in zip(columns, told, strict=True))
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in (ids, *fields))
            cursor.execute(
                f"UPDATE {table} SET {settings} FROM unnest({arrays}) "
                f"AS given(given_id, {', '.join(told)}) WHERE {table}.id = given_id",
                [list(values) for values in zip(*whole, strict=True)],
            )
        else:
            settings = ", ".join(f"{name} = %s" for name in columns)
            moved = [(*values, pk) for pk, *values in whole]
            cursor.executemany(f"UPDATE {table} SET {settings} WHERE id = %s", moved)


def _fields(model: type[Model], names: Sequence[str]) -> list[AnyField]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _quoted(field: AnyField) -> str:
    return connection.ops.quote_name(str(field.column))


def _made_ready(
    fields: Sequence[AnyField], rows: Iterable[Row], defaults: tuple[Any, ...]
) -> Iterable[Row]:
    ready = [(at, _ready(field)) for at, field in enumerate(fields) if _needs(field)]
    if not ready:
        return ((*row, *more) for row, more in zip(rows, repeat(defaults), strict=False))
    return (_whole(row, ready, defaults) for row in rows)


def _whole(row: Row, ready: Iterable[tuple[int, Ready]], defaults: tuple[Any, ...]) -> Row:
    values = [*row, *defaults]
    for at, make in ready:
        values[at] = make(values[at])
    return values


def _needs(field: AnyField) -> bool:
    return isinstance(field, (DateField, JSONField))


def _ready(field: AnyField) -> Ready:
    """Return what turns a value into what the database takes."""
    if isinstance(field, JSONField):
        return lambda value: value if isinstance(value, str) else json.dumps(value)
    # Of days and moments many rows have the same.
    return lru_cache(maxsize=64)(lambda value: field.get_db_prep_save(value, connection))
