"""Visits that lose their team find other places together: better than one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.models import Message, MessageState
from scheduling.actions import replans, urgent_visits
from scheduling.actions.joint_moves import burden, place_together
from scheduling.actions.week_boards import Absence, WeekBoard
from scheduling.models import PlanStop, Team, Visit
from tests.cast import NOW, SEOUL, TODAY, make_contact, make_worker, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_plan,
    make_shift,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY, time(hour, minute), tzinfo=SEOUL)


def team_on_monday(*skills: str, start: time = time(9), end: time = time(18)) -> Team:
    team = make_team(skills=list(skills or ("CONSULTATION", "SPECIAL_EXAM")))
    make_shift(team, MONDAY, start, end)
    return team


def visit_of(team: Team, hour: int, name: str, *, exam: bool = False) -> Visit:
    place = make_contact(make_workplace(name=name)).workplace
    item = make_exam_item(make_worker(place)) if exam else make_due_item(place)
    return make_visit(place, team=team, starts_at=at(hour), due_items=[item])


def proposed(team: Team) -> replans.Proposal:
    return replans.propose(teams=[team], first=MONDAY, last=MONDAY, now=NOW)


def board_without(team: Team, visits: list[Visit]) -> WeekBoard:
    return WeekBoard(
        centre=team.centre, without=visits, now=NOW, absence=Absence([team], MONDAY, MONDAY)
    )


def two_that_want_the_same_hour() -> tuple[Team, list[Visit], Team, Team]:
    """Two teams of one nurse's van each: an exam only the second can make, booked at one hour."""
    sick, also_sick = team_on_monday(), team_on_monday()
    everything = team_on_monday()
    only_talks = team_on_monday("CONSULTATION")
    talk = visit_of(sick, 10, "상담만")
    exam = visit_of(also_sick, 10, "검진", exam=True)
    Visit.objects.filter(pk=exam.pk).update(team=sick)  # both go with the team that stays at home
    visits = replans.visits_of(teams=[sick], first=MONDAY, last=MONDAY, now=NOW)
    also_sick.shifts.all().delete()
    assert {visit.pk for visit in visits} == {talk.pk, exam.pk}
    return sick, visits, only_talks, everything


def test_none_takes_the_only_team_that_another_needs() -> None:
    sick, visits, only_talks, everything = two_that_want_the_same_hour()

    board = board_without(sick, visits)
    one_by_one = board.without()
    quick = [one_by_one.place(visit) for visit in visits]
    assert [move.keeps_time for move in quick] == [True, False]  # the twin: the first takes it

    moves = place_together(board=board, visits=visits)

    assert [move.keeps_time for move in moves] == [True, True]
    assert {move.visit.workplace.name: move.team for move in moves} == {
        "상담만": only_talks,
        "검진": everything,
    }


def test_a_visit_nobody_was_told_of_makes_room_at_its_own_time() -> None:
    sick = team_on_monday()
    everything = team_on_monday()
    only_talks = team_on_monday("CONSULTATION")
    exam = visit_of(sick, 10, "검진", exam=True)
    talk = visit_of(everything, 10, "상담만")

    found = proposed(sick)

    moves = {move.visit.pk: (move.team, move.keeps_time) for move in found.moves}
    assert moves == {exam.pk: (everything, True), talk.pk: (only_talks, True)}
    replans.apply(
        teams=[sick], first=MONDAY, last=MONDAY, seen=found.fingerprint, staff=None, now=NOW
    )
    assert Visit.objects.get(pk=talk.pk).team == only_talks
    assert Visit.objects.get(pk=exam.pk).team == everything


def test_a_told_owner_keeps_the_team_and_the_minute() -> None:
    sick = team_on_monday()
    everything = team_on_monday()
    team_on_monday("CONSULTATION")
    visit_of(sick, 10, "검진", exam=True)
    talk = visit_of(everything, 10, "상담만")
    assert len(proposed(sick).moves) == 2  # the twin: as long as nobody was told, it may go

    Message.objects.filter(reminder__visit=talk, template="visit_booked").update(
        state=MessageState.ACCEPTED, sid="SM1", accepted_at=NOW
    )

    (move,) = proposed(sick).moves
    assert not move.keeps_time


def test_it_is_never_worse_than_one_after_the_other() -> None:
    sick, first, second = team_on_monday(), team_on_monday(), team_on_monday(end=time(13))
    for number in range(4):
        visit_of(sick, 10 + 2 * number, f"가게 {number}", exam=number % 2 == 0)
    for team, hour in ((first, 10), (first, 14), (second, 11)):
        visit_of(team, hour, f"먼저 {team.name} {hour}")
    visits = replans.visits_of(teams=[sick], first=MONDAY, last=MONDAY, now=NOW)
    board = board_without(sick, visits)
    one_by_one = board.without()
    quick = [one_by_one.place(visit) for visit in visits]

    moves = place_together(board=board, visits=visits)

    assert burden(moves, told=()) <= burden(quick, told=())


def test_the_same_question_has_the_same_answer() -> None:
    sick = team_on_monday()
    team_on_monday(end=time(15))
    for number in range(4):
        visit_of(sick, 10 + 2 * number, f"가게 {number}")

    assert proposed(sick).fingerprint == proposed(sick).fingerprint


def test_what_nobody_can_make_says_what_would_help() -> None:
    sick = team_on_monday()
    team_on_monday(end=time(10))
    visit_of(sick, 16, "가게")

    (move,) = proposed(sick).moves

    assert move.team is None
    assert move.why["change"]


def test_an_urgent_visit_gets_room_without_troubling_anybody() -> None:
    everything = team_on_monday(end=time(12))
    only_talks = team_on_monday("CONSULTATION", end=time(12))
    talk = visit_of(everything, 10, "상담만")
    place = make_contact(make_workplace(name="급한 곳")).workplace
    item = make_exam_item(make_worker(place))

    found = urgent_visits.propose(
        workplace=place, due_items=[item], minutes=90, until=MONDAY, now=NOW
    )

    assert found.time.team == everything
    assert [(move.visit.pk, move.team, move.keeps_time) for move in found.moves] == [
        (talk.pk, only_talks, True)
    ]


def test_a_proposed_week_gives_way_and_is_written_down() -> None:
    sick, other = team_on_monday(), team_on_monday()
    for number in range(4):
        make_due_item(make_workplace(name=f"기다리는 {number}"))
    plan = make_plan(MONDAY)
    Visit.objects.all().delete()
    busy = plan.stops.filter(team=other).order_by("starts_at").first() or plan.stops.first()
    assert busy is not None
    plan.stops.exclude(pk=busy.pk).update(is_kept=False)
    PlanStop.objects.filter(pk=busy.pk).update(team=other, starts_at=at(10), ends_at=at(11))
    visit = visit_of(sick, 10, "아픈 팀의 곳")
    version = type(plan).objects.get(pk=plan.pk).version

    found = proposed(sick)

    (refit,) = found.refits
    assert [move.stop.pk for move in refit.moves] == [busy.pk]
    replans.apply(
        teams=[sick], first=MONDAY, last=MONDAY, seen=found.fingerprint, staff=None, now=NOW
    )
    busy.refresh_from_db()
    plan.refresh_from_db()
    visit.refresh_from_db()
    assert (visit.team, visit.starts_at) == (other, at(10))
    assert busy.starts_at >= visit.ends_at or busy.ends_at <= visit.starts_at
    assert plan.version == version + 1


def test_the_board_shows_what_is_only_proposed(signed_in: SignIn) -> None:
    team_on_monday()
    make_due_item(make_workplace(name="제안된 곳"))
    make_plan(MONDAY)
    client = signed_in(Role.COORDINATOR)

    events = client.get("/week/board.json?week=2026-11-30").json()["events"]

    (shown,) = [event for event in events if event["id"].startswith("stop-")]
    assert (shown["title"], shown["startEditable"]) == ("제안된 곳", False)
    assert "제안됨" in client.get("/week/board/?week=2026-11-30").content.decode()
