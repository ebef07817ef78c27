"""What a row tells otherwise than what is on record, and what it adds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from outreach.actions.imports.buildings import same_building
from outreach.actions.imports.facts import COMPARED, Canonical, Facts, facts_of
from outreach.actions.imports.kinds import Changes, Remark
from outreach.actions.imports.reasons import Deciding
from outreach.actions.imports.register import Known
from outreach.models import ImportRow
from outreach.rules.workplace_names import similar
from outreach.spreadsheet.headings import Column

Outcome = ImportRow.Outcome

# By what a workplace is told from others; what was decided about a row is remembered by these.
IDENTITY = frozenset(
    {
        "name", "business_no", "site_no", "factory_no", "road_address", "lot_address",
        "district_code", "dong",
    }
)  # fmt: skip


def is_another(known: Facts, told: Facts) -> bool:
    """Tell whether nothing but a typed number says that both are one; a register's own may."""
    return (
        (known.factory_no == "" or known.factory_no != told.factory_no)
        and not same_building(known, told)
        and not similar(known.name, told.name)
    )


def changed(facts: Facts, told: Facts, changes: Changes) -> Facts:
    new: dict[str, Any] = {name: new for name, (_old, new) in changes.items() if name != "phones"}
    if "name" in changes:
        new["comparable_name"] = told.comparable_name
    return facts._replace(**new) if new else facts


def differences(
    known: Known, told: Facts, numbers: tuple[str, ...], *, but: Iterable[str] = ()
) -> Changes:
    """Return old and new of each field that the row tells otherwise; a blank erases nothing."""
    changes: Changes = {}
    for name in COMPARED:
        old, new = getattr(known.facts, name), getattr(told, name)
        if new not in ("", None) and new != old and name not in but:
            changes[name] = [old, new]
    if "district_code" in changes and known.facts.dong and not told.dong:
        changes["dong"] = [known.facts.dong, ""]  # it lies in the district that was left
    return changes | _further(known, numbers)


def additions(known: Known, told: Facts, numbers: tuple[str, ...]) -> Changes:
    """Return what the row knows and the workplace lacks; nothing that is known is changed."""
    changes: Changes = {}
    for name in COMPARED:
        old, new = getattr(known.facts, name), getattr(told, name)
        if new not in ("", None) and old in ("", None):
            changes[name] = [old, new]
    return changes | _further(known, numbers)


def _further(known: Known, numbers: tuple[str, ...]) -> Changes:
    have = {*known.numbers, *known.former_numbers}
    further = [number for number in numbers if number not in have]
    return {"phones": [list(known.numbers), further]} if further else {}


def digest_of(told: Facts | Canonical, numbers: Sequence[str] = ()) -> str:
    """Return by what a decision about a row is found again; a head count may change meanwhile."""
    facts = told if isinstance(told, Facts) else facts_of(told)
    parts = [str(getattr(facts, name)) for name in sorted(IDENTITY)] + sorted(numbers)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def met(
    known: Known,
    candidates: Sequence[dict[str, Any]],
    told: Facts,
    numbers: tuple[str, ...],
    but: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return what a row does to the workplace that it means."""
    changes: Changes = {} if known.is_closed else differences(known, told, numbers, but=but)
    return {
        "known": known,
        "outcome": Outcome.CHANGED if changes else Outcome.SAME,
        "workplace_id": known.pk,
        "changes": changes,
        "candidates": candidates,
        "warnings": [Remark(Deciding.WORKPLACE_CLOSED, Column.NAME)] if known.is_closed else [],
    }


def of_double(
    kept: Known, told: Facts, numbers: tuple[str, ...], *, is_first: bool
) -> dict[str, Any]:
    """
    Return what a row of a double does to the workplace into which that was merged.

    Whoever merged them chose its name, numbers and address; the rest is told of it as ever, unless
    an earlier row of the file did: then only what it lacks is added.
    """
    found = met(kept, [kept.candidate("MERGED")], told, numbers, but=IDENTITY)
    if not is_first:
        changes = found["changes"]
        blank = {name: both for name, both in changes.items() if name == "phones" or not both[0]}
        found |= {"changes": blank, "outcome": Outcome.CHANGED if blank else Outcome.SAME}
    return found | {"is_double": True}
