"""Whom a held row may mean, and by what a decision about it is found again."""

from __future__ import annotations

import hashlib

from outreach.actions.imports.kinds import Candidate
from outreach.rules.workplace_names import comparable
from safety.actions.rosters.records import KnownWorker, name_key
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import RosterFacts

WHY = {
    RosterReason.SEVERAL_OF_THIS_NAME: "NAME",
    RosterReason.BIRTH_DATES_DIFFER: "NAME_AND_PHONE",
    RosterReason.LEFT_BEFORE: "LEFT_BEFORE",
    RosterReason.CHANGED_JOBS: "OTHER_WORKPLACE",
}


def candidate(one: KnownWorker, why: str) -> Candidate:
    """Return a worker on record as somebody that a row may mean."""
    return {"workplace": one.workplace_id, "subject": one.record.pk, "row": None, "why": why}


def digest_of(facts: RosterFacts) -> str:
    """Return by what a decision about a row is found again: all that it tells but findings."""
    told = facts["exams"], facts["hazards"], [word["word"] for word in facts["words"]]
    parts = [
        comparable(facts["workplace"]), facts["business_no"], name_key(facts["name"]),
        facts["birth_date"], facts["phone"], facts["process"], facts["hired_date"],
        facts["placed_date"], repr(told),
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
