"""
Whom to telephone for a number that takes texts, and when: nobody too often, nobody forgotten.

A workplace that nobody has called is due. Each call rests it until another time of day on a later
working day, after growing gaps; after MOST_TRIES calls it rests REST_DAYS and a new round begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from outreach.rules.workdays import next_working_day, working_day_on_or_after

MOST_TRIES = 4  # in one round; nobody is called five times
REST_DAYS = 90  # calendar days after the last try of a round; shorter gaps belong to one round
GAPS = (1, 3, 7)  # working days after the first, second and third try
LATEST_DAYS = 180  # a workplace may be put off so far, not for ever
OPENS, CLOSES = time(9), time(18)  # when workplaces are called
# The parts of a day, in the order in which they are tried: when each begins, and the call in it.
PARTS = ((time(0), time(10)), (time(12), time(13, 30)), (time(15, 30), time(16, 30)))


class CallResult(StrEnum):
    """What a call means for the list."""

    UNANSWERED = "UNANSWERED"
    SPOKEN_TO = "SPOKEN_TO"  # about something else; there is still no number
    WRONG_NUMBER = "WRONG_NUMBER"  # somebody else was disturbed, so it is no try
    REFUSED = "REFUSED"


class Place(StrEnum):
    """The part of the list in which a workplace without a textable number stands."""

    DUE = "DUE"
    RESTING = "RESTING"
    REFUSED = "REFUSED"
    NO_NUMBER = "NO_NUMBER"


@dataclass(frozen=True)
class Call:
    """One call, at a moment of the local clock; `not_before` is what was agreed or chosen."""

    made_at: datetime
    result: CallResult
    not_before: datetime | None = None


@dataclass(frozen=True)
class Turn:
    """Where the calls so far leave a workplace."""

    tries: int = 0  # of the present round
    rests_until: datetime | None = None
    is_refused: bool = False


class NotACallTime(ValueError):
    """Nobody is called at that moment."""


def turn_after(calls: Sequence[Call]) -> Turn:
    """Return where the calls, oldest first, leave a workplace; none from before it was put back."""
    if not calls:
        return Turn()
    last = calls[-1]
    tries = _tries(calls)
    if any(call.result is CallResult.REFUSED for call in calls):
        return Turn(tries=tries, is_refused=True)
    if last.result is CallResult.WRONG_NUMBER:
        # The other number of the workplace is tried at the same hour of the next working day.
        next_try = datetime.combine(
            next_working_day(last.made_at.date()), _part(last.made_at)[1], last.made_at.tzinfo
        )
        return Turn(tries=tries, rests_until=next_try)
    earliest = next_try_after(last.made_at, tries=tries)
    return Turn(tries=tries, rests_until=last.not_before or earliest)


def turn_put_back(*, last_call: datetime | None, now: datetime) -> Turn:
    """Return the turn of a workplace that staff put back: due, but not on the day of a call."""
    if last_call is None or last_call.date() < now.date():
        return Turn()
    return Turn(rests_until=next_try_after(last_call, tries=1))


def next_try_after(made_at: datetime, *, tries: int) -> datetime:
    """Return when to call again after so many tries: another day, another time of day."""
    day = made_at.date()
    if tries >= MOST_TRIES:
        day = working_day_on_or_after(day + timedelta(days=REST_DAYS))
    else:
        for _each in range(GAPS[max(tries, 1) - 1]):
            day = next_working_day(day)
    return datetime.combine(day, _next_part(made_at), made_at.tzinfo)


def check_call_time(chosen: datetime, *, made_at: datetime, tries: int) -> None:
    """
    Accept a moment that staff chose for the next call.

    :raises NotACallTime: not a later working day, not in the hours, before the rest is over or
        so late that the workplace would be forgotten
    """
    is_worked = working_day_on_or_after(chosen.date()) == chosen.date()
    in_hours = OPENS <= chosen.time() < CLOSES
    first = made_at.date() + timedelta(days=REST_DAYS if tries >= MOST_TRIES else 1)
    latest = made_at.date() + timedelta(days=LATEST_DAYS)
    if not (is_worked and in_hours and first <= chosen.date() <= latest):
        raise NotACallTime


def place_of(
    *, is_refused: bool, rests_until: datetime | None, has_number: bool, now: datetime
) -> Place:
    """Return the one part of the list in which a workplace stands."""
    if is_refused:
        return Place.REFUSED
    if not has_number:
        return Place.NO_NUMBER
    if rests_until is not None and rests_until > now:
        return Place.RESTING
    return Place.DUE


def _tries(calls: Sequence[Call]) -> int:
    """Count the tries of the last round: a gap of REST_DAYS begins a new one."""
    tries = [call for call in calls if call.result is not CallResult.WRONG_NUMBER]
    count = min(len(tries), 1)
    for earlier, later in pairwise(tries):
        is_new_round = later.made_at.date() - earlier.made_at.date() >= timedelta(days=REST_DAYS)
        count = 1 if is_new_round else count + 1
    return count


def _part(moment: datetime) -> tuple[time, time]:
    return [part for part in PARTS if part[0] <= moment.time()][-1]


def _next_part(moment: datetime) -> time:
    return PARTS[(PARTS.index(_part(moment)) + 1) % len(PARTS)][1]
