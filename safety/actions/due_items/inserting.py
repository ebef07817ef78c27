"""Inserting due items and their bases: a city from nothing is a million rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from safety.actions.due_items.answers import OF_ANSWER, Answer
from safety.migrations._first_due import SOURCE, TARGET
from safety.models import DueBasis, DueItem

Arrival = tuple[int, int, Answer]  # the workplace, who (a worker, or minus the workplace), what
NULL = r"\N"
TRIGGER = f"{SOURCE.table}_insert_kept"
MANY = 5_000  # rows from which the trigger's time is worth taking it away and making it again


def insert_bases(bases: Mapping[int, str]) -> None:
    """Write answers by their ids; those that are there already stay as they are."""
    quote = connection.ops.quote_name
    table, told = quote(DueBasis._meta.db_table), "%s"
    if connection.vendor == "postgresql":
        told += "::jsonb"
    # In the order of their ids: two who write the same ones wait for one another in turn.
    rows = [(key, bases[key]) for key in sorted(bases)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (id, told) VALUES (%s, {told}) ON CONFLICT DO NOTHING", rows
        )


def insert_items(arrivals: Sequence[Arrival], *, opened_at: datetime) -> None:
    """Open items; the constraints and triggers of the database hold."""
    if not arrivals:
        return
    # In the order of the largest indexes: each of their pages is looked up once, not row by row.
    arrivals = sorted(arrivals, key=_day)
    table = connection.ops.quote_name(DueItem._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(table, arrivals, opened_at)
        return
    moment = connection.ops.adapt_datetimefield_value(opened_at)
    columns = ", ".join(("workplace_id", "worker_id", *OF_ANSWER))
    marks = ", ".join(["%s"] * (2 + len(OF_ANSWER)))
    rows = [(place, who if who > 0 else None, *answer.row) for place, who, answer in arrivals]
    with connection.cursor() as cursor, _untriggered(cursor, len(rows)):
        cursor.executemany(
            f"INSERT INTO {table} ({columns}, opened_at, waived, closed_as) "
            f"VALUES ({marks}, '{moment}', 0, '')",
            rows,
        )
    _bring_first_due({place for place, _who, _answer in arrivals})


@contextmanager
def _untriggered(cursor: CursorWrapper, count: int) -> Iterator[None]:
    """
    Let SQLite not ask its trigger about each of many rows that it leaves alone anyway.

    Within the transaction: nobody else writes, and a failure brings the trigger back.
    """
    if count < MANY:
        yield
        return
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TRIGGER])
    ((made,),) = cursor.fetchall()
    cursor.execute(f"DROP TRIGGER {TRIGGER}")
    yield
    cursor.execute(made)


def _day(arrival: Arrival) -> date:
    return arrival[2].due_date


def _copy(table: str, arrivals: Sequence[Arrival], opened_at: datetime) -> None:
    columns = ", ".join(
        ("workplace_id", "worker_id", *OF_ANSWER, "opened_at", "waived", "closed_as")
    )
    end = f"{opened_at.isoformat()}\tf\t\n"
    lines = [
        f"{place}\t{who if who > 0 else NULL}\t{answer.line}\t{end}"
        for place, who, answer in arrivals
    ]
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        copy.write("".join(lines))


def _bring_first_due(places: set[int]) -> None:
    """Bring the first due dates along, which SQLite's trigger would do row by row."""
    ids = ", ".join(map(str, sorted(places)))
    fresh = f"(SELECT * FROM {SOURCE.table} WHERE workplace_id IN ({ids}))"
    with connection.cursor() as cursor:
        cursor.execute(SOURCE.insertion(TARGET, fresh))
