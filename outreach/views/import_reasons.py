"""Why rows do not enter by themselves, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from outreach.actions.imports.kinds import kind_of
from outreach.models import ImportRow
from outreach.views.import_rows import reason_text


@dataclass(frozen=True)
class Reason:
    """One reason, in words, and how many rows have it."""

    code: str
    text: str
    count: int


def reasons_of(rows: QuerySet[ImportRow]) -> list[Reason]:
    """Return why these rows do not enter by themselves, the most frequent reason first."""
    counts: Counter[str] = Counter()
    texts: dict[str, str] = {}
    groups = rows.order_by().values_list("file__kind", "reasons").annotate(Count("pk"))
    for kind, notes, count in groups:
        for code in {note["code"] for note in notes}:
            counts[code] += count
            texts.setdefault(code, reason_text(kind_of(kind), code))
    return [Reason(code, texts[code], count) for code, count in counts.most_common()]
