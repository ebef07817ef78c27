"""What a centre has decided where our sources are silent, and which kinds it opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from safety.models import DueItem, DueSetting
from safety.rules.cases.facts import CaseSettings, Missed
from safety.rules.dates import add_months
from safety.rules.general_exams import Counting


@dataclass(frozen=True, slots=True)
class Opening:
    """The settings of one centre, as the rules read them."""

    settings: CaseSettings
    kinds: frozenset[str]
    asks_back_months: int

    def asks_back_to(self, today: date) -> date:
        """Return the first day whose missed training is still asked after."""
        return add_months(today, -self.asks_back_months)


def opening_of(setting: DueSetting) -> Opening:
    """Return a row of settings as the rules read it."""
    return Opening(
        settings=CaseSettings(
            small_firm_below=setting.small_firm_below,
            on_demand_within_days=setting.on_demand_within_days,
            general_exam_counting=Counting(setting.general_exam_counting),
            risk_assessment_counting=Counting(setting.risk_assessment_counting),
            missed_preplacement=Missed(setting.missed_preplacement),
        ),
        kinds=frozenset(setting.kinds) & frozenset(DueItem.Kind.values),
        asks_back_months=setting.asks_back_months,
    )


def openings(centres: Collection[int]) -> dict[int, Opening]:
    """Return the settings of each centre; the defaults where nobody has decided."""
    decided = {row.centre_id: row for row in DueSetting.objects.filter(centre__in=centres)}
    return {
        centre: opening_of(decided.get(centre) or DueSetting(centre_id=centre))
        for centre in centres
    }
