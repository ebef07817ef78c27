"""A row of a list as pages show it: what it tells, what would change, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from outreach.access import Asker, Permission, may
from outreach.actions.imports.kinds import Kind, kind_of
from outreach.import_words import ImportWords, label, words_of
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.phone_texts import PHONE_TEXTS
from outreach.spreadsheet.reasons import RowReason

TONES = {"MOBILE": "success", "NONSENSE": "danger", "RETIRED_MOBILE": "danger"}
FURTHER_PHONES = "phones"
# Lists lack them so often that they must not drown the rest.
USUAL = frozenset({RowReason.BUSINESS_NUMBER_MASKED, RowReason.BUSINESS_NUMBER_MISSING})
# Below the name, so that a row can be told from another.
PLACE = ("road_address", "lot_address")


@dataclass(frozen=True)
class Telephone:
    """A number and what it turned out to be."""

    number: str
    kind: str
    tone: str


@dataclass(frozen=True)
class Change:
    """One field, as it is and as the row tells it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Remark:
    """Why a row does not enter, or what to look at, and the column of the file."""

    text: str
    heading: str
    is_usual: bool = False


@dataclass(frozen=True)
class Line:
    """One row, ready to be shown."""

    pk: int
    sheet: str
    number: int
    name: str
    place: str
    workplace_id: int | None
    phones: list[Telephone]
    facts: list[tuple[str, str]]  # of a kind without telephones
    changes: list[Change]
    reasons: list[Remark]
    warnings: list[Remark]
    decision: str  # in words, of a held row
    waits: bool


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one kind of list for one person."""

    kind: Kind
    words: ImportWords
    sees_findings: bool

    def line(self, row: ImportRow) -> Line:
        """Return a row in the words of whoever checks the list."""
        told = row.canonical
        return Line(
            pk=row.pk,
            sheet=row.sheet,
            number=row.row,
            name=told.get("name") or "",
            place=next((told[name] for name in PLACE if told.get(name)), ""),
            workplace_id=row.workplace_id,
            phones=[telephone(phone) for phone in told.get(FURTHER_PHONES) or []],
            facts=[] if self.has_phones else self.facts(told),
            changes=list(self._changes(row.changes)),
            reasons=[self.remark(note) for note in row.reasons],
            warnings=sorted(map(self.remark, row.warnings), key=attrgetter("is_usual")),
            decision=row.get_decision_display() if row.decision else "",
            waits=row.outcome == ImportRow.Outcome.HELD and not row.decision,
        )

    @property
    def has_phones(self) -> bool:
        """Tell whether this kind of list brings telephones to reach somebody by."""
        return FURTHER_PHONES in self.words.facts

    def facts(self, told: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return what a row tells besides the name, each with what it is called."""
        pairs = [(name, self.words.fact(told, name)) for name in self.words.facts]
        return [
            (label(self.words.facts, name), text)
            for name, text in pairs
            if text and name != "name" and self.may_read(name)
        ]

    def may_read(self, name: str) -> bool:
        """Tell whether this person may read a column or fact."""
        return self.sees_findings or name not in self.words.findings

    def written(self, name: str, value: Any) -> str:
        """Write a value the way people do."""
        return self.words.write(name, value)

    def remark(self, note: Mapping[str, Any]) -> Remark:
        """Return what is said about a row, with the column of the file it speaks of."""
        return Remark(
            text=reason_text(self.kind, note["code"], note.get("row")),
            heading=note.get("heading") or "",
            is_usual=note["code"] in USUAL,
        )

    def _changes(self, changes: Mapping[str, list[Any]]) -> Iterator[Change]:
        order = list(self.words.facts)
        for name in sorted(changes, key=lambda one: order.index(one) if one in order else 99):
            if not self.may_read(name):
                continue
            old, new = (self.written(name, side) for side in changes[name])
            is_phone = name == FURTHER_PHONES
            called = _("further telephone") if is_phone else label(self.words.facts, name)
            yield Change(called, "" if is_phone else old, new)  # nothing is replaced by it


def reader_for(import_file: ImportFile, asker: Asker) -> Reader:
    """Return who reads a file's rows for this person."""
    kind = kind_of(import_file.kind)
    return Reader(kind, words_of(kind.code), may(asker, Permission.SEE_FINDINGS))


def telephone(phone: Mapping[str, Any]) -> Telephone:
    """Return a number of a row and what it turned out to be."""
    kind = phone["kind"]
    return Telephone(
        phone.get("national") or "", str(PHONE_TEXTS.get(kind, kind)), TONES.get(kind, "gray")
    )


def reason_text(kind: Kind, code: str, row: object = None) -> str:
    """Return a reason in words; one that nobody has worded is said by its code."""
    text = str(kind.reason_texts.get(code, code))
    return text % {"row": "…" if row is None else row} if "%(" in text else text
