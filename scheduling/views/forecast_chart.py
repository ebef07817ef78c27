"""The months of a forecast as stacked bars, drawn on the server: no script is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduling.rules.due_skills import Skill

LABELS: Mapping[Skill, str | Promise] = {
    Skill.EXAM: _("exam team"),
    Skill.CONSULTATION: _("counsellors"),
    Skill.CLASS: _("instructors"),
    Skill.ADVICE: _("work-environment advisers"),
    Skill.EMPLOYER: _("the employers themselves"),
}
HEIGHT, BAR, STEP = 160, 36, 60


@dataclass(frozen=True)
class Piece:
    """One skill's part of a bar."""

    skill: str
    x: int
    y: float
    height: float
    title: str


@dataclass(frozen=True)
class Bar:
    """One month."""

    month: date
    middle: float
    count: int
    pieces: list[Piece]


@dataclass(frozen=True)
class SkillLine:
    """One skill over the months, as the table tells it."""

    skill: str
    label: str
    counts: list[int]
    total: int


@dataclass(frozen=True)
class Chart:
    """What the picture and its table show."""

    bars: list[Bar]
    lines: list[SkillLine]
    width: int
    height: int = HEIGHT


def chart_of(
    counts: Mapping[tuple[Skill, date], int], months: Sequence[date], columns: Sequence[date]
) -> Chart:
    """Return the bars of the months, and each skill's counts in all columns."""
    lines = []
    for skill in Skill:
        row = [counts.get((skill, column), 0) for column in columns]
        if any(row):
            lines.append(SkillLine(skill.value, str(LABELS[skill]), row, sum(row)))
    sums = {month: sum(counts.get((skill, month), 0) for skill in Skill) for month in months}
    most = max(sums.values(), default=0) or 1
    bars = []
    for number, month in enumerate(months):
        x, y, pieces = number * STEP + (STEP - BAR) // 2, float(HEIGHT), []
        for skill in Skill:
            many = counts.get((skill, month), 0)
            height = round(HEIGHT * many / most, 1)
            y = round(y - height, 1)
            if many:
                pieces.append(Piece(skill.value, x, y, height, f"{LABELS[skill]} {many:,}"))
        bars.append(Bar(month, x + BAR / 2, sums[month], pieces))
    return Chart(bars, lines, len(months) * STEP)
