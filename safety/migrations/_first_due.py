"""
Triggers by which the database keeps `FirstDue` true, on SQLite and on PostgreSQL.

0001_initial ends with `*_first_due.OPERATIONS`: whoever writes that migration anew puts the import
and the line back (tests/safety/test_first_due.py fails without them).
"""

from __future__ import annotations

from outreach.migrations._kept_columns import Source, operations

KINDS = ("SPECIAL_EXAM", "CONSULTATION", "TRAINING")


def _first(condition: str = "") -> str:
    return (
        "(SELECT MIN(d.due_date) FROM safety_dueitem d WHERE d.workplace_id = "
        f"safety_firstdue.workplace_id AND d.closed_at IS NULL{condition})"
    )


OPERATIONS = operations(
    "safety_firstdue",
    Source(
        "safety_dueitem",
        ("workplace_id", "kind", "due_date", "closed_at"),
        {
            "due_date": _first(),
            **{f"{kind.lower()}_date": _first(f" AND d.kind = '{kind}'") for kind in KINDS},
        },
    ),
)
