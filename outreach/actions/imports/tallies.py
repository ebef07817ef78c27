"""What a file amounts to, for whoever reads a summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from outreach.models import ImportRow
from outreach.rules.phones import PhoneKind


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
        """How many rows may enter."""
        return self.read - self.outcomes[ImportRow.Outcome.REJECTED.value]

    def count(self, rows: Iterable[ImportRow]) -> Iterator[ImportRow]:
        """Count the rows as they pass by."""
        for row in rows:
            self.outcomes[row.outcome] += 1
            for code in {reason["code"] for reason in row.reasons}:
                self.reasons[code].append(row.row)
            if row.outcome != ImportRow.Outcome.REJECTED:
                self.warnings.update({warning["code"] for warning in row.warnings})
                kinds = [phone["kind"] for phone in row.canonical["phones"]]
                self.phones.update(kinds or [PhoneKind.BLANK.value])
            yield row


def report_line(row: ImportRow) -> dict[str, Any]:
    """Return a row for a report that another program reads."""
    return {
        "sheet": row.sheet,
        "row": row.row,
        "outcome": row.outcome,
        "reasons": row.reasons,
        "warnings": row.warnings,
        "changes": row.changes,
        "values": row.canonical,
    }
