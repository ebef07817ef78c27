from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.quiet_hours import SEOUL, next_sending_moment
from scheduling.rules.reminder_times import To, reminder_times, rules_of

RULES = rules_of("visit")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("booked", "starts", "expected"),
    [
        # three weeks ahead: both; the day before a Monday is the Friday
        (
            at(11, 2, 10),
            at(11, 23, 14),
            [("WEEK_BEFORE", at(11, 16, 10)), ("DAY_BEFORE", at(11, 20, 10))],
        ),
        # exactly a week ahead: the confirmation of that day stands for the reminder
        (at(11, 16, 9), at(11, 23, 14), [("DAY_BEFORE", at(11, 20, 10))]),
        (at(11, 16, 11), at(11, 23, 14), [("DAY_BEFORE", at(11, 20, 10))]),
        # for tomorrow: the confirmation says it all
        (at(11, 23, 9), at(11, 24, 14), []),
        # late in the evening: the confirmation leaves at nine on the day before
        (at(11, 22, 22), at(11, 24, 14), []),
        # for today
        (at(11, 23, 9), at(11, 23, 14), []),
        # across the new year; Christmas is a holiday
        (at(12, 20, 10), datetime(2027, 1, 1, 9, tzinfo=SEOUL),
         [("WEEK_BEFORE", at(12, 24, 10)), ("DAY_BEFORE", at(12, 31, 10))]),
    ],
)  # fmt: skip
def test_reminder_times(
    booked: datetime, starts: datetime, expected: list[tuple[str, datetime]]
) -> None:
    times = reminder_times(starts_at=starts, announced_at=booked, now=booked, rules=RULES)

    assert [(time.key, time.due_at) for time in times] == expected


def test_without_an_announcement_a_reminder_may_go_today() -> None:
    times = reminder_times(
        starts_at=at(11, 24, 14), announced_at=None, now=at(11, 23, 9), rules=RULES
    )

    assert [(time.key, time.due_at) for time in times] == [("DAY_BEFORE", at(11, 23, 10))]


@given(
    booked=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    ahead=st.timedeltas(timedelta(minutes=-60), timedelta(days=60)),
)
def test_no_reminder_is_late_or_doubles_the_announcement(
    booked: datetime, ahead: timedelta
) -> None:
    booked = booked.replace(tzinfo=SEOUL)
    starts = booked + ahead

    times = reminder_times(starts_at=starts, announced_at=booked, now=booked, rules=RULES)

    days = [time.due_at.date() for time in times]
    assert all(booked < time.due_at < starts for time in times)
    assert len(set(days)) == len(days)
    assert next_sending_moment(booked).date() not in days


def test_a_day_that_the_centre_is_closed_counts_like_a_holiday() -> None:
    times = reminder_times(
        starts_at=at(11, 25, 14), announced_at=None, now=at(11, 20, 9), rules=RULES,
        closures={date(2026, 11, 24)},
    )  # fmt: skip

    assert [(time.key, time.due_at) for time in times] == [("DAY_BEFORE", at(11, 23, 10))]


def test_a_week_before_only_the_first_to_contact_hears_of_a_visit() -> None:
    assert {rule.key: rule.to for rule in rules_of("visit")} == {
        "WEEK_BEFORE": To.FIRST, "DAY_BEFORE": To.EVERYBODY,
    }  # fmt: skip
    assert {rule.to for rule in rules_of("class")} == {To.EVERYBODY}
