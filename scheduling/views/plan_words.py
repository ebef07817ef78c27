"""What stays out of a plan, in words: why, and what would take it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from outreach.access import Asker
from outreach.models import Workplace
from outreach.templatetags.written import weekday_date
from scheduling.actions.plan_weeks import (
    DAY_LEFT_ALONE,
    LEFT_FOR_LATER,
    NO_POINT,
    WAYS_BY_MODEL,
)
from scheduling.models import Plan, Team
from scheduling.planner.plan import ChangeKind, Reason

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """What stays out of a plan, and why in words."""

    workplace: Workplace | None
    due_date: date | None
    words: str
    change: str  # the cheapest that would take it in, or nothing


def left_out(plan: Plan, asker: Asker) -> list[LeftOut]:
    """Return what stays out of a plan, each with its reason and its cheapest change in words."""
    teams, places = _named(plan.unplanned, asker)
    return [
        LeftOut(
            workplace=places.get(row.get("workplace", 0)),
            due_date=date.fromisoformat(row["due_date"]) if "due_date" in row else None,
            words=_in_words(row, teams.get(row.get("team", 0))),
            change=_change_in_words(row["change"], teams, places) if "change" in row else "",
        )
        for row in plan.unplanned
    ]


def changes_in_words(rows: Sequence[Row], asker: Asker) -> list[str]:
    """Return for each row what would take its visit in, or nothing."""
    teams, places = _named(rows, asker)
    return [
        _change_in_words(row["change"], teams, places) if "change" in row else "" for row in rows
    ]


def _named(rows: Sequence[Row], asker: Asker) -> tuple[dict[int, Team], dict[int, Workplace]]:
    """Return the teams and workplaces that rows speak of."""
    changes = [row["change"] for row in rows if "change" in row]
    keys = [row["workplace"] for row in rows if "workplace" in row]
    keys += [change["other"] for change in changes if "other" in change]
    named = [row["team"] for row in [*rows, *changes] if "team" in row]
    return (
        Team.objects.for_staff(asker).in_bulk(named),
        Workplace.objects.for_staff(asker).in_bulk(keys),
    )


def _in_words(row: dict[str, object], team: Team | None) -> str:
    """Write a reason with its numbers."""
    numbers = row.get("numbers")
    words = _WORDS.get(str(row.get("reason")))
    if words is None or not isinstance(numbers, dict):
        return ""
    if "date" in numbers:
        numbers = {**numbers, "date": weekday_date(date.fromisoformat(numbers["date"]))}
    return words() % {"team": team.name if team else "", **numbers}


def _change_in_words(
    change: dict[str, Any], teams: dict[int, Team], places: dict[int, Workplace]
) -> str:
    """Write what would take a visit in, with whom and when."""
    words, team = _CHANGES.get(change["kind"]), teams.get(change["team"])
    other = places.get(change.get("other", 0))
    if words is None or team is None or (change["kind"] == INSTEAD_OF and other is None):
        return ""
    return words() % {
        "team": team.name,
        "day": weekday_date(date.fromisoformat(change["date"])),
        "minutes": change["minutes"],
        "other": other.name if other else "",
    }


INSTEAD_OF = ChangeKind.INSTEAD_OF.value
_CHANGES: dict[str, Callable[[], str]] = {
    ChangeKind.WIDER_WINDOW.value: lambda: _(
        "%(team)s could go on %(day)s if the workplace's hours were %(minutes)s minutes longer."
    ),
    ChangeKind.MORE_DRIVING.value: lambda: _(
        "%(team)s could go on %(day)s if it might drive %(minutes)s minutes more that day."
    ),
    ChangeKind.LONGER_SHIFT.value: lambda: _(
        "%(team)s could go on %(day)s if its shift ended %(minutes)s minutes later."
    ),
    ChangeKind.WORTH_MORE.value: lambda: _(
        "%(team)s could go on %(day)s; book it by hand if it is worth %(minutes)s minutes more."
    ),
    ChangeKind.INSTEAD_OF.value: lambda: _("%(team)s could go on %(day)s instead of to %(other)s."),
    ChangeKind.OTHER_DAY.value: lambda: _("%(team)s could go on %(day)s if that day suited."),
    ChangeKind.OTHER_SKILLS.value: lambda: _(
        "%(team)s could go on %(day)s if it offered everything that is due here."
    ),
}

_WORDS: dict[str, Callable[[], str]] = {
    Reason.NO_TEAM_WITH_SKILLS.value: lambda: _(
        "It needs %(needed)s services in one visit; no team offers more than %(available)s of them."
    ),
    Reason.NO_DAY_ALLOWED.value: lambda: _(
        "No team that can do this has a shift on the days left."
    ),
    Reason.WINDOW_TOO_SHORT.value: lambda: _(
        "The visit takes %(needed)s minutes; the workplace's hours leave at most %(available)s."
    ),
    Reason.NO_TIME_LEFT.value: lambda: _(
        "The visit takes %(needed)s minutes; the longest gap left this week is %(available)s."
    ),
    Reason.NO_DRIVING_LEFT.value: lambda: _(
        "It adds %(needed)s minutes of driving; the team has %(available)s left that day."
    ),
    Reason.NOT_WORTH_IT.value: lambda: _(
        "Going this week costs %(needed)s minutes of driving and delay, more than waiting does."
    ),
    Reason.NOT_TRIED.value: lambda: _("The planning time ran out before its turn."),
    DAY_LEFT_ALONE: lambda: _(
        "%(team)s, %(date)s: what is booked leaves no time to drive, so nothing was added."
    ),
    LEFT_FOR_LATER: lambda: _(
        "%(count)s more workplaces are due later; plan again when these are booked."
    ),
    NO_POINT: lambda: _(
        "%(count)s workplaces are on no map yet; enter their address to plan them."
    ),
    WAYS_BY_MODEL: lambda: _(
        "The travel service did not tell %(count)s drives; their minutes are estimated."
    ),
}
