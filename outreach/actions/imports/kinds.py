"""
The kinds of lists that can be taken in, and what each has to know.

The way of a file (receiving, chunks, lease, cancel, undo) is the same for all and is kept in the
modules beside this one. A kind says what a row means, what it would change, and how that is done
and taken back. A higher layer registers its own in its `AppConfig.ready`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable

from django.utils.functional import Promise

from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.tables import TableRow
from outreach.spreadsheet.vocabularies import Vocabulary

Changes = dict[str, list[Any]]  # {"name": [old, new], …, "phones": [numbers, further numbers]}
Candidate = dict[str, Any]  # {"workplace": id | None, "sheet": …, "row": n | None, "why": …}


class Remark(NamedTuple):
    """What is wrong with a row, in which of its columns, and which earlier row it is about."""

    code: str
    column: str = ""
    row: int | None = None
    sheet: str = ""


class Place(NamedTuple):
    """Where a row stands."""

    sheet: str
    row: int


class Line:
    """A row in our terms; a rejection keeps it out, a hold waits for somebody."""

    __slots__ = ("_canonical", "_text", "holds", "phone_kinds", "rejections", "told", "warnings")

    def __init__(
        self,
        canonical: dict[str, Any] | None = None,
        rejections: Sequence[Remark] = (),
        holds: Sequence[Remark] = (),
        warnings: Sequence[Remark] = (),
        told: tuple[Any, ...] | None = None,
        text: str = "",
    ) -> None:
        """
        Take what a row says, as it is kept and reported, or as the JSON of that.

        `told` is what the kind's comparer wants at hand: of plain texts, numbers and tuples.
        """
        self._canonical, self._text = canonical, text
        self.rejections, self.holds, self.warnings = rejections, holds, warnings
        self.told = told
        self.phone_kinds: tuple[str, ...] | None = None  # where they are known beforehand

    def __eq__(self, other: object) -> bool:
        """Tell whether both say the same."""
        return isinstance(other, Line) and self._all() == other._all()

    __hash__ = None  # type: ignore[assignment] # what it says may change

    def _all(self) -> tuple[object, ...]:
        remarks = (list(self.rejections), list(self.holds), list(self.warnings))
        return self.canonical, *remarks, self.told

    @property
    def canonical(self) -> dict[str, Any]:
        """The values; whoever changes them changes what is kept."""
        if self._canonical is None:
            self._canonical = decode(self._text) if self._text else {}
            self._text = ""
        return self._canonical

    @property
    def text(self) -> str:
        """The values as JSON."""
        return self._text if self._canonical is None else encode(self._canonical)

    def kinds_of_phones(self) -> tuple[str, ...] | None:
        """Return what the row's telephones are; nothing where such a list has none."""
        if self.phone_kinds is None and (phones := self.canonical.get("phones")) is not None:
            self.phone_kinds = tuple(phone["kind"] for phone in phones)
        return self.phone_kinds


encode = json.JSONEncoder(ensure_ascii=False).encode
decode = json.JSONDecoder().decode


@dataclass(slots=True)
class Comparison:
    """What becomes of a row."""

    outcome: ImportRow.Outcome
    workplace_id: int | None = None
    subject_id: int | None = None
    changes: Changes = field(default_factory=dict)
    reasons: Sequence[Remark] = ()
    warnings: Sequence[Remark] = ()
    candidates: Sequence[Candidate] = ()
    digest: str = ""

    @property
    def effect(self) -> tuple[object, ...]:
        """What it would do to the register: two comparisons of the same effect are as good."""
        return self.outcome, self.workplace_id, self.subject_id, self.changes


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A row that cannot be taken back, and what hangs on it."""

    row: int
    name: str
    what: str
    sheet: str = ""


class RowComparer(Protocol):
    """Compares rows with what is on record; made once for a run over a file."""

    def compare(self, line: Line, place: Place) -> Comparison:
        """Return what becomes of the next row, given the register and the rows before it."""

    def refresh(self, rows: Sequence[ImportRow]) -> None:
        """Look up again, and lock, what is on record for these rows; part of their transaction."""

    def again(self, row: ImportRow) -> Comparison:
        """
        Return what a kept row would do now; asked for each row that enters, in their order.

        Of rows that are neither NEW nor CHANGED only what they add is noted for those after them.
        """


@runtime_checkable
class ReadsAhead(Protocol):
    """A comparer that asks the database about rows, and does so for many at once."""

    def prepare(self, lines: Sequence[Line]) -> None:
        """Read what these rows need; they are compared next."""


@dataclass(frozen=True)
class Kind:
    """One kind of list: its columns, its words, and what is done with its rows."""

    code: str
    label: Promise | str
    # For `find_tables`: the columns we know and their wordings.
    vocabulary: Vocabulary
    # Every code of `reasons`, `warnings` and `refusal` in words; "%(row)s" may occur.
    reason_texts: Mapping[str, Promise]
    # Say what a row of a table means.
    recognise: Callable[[TableRow], Line]
    # Load what is on record; the file may be one that is not saved (a dry run).
    comparer: Callable[[ImportFile], RowComparer]
    # Do what rows say at this moment and day, and set `workplace`, `subject_id` and `undo` on them
    # (not saved here). They are NEW, CHANGED, MERGED (`candidates[0]` is the earlier row) or HELD
    # and decided, in the order of the file. Returns those that were done: one whose earlier row
    # waits for a decision waits with it; one that cannot be done any more gets `hold_again` (see
    # `held_rows`).
    apply: Callable[[Sequence[ImportRow], ImportFile, datetime, date], Sequence[ImportRow]]
    # Say what hangs on what these applied rows brought.
    hindrances: Callable[[Iterable[ImportRow]], Iterator[Hindrance]]
    # Take applied rows back, the last first; return those on which something hangs.
    revert: Callable[[Sequence[ImportRow], datetime], list[ImportRow]]
    # Return a held row's facts with the corrections of whoever decides; refuse bad ones.
    correct: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]
    # Return what joining a held row to what is on record writes: blanks filled, and these.
    joining: Callable[[ImportRow, int, Mapping[str, Any]], Changes]
    # How many rows are taken in by one transaction: half a second's.
    at_once: int = 1_000


_registered: dict[str, Kind] = {}


class UnknownKind(Exception):
    """No app has registered this kind of list; a fault of the program, not of the file."""


def register(kind: Kind) -> None:
    """Make a kind known; the same again replaces it."""
    _registered[kind.code] = kind


def kind_of(code: str) -> Kind:
    """
    Return a kind by its code.

    :raises UnknownKind: no app has registered it
    """
    try:
        return _registered[code]
    except KeyError:
        raise UnknownKind(code) from None


def registered() -> list[Kind]:
    """Return all kinds, in the order of their registration."""
    return list(_registered.values())
