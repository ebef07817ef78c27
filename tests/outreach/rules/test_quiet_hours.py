from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.quiet_hours import SEOUL, is_quiet, next_sending_moment


def seoul(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (seoul(23, 9), seoul(23, 9)),
        (seoul(23, 19, 59), seoul(23, 19, 59)),
        (seoul(23, 20), seoul(24, 9)),
        (seoul(23, 8, 59), seoul(23, 9)),
        (seoul(23, 0), seoul(23, 9)),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), seoul(24, 9)),  # 21:00 in Seoul
        (datetime(2026, 11, 23, 1, 0, tzinfo=UTC), seoul(23, 10)),
    ],
)
def test_a_text_waits_for_the_morning(moment: datetime, sent: datetime) -> None:
    assert next_sending_moment(moment) == sent


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_sending_moment(datetime(2026, 11, 23, 12, 0))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))
def test_a_text_never_leaves_in_quiet_hours_and_waits_no_longer_than_the_night(
    moment: datetime,
) -> None:
    sent = next_sending_moment(moment)

    assert not is_quiet(sent)
    assert timedelta(0) <= sent - moment.astimezone(UTC) <= timedelta(hours=13)
    assert next_sending_moment(sent) == sent
