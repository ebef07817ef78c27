"""Reading one object of a case: liberal in what it takes, strict in what it says of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from safety.rules.cases.agents import read_agents
from safety.rules.cases.fields import LISTS, NAMES, REQUIRED, VALUES, folded
from safety.rules.cases.problems import Problems
from safety.rules.steps import Json

Choice = TypeVar("Choice", bound=StrEnum)
DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\.?|(\d{4})(\d{2})(\d{2})")
NESTING = frozenset({"worker", "workplace"})
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
YES = frozenset(map(folded, ("true", "yes", "y", "1", "o", "예", "네", "초과", "over")))
NO = frozenset(map(folded, ("false", "no", "n", "0", "x", "아니요", "아니오", "미만", "under")))


class Node:
    """One object at its JSON path, read by the names of its section."""

    def __init__(self, section: str, raw: Json, path: str, problems: Problems) -> None:
        self.section, self.path, self.problems = section, path, problems
        self._values: dict[str, Json] = {}
        self._said: dict[str, str] = {}
        if raw is None:
            return
        if not isinstance(raw, dict):
            problems.fault(path, "NOT_AN_OBJECT")
            return
        for said, value in (*raw.items(), *_nested(section, raw)):
            name = NAMES.get((section, folded(said.rpartition(".")[2])))
            if name is None:
                if section in NESTING and ("case", folded(said)) in NAMES:
                    continue  # read with the case
                problems.warn(f"{path}.{said}", "UNKNOWN_FIELD", field=said)
            elif value is not None:
                self._values.setdefault(name, value)
                self._said.setdefault(name, said)

    def at(self, name: str) -> str:
        """Return a field's path, by the name the file uses for it."""
        return f"{self.path}.{self._said.get(name, name)}"

    def raw(self, name: str) -> Json:
        """Return a field's value as it stands, noting when a needed one is missing."""
        value = self._values.get(name)
        if value in (None, "") and (self.section, name) in REQUIRED:
            self.problems.fault(self.at(name), "MISSING", field=name)
        return None if value == "" else value

    def text(self, name: str) -> str:
        value = self.raw(name)
        if isinstance(value, dict | list):
            self.problems.fault(self.at(name), "BAD_TEXT", value=_short(value))
            return ""
        return "" if value is None else str(value).strip()

    def day(self, name: str) -> date | None:
        value = self.raw(name)
        return None if value is None else self._day(value, self.at(name))

    def days(self, name: str) -> tuple[date, ...]:
        found = (
            self._day(value, f"{self.at(name)}[{number}]")
            for number, value in enumerate(self._list(name))
        )
        return tuple(day for day in found if day is not None)

    def number(self, name: str) -> float | None:
        value = self.raw(name)
        if value is None:
            return None
        try:
            number = float("nan" if isinstance(value, bool | dict | list) else value)
        except (ValueError, OverflowError):
            number = float("nan")
        if not 0 <= number < 1_000_000:
            self.problems.fault(self.at(name), "BAD_NUMBER", value=_short(value))
            return None
        return number

    def integer(self, name: str) -> int | None:
        number = self.number(name)
        if number is None:
            return None
        if number != int(number):
            self.problems.fault(self.at(name), "BAD_NUMBER", value=str(number))
        return int(number)

    def flag(self, name: str) -> bool | None:
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        word = folded(_short(value))
        if word in YES or word in NO:
            return word in YES
        self.problems.fault(self.at(name), "BAD_FLAG", value=_short(value))
        return None

    def is_set(self, name: str) -> bool:
        return self.flag(name) is True

    def choice(self, name: str, of: type[Choice], group: str = "") -> Choice | None:
        value = self.raw(name)
        return None if value is None else self._choice(value, self.at(name), of, group)

    def choices(self, name: str, of: type[Choice], group: str = "") -> tuple[Choice, ...]:
        found = (
            self._choice(value, f"{self.at(name)}[{number}]", of, group)
            for number, value in enumerate(self._list(name))
        )
        return tuple(choice for choice in found if choice is not None)

    def agents(self, name: str, *, both_nights: bool = False) -> tuple[str, ...]:
        """Return the agents of a field that holds one name or several."""
        codes: list[str] = []
        if (self.section, name) in REQUIRED:
            self.raw(name)
        for number, value in enumerate(self._list(name)):
            path = f"{self.at(name)}[{number}]" if self.is_list(name) else self.at(name)
            if not isinstance(value, str):
                self.problems.fault(path, "BAD_TEXT", value=_short(value))
                continue
            codes += read_agents(value, path, self.problems, both_nights=both_nights)
        return tuple(dict.fromkeys(codes))

    def node(self, name: str, section: str) -> Node:
        return Node(section, self._values.get(name), self.at(name), self.problems)

    def nodes(self, name: str, section: str, *, bare: str = "date") -> list[Node]:
        """Return the objects of a list; a bare value stands for an object with one field."""
        many = self.is_list(name)
        return [
            Node(
                section,
                value if isinstance(value, dict) else {bare: value},
                f"{self.at(name)}[{number}]" if many else self.at(name),
                self.problems,
            )
            for number, value in enumerate(self._list(name))
        ]

    def has(self, name: str) -> bool:
        return name in self._values

    def is_list(self, name: str) -> bool:
        return isinstance(self._values.get(name), list)

    def mapping(self, name: str) -> Mapping[str, Json] | None:
        value = self._values.get(name)
        return value if isinstance(value, dict) else None

    def _list(self, name: str) -> list[Json]:
        value = self._values.get(name)
        if value is None or value == "":
            return []
        return value if isinstance(value, list) else [value]

    def _day(self, value: Json, path: str) -> date | None:
        said = str(value).strip().partition("T")[0]
        match = DAY.fullmatch(said)
        if match and not isinstance(value, dict | list | bool):
            year, month, number = (int(part) for part in match.groups() if part)
            try:
                day = date(year, month, number)
            except ValueError:
                day = date.max
            if EARLIEST <= day <= LATEST:
                return day
        self.problems.fault(path, "BAD_DATE", value=_short(value))
        return None

    def _choice(self, value: Json, path: str, of: type[Choice], group: str) -> Choice | None:
        said = folded(_short(value))
        for choice in of:
            if folded(choice.value) == said:
                return choice
        if (group, said) in VALUES:
            return of(VALUES[group, said])
        allowed = ", ".join(choice.value for choice in of)
        self.problems.fault(path, "BAD_CHOICE", value=_short(value), allowed=allowed)
        return None


def _nested(section: str, raw: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """Yield a case's lists that a file puts under worker or workplace instead."""
    if section != "case":
        return
    for said, holder in raw.items():
        inside = NAMES.get(("case", folded(said)))
        if inside in NESTING and isinstance(holder, dict):
            for key, value in holder.items():
                name = NAMES.get(("case", folded(key)))
                if name in LISTS and (inside, folded(key)) not in NAMES:
                    yield f"{said}.{key}", value


def _short(value: Json) -> str:
    text = str(value).strip()
    return text if len(text) <= 60 else f"{text[:60]}…"
