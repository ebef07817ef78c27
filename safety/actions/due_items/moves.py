"""Why a due item's day moved: what differs between the old answer and the new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safety.models import DueMove
from safety.rules.derivations import RuleKey

Cause = DueMove.Cause
HALVED = frozenset({RuleKey.HALVED_MEASUREMENT, RuleKey.HALVED_D1, RuleKey.HALVED_DOCTOR})
# Anchors that a newer fact takes the place of; another day of the rest is a correction.
SERVED = frozenset(
    {"LAST_EXAM", "LAST_SERVICE", "LAST_GENERAL_EXAM", "LAST_ASSESSMENT", "SERIES", "AGREED_DATE"}
)


def cause_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return what moved the day, from the two answers alone."""
    before, after = old.get("inputs", {}), new.get("inputs", {})
    was_halved, is_halved = old.get("rule") in HALVED, new.get("rule") in HALVED
    if is_halved and not was_halved:
        return Cause.SHORTENED
    if before.get("anchor") != after.get("anchor") or _differ("anchor_date", before, after):
        return _moved_anchor(before, after)
    if was_halved and not is_halved:
        return Cause.FULL_AGAIN
    if _differ("counting", before, after):
        return Cause.SETTING
    if _differ("in_force_from", before, after) or _differ("months", before, after):
        return Cause.TABLE
    if _differ("cause_date", before, after) or _differ("last_held", before, after):
        return Cause.NEW_FACT
    return Cause.RULE if old.get("rule") != new.get("rule") else Cause.CORRECTED


def _moved_anchor(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if after.get("anchor") == "PERIOD":
        return Cause.PERIOD
    is_later = str(after.get("anchor_date")) > str(before.get("anchor_date"))
    if after.get("anchor") in SERVED and (is_later or before.get("anchor") not in SERVED):
        return Cause.NEW_FACT
    return Cause.CORRECTED


def _differ(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return before.get(name) != after.get(name)
