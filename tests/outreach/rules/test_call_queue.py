"""The rounds of calls."""

from __future__ import annotations

import pytest

from outreach.rules.call_queue import (
    Call,
    CallResult,
    NotACallTime,
    Turn,
    check_call_time,
    next_try_after,
    turn_after,
    turn_put_back,
)
from tests.outreach.rules.call_moments import R, at


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
