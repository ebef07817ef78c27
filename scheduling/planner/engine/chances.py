"""Chance that repeats itself for a seed (xorshift64*, Vigna 2016)."""

from __future__ import annotations

import numpy as np

from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import Chances

A, B, C = np.uint64(12), np.uint64(25), np.uint64(27)
STAR = np.uint64(2685821657736338717)
TOP = np.uint64(11)
UNIT = 1.0 / (1 << 53)


@inlined
def draw(chance: Chances) -> float:
    """Return a number from 0 up to but not including 1."""
    x = chance[0]
    x ^= x >> A
    x ^= x << B
    x ^= x >> C
    chance[0] = x
    return float((x * STAR) >> TOP) * UNIT


@inlined
def below(chance: Chances, end: int) -> int:
    """Return a whole number from 0 up to but not including `end`."""
    return int(draw(chance) * end)
