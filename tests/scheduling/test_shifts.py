"""Shifts: given from day to day, taken away for an absence, never from under a visit."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.models import Centre
from outreach.rules.workdays import is_public_holiday
from scheduling.actions.shifts import (
    EndsBeforeItStarts,
    InThePast,
    NoDayLeft,
    NoShiftThere,
    NothingToChange,
    Roster,
    TooLong,
    VisitsInTheWay,
    give_shifts,
    remove_shifts,
)
from scheduling.models import Team, Visit
from tests import cast
from tests.cast_scheduling import make_shift, make_team, make_visit
from tests.scheduling.shift_days import FRIDAY, MONDAY, NINE, SIX, give

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


@pytest.fixture
def team(centre: Centre) -> Team:
    return make_team(centre)


def remove(team: Team, first: date, last: date) -> int:
    return remove_shifts(team=team, first=first, last=last, today=cast.TODAY)


def days_of(team: Team) -> list[date]:
    return list(team.shifts.order_by("date").values_list("date", flat=True))


def test_a_week_of_shifts_is_given(team: Team) -> None:
    roster = give(team, MONDAY, MONDAY + timedelta(days=6))

    assert roster == Roster(given=5, changed=0, holidays=())
    assert days_of(team) == [MONDAY + timedelta(days=number) for number in range(5)]


def test_a_public_holiday_is_left_out_and_named(team: Team) -> None:
    christmas = date(2026, 12, 25)  # a Friday

    roster = give(team, date(2026, 12, 21), date(2026, 12, 27))

    assert roster.holidays == (christmas,)
    assert christmas not in days_of(team)


def test_only_the_chosen_weekdays_are_given(team: Team) -> None:
    give_shifts(
        team=team,
        first=cast.TODAY,
        last=cast.TODAY + timedelta(days=13),
        weekdays=[1, 5],
        start=NINE,
        end=SIX,
        today=cast.TODAY,
    )

    assert [day.isoformat() for day in days_of(team)] == [
        "2026-11-24", "2026-11-28", "2026-12-01", "2026-12-05",
    ]  # fmt: skip


def test_a_day_that_has_a_shift_gets_the_new_hours(team: Team) -> None:
    make_shift(team, MONDAY, NINE, time(13))
    make_shift(team, MONDAY + timedelta(days=1), NINE, SIX)

    roster = give(team, MONDAY, FRIDAY)

    assert (roster.given, roster.changed) == (3, 1)
    assert team.shifts.get(date=MONDAY).end == SIX


def test_hours_that_leave_a_booked_visit_outside_are_refused(team: Team, centre: Centre) -> None:
    make_visit(cast.make_workplace(centre), team=team)  # at two o'clock

    with pytest.raises(VisitsInTheWay, match="한빛도장"):
        give(team, MONDAY, FRIDAY, NINE, time(14, 30))

    assert give(team, MONDAY, FRIDAY, NINE, time(15)).given == 5


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (FRIDAY, MONDAY, EndsBeforeItStarts),
        (cast.TODAY - timedelta(days=1), FRIDAY, InThePast),
        (MONDAY, MONDAY + timedelta(days=367), TooLong),
        (date(2026, 12, 25), date(2026, 12, 27), NoDayLeft),  # Christmas and a weekend
    ],
)
def test_days_that_cannot_be_are_refused(
    team: Team, first: date, last: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(team, first, last)

    assert days_of(team) == []


def test_hours_that_end_before_they_start_are_refused(team: Team) -> None:
    with pytest.raises(EndsBeforeItStarts):
        give(team, MONDAY, FRIDAY, SIX, NINE)


def test_the_same_shifts_twice_are_refused(team: Team) -> None:
    give(team, MONDAY, FRIDAY)

    with pytest.raises(NothingToChange):
        give(team, MONDAY, FRIDAY)


def test_an_absence_takes_the_shifts_away(team: Team) -> None:
    give(team, MONDAY, FRIDAY)

    assert remove(team, MONDAY, MONDAY + timedelta(days=1)) == 2
    assert days_of(team) == [MONDAY + timedelta(days=number) for number in (2, 3, 4)]


def test_a_shift_with_a_booked_visit_stays_and_the_visit_is_named(
    team: Team, centre: Centre
) -> None:
    give(team, MONDAY, FRIDAY)
    visit = make_visit(cast.make_workplace(centre), team=team)

    with pytest.raises(VisitsInTheWay, match="한빛도장") as refusal:
        remove(team, MONDAY, FRIDAY)

    assert refusal.value.visits == [visit]
    assert len(days_of(team)) == 5


@pytest.mark.parametrize("state", [Visit.State.CANCELLED, Visit.State.MISSED])
def test_a_visit_that_will_not_take_place_is_in_nobodys_way(
    team: Team, centre: Centre, state: str
) -> None:
    """The twin: the same absence, and the visit no longer stands."""
    give(team, MONDAY, FRIDAY)
    visit = make_visit(cast.make_workplace(centre), team=team)
    Visit.objects.filter(pk=visit.pk).update(state=state)

    assert remove(team, MONDAY, FRIDAY) == 5


def test_a_visit_of_another_team_is_in_nobodys_way(team: Team, centre: Centre) -> None:
    give(team, MONDAY, FRIDAY)
    make_visit(cast.make_workplace(centre))

    assert remove(team, MONDAY, FRIDAY) == 5


def test_an_absence_without_a_shift_is_refused(team: Team) -> None:
    with pytest.raises(NoShiftThere):
        remove(team, MONDAY, FRIDAY)


def test_shifts_of_the_past_stay(team: Team) -> None:
    make_shift(team, cast.TODAY - timedelta(days=3))

    with pytest.raises(InThePast):
        remove(team, cast.TODAY - timedelta(days=3), FRIDAY)


@given(
    start=st.integers(0, 400),
    length=st.integers(0, 60),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
)
def test_every_day_asked_for_is_given_or_a_holiday(
    start: int, length: int, weekdays: set[int]
) -> None:
    first = cast.TODAY + timedelta(days=start)
    span = [first + timedelta(days=number) for number in range(length + 1)]
    asked = {day for day in span if day.weekday() in weekdays}
    team = make_team(cast.make_centre())

    try:
        roster = give_shifts(
            team=team,
            first=first,
            last=span[-1],
            weekdays=weekdays,
            start=NINE,
            end=SIX,
            today=cast.TODAY,
        )
    except NoDayLeft:
        assert all(is_public_holiday(day) for day in asked)
    else:
        assert set(days_of(team)) | set(roster.holidays) == asked
        assert not any(is_public_holiday(day) for day in days_of(team))
