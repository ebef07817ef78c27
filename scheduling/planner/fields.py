"""Reading JSON without guessing: each field has its type, and what is wrong is named."""

from __future__ import annotations

import math
from collections.abc import Mapping

from scheduling.planner.problem import ProblemNotUnderstood


class Fields:
    """One JSON object, read field by field; a field that is missing or wrong is named."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise ProblemNotUnderstood(f"{where} is not an object")
        self.values: Mapping[str, object] = value
        self.where = where

    def get(self, key: str) -> object:
        """Return the field's value."""
        if key not in self.values:
            raise ProblemNotUnderstood(f"{self.where} has no {key}")
        return self.values[key]

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number, or the default where the field is missing."""
        if default is not None and key not in self.values:
            return default
        return _integer(self.get(key), f"{self.where}: {key}")

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ProblemNotUnderstood(f"{self.where}: {key} is not a number")
        if not math.isfinite(value):
            raise ProblemNotUnderstood(f"{self.where}: {key} is not a finite number")
        return float(value)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, or the default where the field is missing."""
        if default is not None and key not in self.values:
            return default
        return _text(self.get(key), f"{self.where}: {key}")

    def items(self, key: str) -> list[object]:
        """Return a list of whatever."""
        return _list(self.get(key), f"{self.where}: {key}")

    def objects(self, key: str, one: str) -> list[Fields]:
        """Return a list of objects, each called by `one` and its place."""
        return [Fields(value, f"{one} {i}") for i, value in enumerate(self.items(key))]

    def integers(self, key: str) -> frozenset[int]:
        """Return a set of whole numbers."""
        return frozenset(_integer(value, f"{self.where}: {key}") for value in self.items(key))

    def texts(self, key: str) -> frozenset[str]:
        """Return a set of texts."""
        return frozenset(_text(value, f"{self.where}: {key}") for value in self.items(key))

    def pairs(self, key: str) -> tuple[tuple[int, int], ...]:
        """Return pairs of minutes."""
        return tuple(_pair(value, f"{self.where}: {key}") for value in self.items(key))

    def pairs_or_none(self, key: str) -> tuple[tuple[int, int] | None, ...]:
        """Return pairs of minutes, or None where there is none."""
        where = f"{self.where}: {key}"
        return tuple(None if value is None else _pair(value, where) for value in self.items(key))

    def pair_or_none(self, key: str) -> tuple[int, int] | None:
        """Return a pair of numbers, or None where the field is missing or null."""
        value = self.values.get(key)
        return None if value is None else _pair(value, f"{self.where}: {key}")

    def rows(self, key: str) -> tuple[tuple[int, ...], ...]:
        """Return rows of whole numbers, none where the field is missing."""
        where = f"{self.where}: {key}"
        rows = self.items(key) if key in self.values else []
        return tuple(tuple(_integer(one, where) for one in _list(row, where)) for row in rows)


def _integer(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemNotUnderstood(f"{where} is not a whole number")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ProblemNotUnderstood(f"{where} is not a text")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ProblemNotUnderstood(f"{where} is not a list")
    return value


def _pair(value: object, where: str) -> tuple[int, int]:
    ends = [_integer(end, where) for end in _list(value, where)]
    if len(ends) != 2:
        raise ProblemNotUnderstood(f"{where} is not a pair of minutes")
    return ends[0], ends[1]
