from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

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
    NotACallTime,
    Place,
    Turn,
    check_call_time,
    next_try_after,
    place_of,
    turn_after,
    turn_put_back,
)
from outreach.rules.workdays import is_working_day

SEOUL = ZoneInfo("Asia/Seoul")
R = CallResult


def at(text: str) -> datetime:
    """Read "11-23 10:00" of 2026, or a moment with its year."""
    whole = text if text.count("-") == 2 else f"2026-{text}"
    return datetime.strptime(whole, "%Y-%m-%d %H:%M").replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("made", "tries", "again"),
    [
        ("11-23 10:12", 1, "11-24 13:30"),  # the next working day, after lunch
        ("11-24 13:40", 2, "11-27 16:30"),  # three working days on, late
        ("11-27 16:35", 3, "12-08 10:00"),  # seven, in the morning again
        ("11-20 17:10", 1, "11-23 10:00"),  # a weekend is no gap
        ("12-24 11:00", 1, "12-28 13:30"),  # nor is Christmas, a Friday
        ("12-08 10:05", 4, "2027-03-08 13:30"),  # the round is over: ninety days, a Monday
        ("11-26 10:00", 4, "2027-02-24 13:30"),
        ("11-23 23:50", 1, "11-24 10:00"),  # entered late at night
    ],
)
def test_the_next_try_is_later_and_at_another_time_of_day(
    made: str, tries: int, again: str
) -> None:
    assert next_try_after(at(made), tries=tries) == at(again)


@pytest.mark.parametrize(
    ("calls", "turn"),
    [
        ([], Turn()),
        ([("11-23 10:00", R.UNANSWERED)], Turn(1, at("11-24 13:30"))),
        ([("11-23 10:00", R.SPOKEN_TO)], Turn(1, at("11-24 13:30"))),
        ([("11-23 10:00", R.WRONG_NUMBER)], Turn(0, at("11-24 10:00"))),  # nobody was disturbed
        (
            [("11-20 10:00", R.UNANSWERED), ("11-23 13:40", R.WRONG_NUMBER)],
            Turn(1, at("11-24 13:30")),
        ),
        (
            [("11-20 10:00", R.UNANSWERED), ("11-23 13:40", R.UNANSWERED)],
            Turn(2, at("11-26 16:30")),
        ),
        ([("11-23 10:00", R.REFUSED)], Turn(1, None, is_refused=True)),
        # a later call about something else takes no refusal back
        (
            [("11-20 10:00", R.REFUSED), ("11-23 10:00", R.SPOKEN_TO)],
            Turn(2, None, is_refused=True),
        ),
        # ninety days apart: a new round
        (
            [("2026-08-20 10:00", R.UNANSWERED), ("11-23 10:00", R.UNANSWERED)],
            Turn(1, at("11-24 13:30")),
        ),
    ],
)
def test_calls_leave_a_workplace_resting_or_refused(
    calls: list[tuple[str, CallResult]], turn: Turn
) -> None:
    assert turn_after([Call(at(when), result) for when, result in calls]) == turn


def test_the_time_that_was_chosen_holds() -> None:
    chosen = at("12-01 15:00")

    turn = turn_after([Call(at("11-23 10:00"), R.UNANSWERED, not_before=chosen)])

    assert turn == Turn(1, chosen)


@pytest.mark.parametrize(
    ("last_call", "turn"),
    [
        (None, Turn()),
        ("11-20 17:00", Turn()),
        ("11-23 09:30", Turn(0, at("11-24 13:30"))),  # not twice on one day
    ],
)
def test_whoever_is_put_back_is_due(last_call: str | None, turn: Turn) -> None:
    last = None if last_call is None else at(last_call)

    assert turn_put_back(last_call=last, now=at("11-23 10:00")) == turn


@pytest.mark.parametrize(
    ("chosen", "tries", "accepted"),
    [
        ("11-24 09:00", 1, True),
        ("11-24 17:59", 1, True),
        ("11-23 15:00", 1, False),  # today again
        ("11-24 08:59", 1, False),  # before they open
        ("11-24 18:00", 1, False),  # after they close
        ("11-28 10:00", 1, False),  # a Saturday
        ("12-25 10:00", 1, False),  # Christmas
        ("12-01 10:00", 4, False),  # four times is enough for now
        ("2027-02-22 10:00", 4, True),
        ("2027-05-21 10:00", 1, True),
        ("2027-05-24 10:00", 1, False),  # more than 180 days: forgotten
    ],
)
def test_a_chosen_time_is_a_working_hour_of_a_later_day(
    chosen: str, tries: int, accepted: bool
) -> None:
    made = at("11-23 10:00")
    if accepted:
        check_call_time(at(chosen), made_at=made, tries=tries)
    else:
        with pytest.raises(NotACallTime):
            check_call_time(at(chosen), made_at=made, tries=tries)


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
HOURS = st.times(time(9), time(17, 59))
STARTS = st.dates(date(2024, 1, 1), date(2032, 12, 31)).filter(is_working_day)
RESULTS = st.lists(st.sampled_from([R.UNANSWERED, R.SPOKEN_TO, R.WRONG_NUMBER]), min_size=1)


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
