"""What a file amounts to: a line for each row, for another program, and a tally for people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.db.models import F
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.preview_rows import AnyRow, PreviewRow, encode
from outreach.models import ImportFile, ImportRow
from outreach.rules.phones import PhoneKind

Outcome = ImportRow.Outcome
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

    def count(self, rows: Iterable[AnyRow]) -> Iterator[AnyRow]:
        """Count the rows as they pass by."""
        for row in rows:
            self.outcomes[row.outcome] += 1
            if row.reasons:
                for code in {reason["code"] for reason in row.reasons}:
                    self.reasons[code].append(row.row)
            if row.outcome != Outcome.REJECTED:
                if row.warnings:
                    self.warnings.update({warning["code"] for warning in row.warnings})
                phones = row.canonical.get("phones")
                if phones:
                    for phone in phones:
                        self.phones[phone["kind"]] += 1
                elif phones is not None:
                    self.phones[PhoneKind.BLANK.value] += 1
            yield row


def kept_rows(import_file: ImportFile, *, whole: bool) -> Iterator[PreviewRow]:
    """Yield the rows of a file that was read; for a tally, without most of what they say."""
    canonical = F("canonical") if whole else KeyTransform("phones", "canonical")
    rows = import_file.rows.order_by("pk").annotate(told=canonical)
    columns = ("sheet", "row", "outcome", "told", "reasons", "warnings")
    more = ("changes", "candidates") if whole else ()
    for sheet, row, outcome, told, *rest in rows.values_list(*columns, *more).iterator(2000):
        yield PreviewRow(sheet, row, outcome, told if whole else {"phones": told}, *rest)


def report_line(row: AnyRow, texts: Mapping[str, Promise | str]) -> str:
    """
    Return a row for a report that another program reads, as JSON.

    What a kind keeps under a name that begins with "_" is for itself, such as sealed findings.
    """
    values = row.text if isinstance(row, PreviewRow) else encode(row.canonical)
    if '"_' in values:
        values = encode({k: told for k, told in row.canonical.items() if not k.startswith("_")})
    told = {
        "sheet": row.sheet,
        "row": row.row,
        "outcome": WORDS[row.outcome],
        "reasons": [_with_text(note, texts) for note in row.reasons],
        "warnings": [_with_text(note, texts) for note in row.warnings],
        "matched": row.candidates,
        "changes": row.changes,
    }
    return f'{encode(told)[:-1]}, "values": {values}}}'


def write_report(rows: Iterable[AnyRow], texts: Mapping[str, Promise | str], out: TextIO) -> None:
    """Write a JSON list of a line for each row, as it comes."""
    spoken = {code: str(text) for code, text in texts.items()}
    out.write("[")
    for number, row in enumerate(rows):
        out.write(",\n" if number else "\n")
        out.write(report_line(row, spoken))
    out.write("\n]\n")


def text_of(note: Mapping[str, Any], texts: Mapping[str, Promise | str]) -> str:
    """Return a reason or warning in words."""
    text = str(texts.get(note["code"], note["code"]))
    return text % {"row": note.get("row", "…")} if "%(row)s" in text else text


def _with_text(note: dict[str, Any], texts: Mapping[str, Promise | str]) -> dict[str, Any]:
    return {**note, "text": text_of(note, texts)}
