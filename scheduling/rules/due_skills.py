"""Whose work each kind of due item is: what a year needs of each skill."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Skill(StrEnum):
    """Who does the work."""

    EXAM = "EXAM"
    CONSULTATION = "CONSULTATION"
    CLASS = "CLASS"
    ADVICE = "ADVICE"
    EMPLOYER = "EMPLOYER"


SKILLS: Mapping[str, Skill] = {
    "PREPLACEMENT_EXAM": Skill.EXAM,
    "SPECIAL_EXAM": Skill.EXAM,
    "FOLLOW_UP_EXAM": Skill.EXAM,
    "ON_DEMAND_EXAM": Skill.EXAM,
    "ORDERED_EXAM": Skill.EXAM,
    "CONSULTATION": Skill.CONSULTATION,
    "TRAINING": Skill.CLASS,
    "WORK_ENVIRONMENT": Skill.ADVICE,
}


def skill_of(kind: str) -> Skill:
    """Return whose work a kind is; the rest the employer does."""
    return SKILLS.get(kind, Skill.EMPLOYER)
