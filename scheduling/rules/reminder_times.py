"""When texts about a visit or a class go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from outreach.rules.quiet_hours import SEOUL, next_sending_moment


@dataclass(frozen=True)
class ReminderRule:
    """A text so many days before the day of the appointment, at an hour of Seoul."""

    key: str
    days_before: int
    at: time


@dataclass(frozen=True)
class ReminderTime:
    """One text that will be due."""

    key: str
    due_at: datetime


REMINDER_RULES = (
    ReminderRule("WEEK_BEFORE", 7, time(10)),
    ReminderRule("DAY_BEFORE", 1, time(10)),
)


def reminder_times(
    *,
    starts_at: datetime,
    announced_at: datetime | None,
    now: datetime,
    rules: tuple[ReminderRule, ...] = REMINDER_RULES,
) -> tuple[ReminderTime, ...]:
    """
    Return the reminders of an appointment, earliest first.

    None lies in the past, and none on the day on which the appointment itself is announced:
    nobody gets two texts about the same thing on one day.
    """
    day = starts_at.astimezone(SEOUL).date()
    announced = next_sending_moment(announced_at).date() if announced_at else None
    times = [
        ReminderTime(
            rule.key, datetime.combine(day - timedelta(rule.days_before), rule.at, tzinfo=SEOUL)
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
