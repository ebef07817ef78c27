"""Writing rows of the made-up city, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Field, Model

from outreach.models import bulk


def load(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert rows of values for these columns, the rest by its defaults; return their ids."""
    values = list(rows)
    ids = bulk.reserve(model, len(values))
    insert(model, ("id", *names), ((pk, *row) for pk, row in zip(ids, values, strict=True)))
    return ids


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that bring their ids."""
    bulk.insert(model, [_column(model, name) for name in names], rows)


def _column(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field.attname
