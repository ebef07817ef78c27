"""Whom of a workplace's workers a row means; namesakes are told apart by birth date and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safety.actions.rosters.records import KnownWorker
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import RosterFacts

TOLD_BY = ("birth_date", "phone")


@dataclass(frozen=True, slots=True)
class Match:
    """The worker that a row means, or why somebody has to say who it is."""

    worker: KnownWorker | None = None
    doubt: RosterReason | None = None
    candidates: Sequence[KnownWorker] = ()


def match(facts: RosterFacts, namesakes: Sequence[KnownWorker]) -> Match:
    """
    Return whom a row means among the people of that name at the workplace.

    1. The same birth date, or without one of the two the same number, is the same person.
    2. Another birth date with the same number is a slip in one of the two lists.
    3. A row that tells neither, or meets a record that tells neither, means the only one of that
       name; of several somebody has to choose.
    4. Whoever is on record only as having left may have come back.
    """
    present = [one for one in namesakes if not one.has_left]
    certain = [one for one in present if _agree(facts, one)]
    if len(certain) == 1:
        return Match(certain[0])
    likely = certain or [one for one in present if not _contradict(facts, one)]
    if len(likely) == 1 and len(present) == 1:
        return Match(likely[0])
    if likely:
        return Match(doubt=RosterReason.SEVERAL_OF_THIS_NAME, candidates=likely)
    slips = [one for one in present if facts["phone"] and facts["phone"] == one.get("phone")]
    if slips:
        return Match(doubt=RosterReason.BIRTH_DATES_DIFFER, candidates=slips)
    gone = [one for one in namesakes if one.has_left and not _contradict(facts, one)]
    if gone:
        return Match(doubt=RosterReason.LEFT_BEFORE, candidates=gone)
    return Match()


def _agree(facts: RosterFacts, one: KnownWorker) -> bool:
    born, on_record = facts["birth_date"], one.get("birth_date")
    if born and on_record:
        return born == on_record
    return bool(facts["phone"]) and facts["phone"] == one.get("phone")


def _contradict(facts: RosterFacts, one: KnownWorker) -> bool:
    """Two birth dates contradict; two numbers do only where no birth date agrees or is missing."""
    born, on_record = facts["birth_date"], one.get("birth_date")
    if born and on_record:
        return born != on_record
    mine, theirs = facts["phone"], one.get("phone")
    return bool(mine and theirs and mine != theirs)
