"""When texts about a visit or a class go out, and to whom; the table is data/reminder_rules.csv."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from outreach.rules.quiet_hours import SEOUL, next_sending_moment
from outreach.rules.workdays import ONE_DAY, is_working_day

RULES = Path(__file__).parent / "data" / "reminder_rules.csv"


class To(StrEnum):
    """Who at a workplace a reminder goes to; news goes to everybody."""

    FIRST = "FIRST"  # the one to contact first
    EVERYBODY = "EVERYBODY"  # everybody whom a text reaches


@dataclass(frozen=True)
class ReminderRule:
    """A text so many days before the day of the appointment, at an hour of Seoul."""

    key: str
    days_before: int
    at: time
    to: To = To.EVERYBODY


@dataclass(frozen=True)
class ReminderTime:
    """One text that will be due."""

    key: str
    due_at: datetime
    to: To = To.EVERYBODY


@cache
def rules_of(kind: str) -> tuple[ReminderRule, ...]:
    """Return the rules for visits ("visit") or for seats in a class ("class")."""
    with RULES.open(encoding="utf-8", newline="") as file:
        return tuple(
            ReminderRule(
                row["rule"], int(row["days_before"]), time.fromisoformat(row["at"]), To(row["to"])
            )
            for row in csv.DictReader(file)
            if row["kind"] == kind
        )


def reminder_times(
    *,
    starts_at: datetime,
    announced_at: datetime | None,
    now: datetime,
    rules: tuple[ReminderRule, ...],
    closures: Collection[date] = (),
) -> tuple[ReminderTime, ...]:
    """
    Return the reminders of an appointment, earliest first.

    One whose day is no working day goes on the working day before. None lies in the past, and
    none on the day on which the appointment itself is announced: nobody gets two texts about the
    same thing on one day.
    """
    day = starts_at.astimezone(SEOUL).date()
    announced = next_sending_moment(announced_at).date() if announced_at else None
    times = [
        ReminderTime(
            rule.key,
            datetime.combine(
                _working_day_by(day - timedelta(rule.days_before), closures), rule.at, tzinfo=SEOUL
            ),
            rule.to,
        )
        for rule in rules
    ]
    return tuple(
        sorted(
            (
                time
                for time in times
                if now < time.due_at < starts_at
                and (announced is None or announced < time.due_at.date())
            ),
            key=lambda time: time.due_at,
        )
    )


def _working_day_by(day: date, closures: Collection[date]) -> date:
    while not is_working_day(day, closures=closures):
        day -= ONE_DAY
    return day
