"""Inserting plain rows: a city from nothing is a million, and no object is made for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model


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
