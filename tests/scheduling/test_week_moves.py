"""A change of the week is tried first: rules, drives, who is told; then it is made, once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from outreach.models import ClosedDay, Message, MessageState
from scheduling.actions import visit_locks, week_moves
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.visits import ChangedMeanwhile, confirm_visit, move_visit
from scheduling.models import Reservation, Team, Visit
from tests.cast import NOW, SEOUL, make_contact, make_workplace
from tests.cast_scheduling import make_due_item, make_team, make_visit, make_week_of_shifts

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
FAR = {"latitude": 37.66, "longitude": 127.07}


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)


def team_at_work(**changes: object) -> Team:
    team = make_team(**changes)  # type: ignore[arg-type]
    make_week_of_shifts(team, MONDAY)
    return team


def visit_at(hour: int, team: Team, name: str = "가게", **changes: float) -> Visit:
    place = make_contact(make_workplace(None, name=name, **changes)).workplace
    return make_visit(place, team=team, starts_at=at(hour))


def tried(visit: Visit, starts_at: datetime, team: Team | None = None) -> week_moves.Trial:
    wish = week_moves.wish_for(visit, team=team or visit.team, starts_at=starts_at, minutes=60)
    return week_moves.try_change(wish=wish, now=NOW)


def moved(visit: Visit, starts_at: datetime, team: Team | None = None) -> Visit:
    wish = week_moves.wish_for(visit, team=team or visit.team, starts_at=starts_at, minutes=60)
    return week_moves.make_change(wish=wish, staff=None, now=NOW)


def test_a_trial_changes_nothing_and_says_what_it_would_cost() -> None:
    here, there = team_at_work(), team_at_work()
    visit = visit_at(10, here)
    visit_at(14, there, "다른 가게", **FAR)
    held = set(Reservation.objects.values_list("resource", "tick"))

    trial = tried(visit, at(11), there)

    assert trial.is_possible
    assert trial.told == ()
    assert set(Reservation.objects.values_list("resource", "tick")) == held
    visit.refresh_from_db()
    assert (visit.team, visit.starts_at) == (here, at(10))
    assert tried(visit, at(15)).added_minutes == 0


def test_the_drive_from_the_visit_before_is_named_when_it_is_too_long() -> None:
    team = team_at_work()
    visit_at(10, team, "먼 가게", **FAR)
    visit = visit_at(15, team)

    trial = tried(visit, at(11))

    assert not trial.is_possible
    assert "먼 가게" in trial.refusal
    with pytest.raises(week_moves.DayDoesNotFit):
        moved(visit, at(11))
    assert tried(visit, at(13)).is_possible


def test_nobody_is_in_two_places_and_no_shift_is_left() -> None:
    team = team_at_work()
    visit_at(10, team, "먼저 온 곳")
    visit = visit_at(15, team)

    assert tried(visit, at(10, 30)).refusal
    assert tried(visit, at(18)).refusal
    assert tried(visit, at(9, day=MONDAY + timedelta(days=5))).refusal
    assert tried(visit, at(15)).refusal
    visit.refresh_from_db()
    assert visit.starts_at == at(15)


def test_a_team_without_the_skill_is_refused() -> None:
    visit = visit_at(10, team_at_work())

    trial = tried(visit, at(10), team_at_work(skills=["SPECIAL_EXAM"]))

    assert "2조에서 하지 않는 일: 상담 (하는 팀: 1조)." in trial.refusal


def test_a_closed_day_is_refused() -> None:
    visit = visit_at(10, team_at_work())
    ClosedDay.objects.create(centre=None, date=MONDAY + timedelta(days=1), name="임시공휴일")

    assert tried(visit, at(10, day=MONDAY + timedelta(days=1))).refusal
    assert tried(visit, at(10, day=MONDAY + timedelta(days=2))).is_possible


def test_who_knows_is_named_and_told_when_it_is_done() -> None:
    visit = visit_at(10, team_at_work())
    Message.objects.filter(template="visit_booked").update(
        state=MessageState.ACCEPTED, sid="SM1", accepted_at=NOW
    )

    assert len(tried(visit, at(15)).told) == 1

    moved(visit, at(15))
    assert Message.objects.filter(template="visit_moved", withdrawn_at=None).count() == 1


def test_a_confirmed_visit_moves_only_when_staff_unlock_it() -> None:
    visit = visit_at(10, team_at_work())
    confirm_visit(visit=visit, now=NOW)
    visit.refresh_from_db()

    assert tried(visit, at(15)).refusal == str(week_moves.ConfirmedByOwner())
    with pytest.raises(week_moves.ConfirmedByOwner):
        moved(visit, at(15))
    visit_locks.set_lock(visit=visit, is_locked=False, staff=None, now=NOW)

    # The twin: unlocked, it moves, and the next promise locks it again.
    moved(Visit.objects.get(pk=visit.pk), at(15))
    visit = Visit.objects.get(pk=visit.pk)
    assert (visit.starts_at, visit.state) == (at(15), Visit.State.BOOKED)
    confirm_visit(visit=visit, now=NOW)
    assert Visit.objects.get(pk=visit.pk).is_held


def test_a_locked_visit_stays_until_it_is_unlocked() -> None:
    visit = visit_at(10, team_at_work())
    visit_locks.set_lock(visit=visit, is_locked=True, staff=None, now=NOW)
    visit = Visit.objects.get(pk=visit.pk)

    assert tried(visit, at(15)).refusal == str(week_moves.LockedByStaff())
    with pytest.raises(visit_locks.AlreadySo):
        visit_locks.set_lock(visit=visit, is_locked=True, staff=None, now=NOW)
    visit_locks.set_lock(visit=visit, is_locked=False, staff=None, now=NOW)
    assert tried(Visit.objects.get(pk=visit.pk), at(15)).is_possible


def test_who_saw_an_older_state_moves_nothing() -> None:
    visit = visit_at(10, team_at_work())
    seen = Visit.objects.get(pk=visit.pk)
    move_visit(visit=visit, team=visit.team, starts_at=at(13), minutes=60, staff=None, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        moved(seen, at(15))

    # The twin: without the number of the state, the later change would win unseen.
    moved(Visit.objects.get(pk=visit.pk), at(15))


def test_what_waits_is_booked_by_the_same_checks() -> None:
    team = team_at_work()
    place = make_contact(make_workplace(name="새 가게")).workplace
    item = make_due_item(place)
    wish = week_moves.Wish(place, (item,), team, at(10), 60)

    trial = week_moves.try_change(wish=wish, now=NOW)
    assert trial.is_possible
    assert trial.added_minutes > 0
    visit = week_moves.make_change(wish=wish, staff=None, now=NOW)

    assert list(visit.due_items.all()) == [item]
    with pytest.raises(VisitRefused):
        week_moves.make_change(wish=wish, staff=None, now=NOW)
