"""Which equipment an exam takes, by what the worker is exposed to, and whether a van carries it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum


class Equipment(StrEnum):
    """What a van carries or not."""

    AUDIOMETER = "AUDIOMETER"
    SPIROMETER = "SPIROMETER"
    XRAY = "XRAY"


EVERYTHING = frozenset(Equipment)
_FOR_DUST = frozenset({Equipment.SPIROMETER, Equipment.XRAY})
# The first round of 시행규칙 별표 24 as we know it: pure-tone audiometry for noise, chest X-ray and
# spirometry for dusts and welding fume. A centre's doctor should look through it.
NEEDED: Mapping[str, frozenset[Equipment]] = {
    "noise": frozenset({Equipment.AUDIOMETER}),
    "grain-dusts": _FOR_DUST,
    "mineral-dusts": _FOR_DUST,
    "cotton-dusts": _FOR_DUST,
    "wood-dusts": _FOR_DUST,
    "welding-fume": _FOR_DUST,
    "glass-fiber-dusts": _FOR_DUST,
    "asbestos-dusts": _FOR_DUST,
}


def needed_for(hazards: Iterable[str]) -> frozenset[str]:
    """Return what exams for these agents take; other agents take nothing that only a van has."""
    return frozenset[str]().union(*(NEEDED.get(hazard, frozenset()) for hazard in hazards))


def carried(noted: Collection[str]) -> frozenset[str]:
    """Return what a van carries; one of which nobody noted anything is taken to carry all."""
    return frozenset(noted) or frozenset[str](EVERYTHING)
