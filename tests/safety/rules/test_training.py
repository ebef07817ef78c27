from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.derivations import Authority, RuleKey
from safety.rules.training import completed_minutes, is_completed, prevention_class_due

TODAY = date(2026, 11, 23)
SEOUL = ZoneInfo("Asia/Seoul")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=SEOUL)


START, END = at(14), at(16)


@pytest.mark.parametrize(
    ("last_completed", "due", "rule"),
    [
        (None, date(2026, 7, 5), RuleKey.FIRST_PREVENTION_CLASS),
        (date(2028, 2, 29), date(2029, 2, 28), RuleKey.FOLLOWING_PREVENTION_CLASS),
    ],
)
def test_a_class_is_offered_by_the_programmes_setting(
    last_completed: date | None, due: date, rule: RuleKey
) -> None:
    found = prevention_class_due(
        registered=date(2026, 1, 5), last_completed=last_completed, on=TODAY
    )

    assert (found.due_date, found.basis.rule) == (due, rule)


def test_our_class_is_never_the_course_of_article_8() -> None:
    found = prevention_class_due(registered=TODAY, last_completed=None, on=TODAY)

    assert found.basis.authority is Authority.PROGRAMME
    assert "제8조" not in str(found.basis.as_json())


@pytest.mark.parametrize(
    ("arrived", "left", "minutes"),
    [
        (at(13, 50), at(16, 10), 120),  # early and late count no more than the class
        (at(14), at(16), 120),
        (at(14, 15), at(16), 105),
        (at(14), at(15, 30), 90),
        (at(16, 5), at(16, 30), 0),
        (at(12), at(13), 0),
        (at(15), at(14, 30), 0),  # the times were swapped
        (None, at(16), 0),
        (at(14), None, 0),
        (None, None, 0),
    ],
)
def test_only_minutes_in_class_count(
    arrived: datetime | None, left: datetime | None, minutes: int
) -> None:
    assert completed_minutes(START, END, arrived, left) == minutes


@pytest.mark.parametrize(
    ("arrived", "left", "minutes"),
    [
        (at(14), at(16), 110),
        (at(14, 55), at(16), 60),  # came in the middle of the break
        (at(14), at(14, 50), 50),  # left before it
    ],
)
def test_breaks_do_not_count(arrived: datetime, left: datetime, minutes: int) -> None:
    pause = (at(14, 50), at(15))

    assert completed_minutes(START, END, arrived, left, breaks=[pause]) == minutes


@pytest.mark.parametrize(
    ("minutes", "class_minutes", "completed"),
    [
        (120, 120, True),
        (108, 120, True),  # 90 % to the minute
        (107, 120, False),
        (0, 120, False),
        (0, 0, False),
    ],
)
def test_nine_tenths_complete_a_class(minutes: int, class_minutes: int, completed: bool) -> None:
    assert is_completed(minutes=minutes, class_minutes=class_minutes) == completed


moments = st.integers(-120, 240).map(lambda minutes: START + timedelta(minutes=minutes))


@given(moments, moments, moments, moments)
def test_nobody_gets_more_than_the_class_or_less_than_nothing(
    arrived: datetime, left: datetime, pause_begin: datetime, pause_end: datetime
) -> None:
    minutes = completed_minutes(START, END, arrived, left, breaks=[(pause_begin, pause_end)])

    assert 0 <= minutes <= 120
