"""What a file amounts to: a line for each row, for another program, and a tally for people."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.db.models import TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.kinds import Line, decode, encode
from outreach.actions.imports.preview_rows import PreviewRow
from outreach.models import ImportFile, ImportRow
from outreach.rules.phones import PhoneKind

Outcome = ImportRow.Outcome
REJECTED = Outcome.REJECTED.value
BLANK = PhoneKind.BLANK.value
WORDS: Mapping[str, str] = {
    Outcome.NEW: "accept",
    Outcome.CHANGED: "changed",
    Outcome.SAME: "same",
    Outcome.MERGED: "merge",
    Outcome.HELD: "hold",
    Outcome.REJECTED: "reject",
}
MEANINGS: Mapping[str, Promise] = {
    "accept": _("enters as a new one"),
    "changed": _("is on record; the report says which fields change, from what to what"),
    "same": _("is on record already and changes nothing"),
    "merge": _("is certainly the same as an earlier row of the file; what it adds joins that one"),
    "hold": _("waits until somebody decides: a wrong number, or one that may be on record"),
    "reject": _("does not enter: the reasons say why, also of rows that are sums or remarks"),
}


@dataclass
class Tally:
    """Rows by outcome, by reason and by warning, and the telephones of the rows that enter."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    warnings: Counter[str] = field(default_factory=Counter)
    phones: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return self.outcomes.total()

    @property
    def accepted(self) -> int:
        """How many rows may enter, or are there already."""
        return self.read - self.outcomes[Outcome.REJECTED] - self.outcomes[Outcome.HELD]

    def count(self, rows: Iterable[PreviewRow]) -> Iterator[PreviewRow]:
        """Count the rows as they pass by."""
        for row in rows:
            self.outcomes[row.outcome] += 1
            if row.reasons:
                for code in {reason["code"] for reason in row.reasons}:
                    self.reasons[code].append(row.row)
            if row.outcome != REJECTED:
                if row.warnings:
                    self.warnings.update({warning["code"] for warning in row.warnings})
                phones = row.line.kinds_of_phones()
                if phones:
                    self.phones.update(phones)
                elif phones is not None:
                    self.phones[BLANK] += 1
            yield row

    def add(self, rows: Iterable[PreviewRow]) -> None:
        """Count these rows, too."""
        deque(self.count(rows), maxlen=0)


def kept_rows(import_file: ImportFile, *, whole: bool) -> Iterator[PreviewRow]:
    """Yield the rows of a file that was read; for a tally, without most of what they say."""
    columns = ["sheet", "row", "outcome", "told", "reasons", "warnings"]
    columns += ["changes", "candidates"] if whole else []
    told = "canonical" if whole else KeyTransform("phones", "canonical")
    rows = import_file.rows.order_by("pk").annotate(told=Cast(told, TextField()))
    for sheet, row, outcome, text, *rest in rows.values_list(*columns).iterator(2000):
        line = Line(text=text) if whole else Line({"phones": decode(text)} if text else {})
        yield PreviewRow(sheet, row, outcome, line, *rest)


class Reporter:
    """Writes rows for a report that another program reads, as JSON; what many say is made once."""

    def __init__(self, texts: Mapping[str, Promise | str]) -> None:
        self._texts = {code: str(text) for code, text in texts.items()}
        self._notes: dict[tuple[Any, ...], str] = {}
        self._sheets: dict[str, str] = {}

    def line(self, row: PreviewRow) -> str:
        """
        Return a row.

        What a kind keeps under a name that begins with "_" is for itself, such as sealed findings.
        """
        values = row.text
        if '"_' in values:
            canonical = row.line.canonical
            values = encode({k: told for k, told in canonical.items() if not k.startswith("_")})
        sheet = self._sheets.get(row.sheet) or self._sheets.setdefault(row.sheet, encode(row.sheet))
        return (
            f'{{"sheet": {sheet}, "row": {row.row}, "outcome": "{WORDS[row.outcome]}", '
            f'"reasons": {self._told(row.reasons)}, "warnings": {self._told(row.warnings)}, '
            f'"matched": {encode(row.candidates) if row.candidates else "[]"}, '
            f'"changes": {encode(row.changes) if row.changes else "{}"}, "values": {values}}}'
        )

    def _told(self, notes: Iterable[Mapping[str, Any]]) -> str:
        return f"[{', '.join([self._note(note) for note in notes])}]" if notes else "[]"

    def _note(self, note: Mapping[str, Any]) -> str:
        key = tuple(note.values())
        told = self._notes.get(key)
        if told is None:
            told = encode({**note, "text": text_of(note, self._texts)})
            if "row" not in note:
                self._notes[key] = told
        return told


def write_report(
    rows: Iterable[PreviewRow], texts: Mapping[str, Promise | str], out: TextIO
) -> None:
    """Write a JSON list of a line for each row, as it comes."""
    reporter = Reporter(texts)
    before = "[\n"
    for row in rows:
        out.write(before + reporter.line(row))
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[\n]\n")


def text_of(note: Mapping[str, Any], texts: Mapping[str, Promise | str]) -> str:
    """Return a reason or warning in words."""
    text = str(texts.get(note["code"], note["code"]))
    return text % {"row": note.get("row", "…")} if "%(row)s" in text else text
