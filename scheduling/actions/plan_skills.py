"""What a visit needs and what a team brings: people who can do it, and the equipment for it."""

from __future__ import annotations

from collections.abc import Iterable

from safety.models import DueItem
from scheduling.models import Equipment, Team
from scheduling.rules.equipment import carried, needed_for


def equipment_for(items: Iterable[DueItem]) -> frozenset[str]:
    """Return the equipment that the exams among these items take."""
    return needed_for(item.hazard for item in items if item.kind == DueItem.Kind.SPECIAL_EXAM)


def equipment_of(team: Team) -> frozenset[str]:
    """Return what a team has with it; without a van, nobody knows, so it is taken to have all."""
    return carried(team.vehicle.equipment if team.vehicle else ())


def missing_equipment(team: Team, items: Iterable[DueItem]) -> list[str]:
    """Name what these items take and the team's van does not carry."""
    needed = equipment_for(items)
    lacking = needed - equipment_of(team) if needed else needed
    return [str(Equipment(code).label) for code in sorted(lacking)]
