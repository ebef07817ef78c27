"""
Triggers by which the database keeps `FirstDue` true, on SQLite and on PostgreSQL.

0001_initial ends with `*_first_due.OPERATIONS`: whoever writes that migration anew puts the import
and the line back (tests/safety/test_first_due.py fails without them).
"""

from __future__ import annotations

from outreach.migrations._kept_columns import Source, operations

EXAMS = (
    "PREPLACEMENT_EXAM", "SPECIAL_EXAM", "FOLLOW_UP_EXAM", "ON_DEMAND_EXAM", "ORDERED_EXAM",
)  # fmt: skip
EMPLOYERS = (
    "GENERAL_EXAM", "ON_HIRE_TRAINING", "ON_CHANGE_TRAINING", "SPECIAL_TRAINING",
    "REGULAR_TRAINING", "RISK_ASSESSMENT",
)  # fmt: skip
KINDS = {
    "exam_date": EXAMS,
    "consultation_date": ("CONSULTATION",),
    "class_date": ("TRAINING",),
    "work_environment_date": ("WORK_ENVIRONMENT",),
    "employer_date": EMPLOYERS,
}
DAY = "CASE WHEN put_off_until > due_date THEN put_off_until ELSE due_date END"
STANDING = "closed_at IS NULL AND NOT waived"


def _is_of(column: str) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS[column])
    return f"kind IN ({kinds})"


# A new item can only bring the first date forward; a whole city's are written in one go.
ARRIVING = {"due_date": f"MIN(CASE WHEN NOT {_is_of('employer_date')} THEN {DAY} END)"} | {
    column: f"MIN(CASE WHEN {_is_of(column)} THEN {DAY} END)" for column in KINDS
}
TARGET = "safety_firstdue"
# Row by row, SQLite's trigger would take longer than all the rest of a city's due items. The rows
# of the engine, which alone have a digest, are brought along by it (due_items/writing.py).
SOURCE = Source(
    "safety_dueitem",
    ("workplace_id", "kind", "due_date", "closed_at", "waived", "put_off_until"),
    {
        column: f"(SELECT {first} FROM safety_dueitem WHERE "
        f"workplace_id = safety_firstdue.workplace_id AND {STANDING})"
        for column, first in ARRIVING.items()
    },
    earliest=ARRIVING,
    counted=STANDING,
    brought="new.digest <> 0",
)
OPERATIONS = operations(TARGET, SOURCE)
