"""Which work at night calls for a special exam (시행규칙 별표 22 제4호)."""

from __future__ import annotations

from dataclasses import dataclass

SPANS_A_MONTH = 4
HOURS_A_MONTH = 60
AVERAGED_MONTHS = 6
TYPE_A = "night-work-a"
TYPE_B = "night-work-b"


@dataclass(frozen=True, slots=True)
class NightPattern:
    """Means per month: spans of 8 hours with 00-05 in them, and hours between 22 and 06."""

    spans_a_month: float = 0
    hours_a_month: float = 0
    months: int = AVERAGED_MONTHS

    @property
    def is_short(self) -> bool:
        """Whether fewer months were looked at than the annex averages over."""
        return self.months < AVERAGED_MONTHS


def night_work_type(pattern: NightPattern) -> str | None:
    """
    Return the annex's agent for a pattern of nights, or None when it is too little.

    Whoever works both ways is named by type A: one exam, the same items.
    """
    if pattern.spans_a_month >= SPANS_A_MONTH:
        return TYPE_A
    if pattern.hours_a_month >= HOURS_A_MONTH:
        return TYPE_B
    return None
