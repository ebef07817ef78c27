"""Rounds of calls as they would be played: nobody too often, nobody forgotten."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules import call_queue
from outreach.rules.call_queue import (
    GAPS,
    LATEST_DAYS,
    MOST_TRIES,
    REST_DAYS,
    Call,
    CallResult,
    Place,
    Turn,
    place_of,
    turn_after,
)
from outreach.rules.workdays import is_working_day
from tests.outreach.rules.call_moments import SEOUL, R, at

HOURS = st.times(time(9), time(17, 59))
STARTS = st.dates(date(2024, 1, 1), date(2032, 12, 31)).filter(is_working_day)
RESULTS = st.lists(st.sampled_from([R.UNANSWERED, R.SPOKEN_TO, R.WRONG_NUMBER]), min_size=1)


@pytest.mark.parametrize(
    ("refused", "rests", "has_number", "place"),
    [
        (False, None, True, Place.DUE),
        (False, "11-23 09:59", True, Place.DUE),
        (False, "11-23 10:00", True, Place.DUE),  # this very minute
        (False, "11-23 10:01", True, Place.RESTING),
        (False, "11-24 10:00", False, Place.NO_NUMBER),  # nothing to call, whenever
        (True, None, True, Place.REFUSED),
        (True, None, False, Place.REFUSED),  # no letter either
    ],
)
def test_a_workplace_stands_in_one_part(
    refused: bool, rests: str | None, has_number: bool, place: Place
) -> None:
    until = None if rests is None else at(rests)

    found = place_of(
        is_refused=refused, rests_until=until, has_number=has_number, now=at("11-23 10:00")
    )

    assert found == place


# Properties: somebody who calls at once whenever the list says so, for years.


def played(day: date, hour: time, results: list[CallResult]) -> tuple[list[Call], Turn]:
    """Call whenever the workplace is due."""
    calls: list[Call] = []
    when = datetime.combine(day, hour, SEOUL)
    for result in results:
        calls.append(Call(when, result))
        turn = turn_after(calls)
        assert turn.rests_until is not None
        when = turn.rests_until
    return calls, turn_after(calls)


def most_in_a_round(calls: list[Call]) -> int:
    """Return the most tries that lie within one stretch of less than REST_DAYS."""
    days = [call.made_at.date() for call in calls if call.result is not R.WRONG_NUMBER]
    spans = [
        [d for d in days if timedelta(0) <= d - first < timedelta(REST_DAYS)] for first in days
    ]
    return max(map(len, spans), default=0)


@given(STARTS, HOURS, RESULTS)
def test_nobody_is_called_twice_on_one_day(
    day: date, hour: time, results: list[CallResult]
) -> None:
    calls, _turn = played(day, hour, results)
    for earlier, later in pairwise(calls):
        assert earlier.made_at.date() < later.made_at.date()
        assert is_working_day(later.made_at.date())


@given(STARTS, HOURS, RESULTS)
def test_the_next_try_is_at_another_time_of_day(
    day: date, hour: time, results: list[CallResult]
) -> None:
    calls, _turn = played(day, hour, results)
    for earlier, later in pairwise(calls):
        if earlier.result is not R.WRONG_NUMBER:
            assert abs(later.made_at.hour - earlier.made_at.hour) >= 1


@given(STARTS, HOURS, RESULTS)
def test_nobody_is_called_five_times_in_a_period(
    day: date, hour: time, results: list[CallResult]
) -> None:
    calls, _turn = played(day, hour, results)

    assert most_in_a_round(calls) <= MOST_TRIES


def test_the_limit_is_what_keeps_the_fifth_call_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without it, the same workplace is called again and again."""
    monkeypatch.setattr(call_queue, "MOST_TRIES", 99)
    monkeypatch.setattr(call_queue, "GAPS", (*GAPS, *[7] * 96))

    calls, _turn = played(date(2026, 11, 23), time(10), [R.UNANSWERED] * 8)

    assert most_in_a_round(calls) > MOST_TRIES


@given(STARTS, HOURS, RESULTS)
def test_nobody_is_forgotten(day: date, hour: time, results: list[CallResult]) -> None:
    calls, turn = played(day, hour, results)

    assert turn.rests_until is not None
    assert turn.rests_until - calls[-1].made_at < timedelta(days=LATEST_DAYS)


@given(
    st.booleans(),
    st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.booleans(),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
)
def test_every_workplace_stands_in_the_list_sooner_or_later(
    refused: bool, rests: datetime | None, has_number: bool, now: datetime
) -> None:
    found = place_of(is_refused=refused, rests_until=rests, has_number=has_number, now=now)
    in_the_end = place_of(
        is_refused=refused, rests_until=rests, has_number=has_number, now=datetime(2041, 1, 1)
    )

    assert (found is Place.RESTING) <= (in_the_end is Place.DUE)
    assert in_the_end is not Place.RESTING
