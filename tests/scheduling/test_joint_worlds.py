"""Drawn weeks in which a team is missing: whatever comes out can be driven and troubles nobody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from django.utils import timezone

from safety.models import DueItem
from scheduling.actions import replans
from scheduling.actions.busy_times import busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop
from scheduling.actions.team_days import TeamDay
from scheduling.actions.visits import confirm_visit
from scheduling.actions.week_boards import WeekBoard
from scheduling.models import Shift, Team, Visit
from tests.cast import NOW, SEOUL, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item, make_shift, make_team, make_visit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
DAYS = [MONDAY, MONDAY + timedelta(days=1)]


def draw_week(rng: Random) -> list[Team]:
    """Book what fits into two days of four teams; a third of the owners confirm."""
    teams = [
        make_team(skills=["CONSULTATION", *rng.choice([[], ["SPECIAL_EXAM"]])]) for _ in "1234"
    ]
    for team in teams:
        for day in DAYS:
            make_shift(team, day, time(9), time(rng.choice([13, 18])))
    board = WeekBoard(centre=teams[0].centre, without=(), now=NOW)
    for number in range(14):
        place = make_workplace(
            name=f"가게 {number}",
            latitude=rng.uniform(37.52, 37.60),
            longitude=rng.uniform(126.95, 127.05),
        )
        item = make_due_item(place) if rng.random() < 0.6 else make_exam_item(make_worker(place))
        times = board.times(Stop(Candidate(place, (item,)), 60), DAYS)
        if times:
            found = rng.choice(times)
            book(found.team, found.starts_at, item, rng)
            board = WeekBoard(centre=teams[0].centre, without=(), now=NOW)
    return teams


def book(team: Team, at: datetime, item: DueItem, rng: Random) -> None:
    visit = make_visit(item.workplace, team=team, starts_at=at, due_items=[item])
    if rng.random() < 1 / 3:
        confirm_visit(visit=visit, now=NOW)


def obstacles(teams: list[Team]) -> list[str]:
    """Return what speaks against the days of the teams, as they are booked."""
    centre = teams[0].centre
    busy = busy_times(centre=centre, teams=teams, first=DAYS[0], last=DAYS[-1])
    found = []
    for shift in Shift.objects.filter(team__in=teams).select_related("team"):
        mine = [one for one in busy if (one.team_id, one.day) == (shift.team_id, shift.date)]
        found.append(TeamDay(centre, shift.team, shift.date, shift, ()).with_times(mine).obstacle())
    return [words for words in found if words]


@pytest.mark.parametrize("seed", range(3))
def test_what_comes_out_can_be_driven_and_keeps_what_was_promised(seed: int) -> None:
    teams = draw_week(Random(seed))
    assert obstacles(teams) == []
    sick = max(teams, key=lambda team: team.visits.on(MONDAY).count())
    before = {visit.pk: visit for visit in Visit.objects.all()}
    found = replans.propose(teams=[sick], first=MONDAY, last=MONDAY, now=NOW)

    replans.apply(
        teams=[sick], first=MONDAY, last=MONDAY, seen=found.fingerprint, staff=None, now=NOW
    )

    assert obstacles(teams) == []
    for visit in Visit.objects.all():
        was = before[visit.pk]
        if was.team_id == sick.pk and timezone.localdate(was.starts_at) == MONDAY:
            continue
        assert visit.starts_at.astimezone(SEOUL) == was.starts_at.astimezone(SEOUL)
        assert visit.state == was.state
        assert visit.team_id == was.team_id or was.state == Visit.State.BOOKED
    for visit in Visit.objects.live().select_related("team").prefetch_related("due_items"):
        assert {item.kind for item in visit.due_items.all()} <= set(visit.team.skills)
