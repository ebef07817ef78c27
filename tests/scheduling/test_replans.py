"""A team stays at home: owners keep their time where another team can come, and nobody is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach import clock
from outreach.access import Role
from outreach.models import Message
from scheduling.actions import replans
from scheduling.actions.week_boards import Move
from scheduling.models import Shift, Team, Visit
from tests.cast import NOW, SEOUL, TODAY, make_contact, make_workplace
from tests.cast_scheduling import make_due_item, make_team, make_visit, make_week_of_shifts

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)


def team_at_work(skills: list[str] | None = None) -> Team:
    team = make_team() if skills is None else make_team(skills=skills)
    make_week_of_shifts(team, MONDAY)
    return team


def visit_of(team: Team, hour: int, name: str = "가게") -> Visit:
    place = make_contact(make_workplace(name=name)).workplace
    return make_visit(place, team=team, starts_at=at(MONDAY, hour))


def proposed(team: Team) -> replans.Proposal:
    return replans.propose(teams=[team], first=MONDAY, last=MONDAY, now=NOW)


def done(team: Team, seen: str) -> Sequence[Move]:
    found = replans.apply(teams=[team], first=MONDAY, last=MONDAY, seen=seen, staff=None, now=NOW)
    return found.moves


def test_another_team_comes_at_the_same_time_if_it_can() -> None:
    sick, other = team_at_work(), team_at_work()
    visit = visit_of(sick, 10)

    (move,) = proposed(sick).moves

    assert (move.team, move.starts_at, move.keeps_time) == (other, visit.starts_at, True)
    visit.refresh_from_db()
    assert visit.team == sick


def test_else_another_time_of_the_day_and_else_another_day() -> None:
    sick, other = team_at_work(), team_at_work()
    first, second, third = (
        visit_of(sick, 10, "가"),
        visit_of(sick, 13, "나"),
        visit_of(sick, 16, "다"),
    )
    booked = make_visit(make_workplace(name="라"), team=other, starts_at=at(MONDAY, 10), minutes=60)
    make_visit(make_workplace(name="마"), team=other, starts_at=at(MONDAY, 16), minutes=100)

    moves = {move.visit.pk: move for move in proposed(sick).moves}

    assert len(moves) == 3
    for visit in (first, third):
        assert moves[visit.pk].starts_at not in (None, visit.starts_at)
    assert moves[second.pk].keeps_time
    assert all(
        move.team == other or timezone.localdate(move.starts_at) > MONDAY for move in moves.values()
    )
    booked.refresh_from_db()
    assert (booked.team, booked.starts_at) == (other, at(MONDAY, 10))
    assert second.pk in moves


def test_what_is_applied_is_what_was_seen() -> None:
    sick, other = team_at_work(), team_at_work()
    visits = [visit_of(sick, 10, "가"), visit_of(sick, 14, "나")]
    found = proposed(sick)

    done(sick, found.fingerprint)

    for visit, move in zip(visits, found.moves, strict=True):
        visit.refresh_from_db()
        assert (visit.team, visit.starts_at) == (other, move.starts_at)
    assert not Shift.objects.filter(team=sick, date=MONDAY).exists()
    assert Message.objects.filter(withdrawn_at=None, template__in=["visit_moved", "visit_booked"])


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_half_done() -> None:
    sick, other = team_at_work(), team_at_work()
    visit_of(sick, 10, "가")
    seen = proposed(sick).fingerprint
    make_visit(make_workplace(name="빠른 곳"), team=other, starts_at=at(MONDAY, 10))

    with pytest.raises(replans.ChangedMeanwhile):
        done(sick, seen)

    assert Visit.objects.filter(team=sick).count() == 1
    assert Shift.objects.filter(team=sick, date=MONDAY).exists()
    # The twin: who looks again may do it.
    assert done(sick, proposed(sick).fingerprint)


def test_a_visit_that_nobody_can_make_is_cancelled_and_due_again() -> None:
    sick = team_at_work()
    team_at_work(skills=["SPECIAL_EXAM"])
    for day in range(1, 5):
        Shift.objects.filter(team=sick, date=MONDAY + timedelta(days=day)).delete()
    visit = visit_of(sick, 10)
    (item,) = visit.due_items.all()

    moves = done(sick, proposed(sick).fingerprint)

    assert [move.team for move in moves] == [None]
    visit.refresh_from_db()
    assert visit.state == Visit.State.CANCELLED
    item.refresh_from_db()
    assert item.closed_at is None


def test_two_visits_never_get_one_place() -> None:
    sick = team_at_work()
    team_at_work()
    for number in range(4):
        visit_of(sick, 10 + 2 * number, f"가게 {number}")
    for number in range(4):
        make_due_item(make_workplace(name=f"다른 {number}"))

    moves = proposed(sick).moves

    taken = sorted(
        (move.starts_at, move.starts_at + timedelta(hours=1)) for move in moves if move.starts_at
    )
    days = {timezone.localdate(start) for start, _end in taken}
    assert len(taken) == 4
    assert all(before[1] <= after[0] for before, after in zip(taken, taken[1:], strict=False))
    assert min(days) == MONDAY


def test_staff_see_before_and_after_and_do_it(signed_in: SignIn) -> None:
    sick, other = team_at_work(), team_at_work()
    visit = visit_of(sick, 10)
    client = signed_in(Role.ADMINISTRATOR)
    asked = {"absence-first": MONDAY.isoformat(), "absence-last": MONDAY.isoformat()}
    days = {
        "who": f"team:{sick.pk}",
        "first": MONDAY.isoformat(),
        "last": MONDAY.isoformat(),
    }

    refused = client.post(f"/teams/{sick.pk}/absence/", asked).content.decode()
    address = "/week/trouble/"
    page = client.get(address, days).content.decode()
    stale = client.post(address, {**days, "seen": "x"})
    seen = proposed(sick).fingerprint
    after = client.post(address, {**days, "seen": seen}, follow=True).content.decode()

    assert "대신 갈 팀 찾아보기" in refused
    assert "같은 시간에 다른 팀 1건" in page
    assert (stale.status_code, "그사이" in stale.content.decode()) == (409, True)
    assert "방문 1건을 다른 팀에 나누었습니다" in after
    visit.refresh_from_db()
    assert visit.team == other
    assert client.get(f"/teams/{sick.pk}/replan/").status_code == 302
