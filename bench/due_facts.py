"""Copying the facts of a made city, and nothing that was worked out from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Model

from outreach.models import Centre, Consent, Staff, Worker, Workplace
from safety.models import (
    Completion,
    Consultation,
    Course,
    Examination,
    ExaminationResult,
    ExamInstitution,
    Exposure,
    Measurement,
)

FACTS: tuple[type[Model], ...] = (
    Centre, Staff, Workplace, Worker, Consent, ExamInstitution, Course, Exposure, Examination,
    ExaminationResult, Measurement, Consultation, Completion,
)  # fmt: skip
AT_ONCE = 20_000


@transaction.atomic
def copy_facts(path: Path) -> None:
    """Copy the facts of a made city, whatever else that database holds."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for model in FACTS:
        table = model._meta.db_table
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        fields = [field for field in model._meta.concrete_fields if field.column in there]
        others = [field for field in model._meta.concrete_fields if field.column not in there]
        defaults = tuple(
            "[]" if (value := field.get_default()) == [] else value for field in others
        )
        flags = [at for at, field in enumerate(fields) if isinstance(field, BooleanField)]
        columns = [str(field.column) for field in (*fields, *others)]
        names = ", ".join(columns[: len(fields)])
        rows: Iterator[tuple[Any, ...]] = source.execute(f"SELECT {names} FROM {table}")
        while some := [(*_read(row, flags), *defaults) for row in islice(rows, AT_ONCE)]:
            insert_rows(model, columns, some)


def _read(row: tuple[Any, ...], flags: list[int]) -> list[Any]:
    """Return a row of SQLite with its flags as such; days, moments and JSON stay text."""
    values = list(row)
    for at in flags:
        values[at] = None if values[at] is None else bool(values[at])
    return values


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """
    Insert rows of values as the database takes them: moments adapted already, JSON as text.

    The constraints and triggers of the database hold; columns without a default must be named.
    """
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        plain = [tuple(str(v) if type(v) is date else v for v in row) for row in rows]
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", plain)
