"""Urgent visits and cancellations: before and after are shown, and only that is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client

from outreach import clock
from outreach.models import Message, Workplace
from safety.models import DueItem
from scheduling.actions import cancellations, handovers, urgent_visits
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.visits import cancel_visit, confirm_visit
from scheduling.models import Shift, Team, Visit
from tests.cast import NOW, SEOUL, TODAY, make_contact, make_workplace
from tests.cast_scheduling import make_due_item, make_shift, make_team, make_visit

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)


def owing(name: str) -> tuple[Workplace, DueItem]:
    place = make_contact(make_workplace(name=name)).workplace
    return place, make_due_item(place)


def shop(name: str) -> Workplace:
    return make_contact(make_workplace(name=name)).workplace


def full_day(team: Team) -> list[Visit]:
    """Fill a short day, so that nothing else fits."""
    make_shift(team, TUESDAY, time(9, 30), time(12))
    place = make_contact(make_workplace(name=f"먼저 {team.name}")).workplace
    return [make_visit(place, team=team, starts_at=at(10), minutes=90)]


def proposed(place: Workplace, item: DueItem) -> urgent_visits.Urgent:
    return urgent_visits.propose(
        workplace=place, due_items=[item], minutes=60, until=TUESDAY, now=NOW
    )


def done(place: Workplace, item: DueItem, seen: str) -> Visit:
    return urgent_visits.apply(
        workplace=place, due_items=[item], minutes=60, until=TUESDAY, seen=seen,
        staff=None, now=NOW,
    )  # fmt: skip


def test_an_urgent_visit_takes_a_gap_if_there_is_one() -> None:
    make_shift(make_team(), TUESDAY)
    place, item = owing("급한 곳")

    found = proposed(place, item)

    assert found.moves == ()
    assert Visit.objects.count() == 0
    assert done(place, item, found.fingerprint).starts_at == found.time.starts_at


def test_else_one_visit_that_nobody_holds_makes_room() -> None:
    (visit,) = full_day(make_team())
    other = make_team(skills=["CONSULTATION"])
    make_shift(other, date(2026, 11, 25))
    place, item = owing("급한 곳")

    found = proposed(place, item)

    (move,) = found.moves
    assert move.visit == visit
    done(place, item, found.fingerprint)
    visit.refresh_from_db()
    assert (visit.team, visit.starts_at) == (other, move.starts_at)
    assert Visit.objects.live().filter(workplace=place).count() == 1


def test_a_confirmed_visit_makes_no_room() -> None:
    (visit,) = full_day(make_team())
    make_shift(make_team(), date(2026, 11, 25))
    place, item = owing("급한 곳")
    confirm_visit(visit=visit, now=NOW)

    with pytest.raises(urgent_visits.NoRoom):
        proposed(place, item)

    # The twin: an open one would have moved.
    Visit.objects.update(state=Visit.State.BOOKED)
    assert proposed(place, item).moves


def test_what_changed_meanwhile_is_not_done() -> None:
    team = make_team()
    make_shift(team, TUESDAY)
    place, item = owing("급한 곳")
    seen = proposed(place, item).fingerprint
    make_visit(
        make_workplace(name="빠른 곳"), team=team, starts_at=proposed(place, item).time.starts_at
    )

    with pytest.raises(urgent_visits.ChangedMeanwhile):
        done(place, item, seen)

    assert not Visit.objects.filter(workplace=place).exists()
    assert done(place, item, proposed(place, item).fingerprint).is_live


def test_another_team_at_the_same_time_troubles_nobody() -> None:
    visit = make_visit(shop("가게"), starts_at=at(10))
    confirm_visit(visit=visit, now=NOW)
    before = Message.objects.count()
    visit = Visit.objects.get(pk=visit.pk)
    other = make_team()

    handovers.hand_over(visit=visit, team=other, now=NOW)

    visit = Visit.objects.get(pk=visit.pk)
    assert (visit.team, visit.state) == (other, Visit.State.CONFIRMED)
    assert Message.objects.count() == before
    assert not Message.objects.exclude(withdrawn_at=None).exists()
    assert set(visit.reminders.values_list("version", flat=True)) == {visit.version}


def test_a_team_that_is_elsewhere_takes_nothing_over() -> None:
    visit = make_visit(shop("가게"), starts_at=at(10))
    other = make_team()
    make_visit(shop("다른 가게"), team=other, starts_at=at(10))

    with pytest.raises(AlreadyTaken):
        handovers.hand_over(visit=visit, team=other, now=NOW)

    assert Visit.objects.get(pk=visit.pk).team == visit.team


def test_who_comes_in_the_place_of_a_cancelled_visit_is_booked_with_it() -> None:
    team = make_team()
    make_shift(team, TUESDAY, time(9, 30), time(12))
    visit = make_visit(shop("취소될 곳"), team=team, starts_at=at(10))
    place, item = owing("기다리는 곳")

    (row,) = cancellations.propose(visit=visit, now=NOW)
    assert row.candidate.workplace == place
    booked = cancellations.apply(
        visit=visit, reason="", instead=place.pk, seen=row.time.starts_at, staff=None, now=NOW
    )

    assert booked is not None
    assert list(booked.due_items.all()) == [item]
    visit.refresh_from_db()
    assert visit.state == Visit.State.CANCELLED


def test_the_time_of_a_cancelled_visit_is_filled(signed_in: SignIn) -> None:
    team = make_team()
    make_shift(team, TUESDAY, time(9, 30), time(12))
    visit = make_visit(shop("취소된 곳"), team=team, starts_at=at(10))
    place, _item = owing("기다리는 곳")
    client = signed_in()
    assert "빈 시간에 넣을 방문" not in client.get(f"/visits/{visit.pk}/").content.decode()
    visit = cancel_visit(visit=visit, reason="휴업", staff=None, now=NOW)
    version = visit.version

    assert "빈 시간에 넣을 방문" in client.get(f"/visits/{visit.pk}/").content.decode()
    page = client.get(f"/visits/{visit.pk}/instead/")
    ((row, _services),) = page.context["rows"]
    seen = {"instead": place.pk, "at": row.time.starts_at.isoformat(), "version": version}
    client.post(f"/visits/{visit.pk}/instead/", seen)

    (booked,) = Visit.objects.live()
    assert (booked.workplace, booked.team) == (place, team)
    visit.refresh_from_db()
    assert (visit.version, visit.cancelled_reason) == (version, "휴업")


def test_neither_happens_when_the_other_was_booked_meanwhile() -> None:
    team = make_team()
    make_shift(team, TUESDAY, time(9, 30), time(12))
    visit = make_visit(shop("취소될 곳"), team=team, starts_at=at(10))
    place, item = owing("기다리는 곳")
    (row,) = cancellations.propose(visit=visit, now=NOW)
    make_visit(place, starts_at=at(15), due_items=[item])

    with pytest.raises(cancellations.NoLongerFree):
        cancellations.apply(
            visit=visit, reason="", instead=place.pk, seen=row.time.starts_at, staff=None, now=NOW
        )

    visit.refresh_from_db()
    assert visit.is_live


def test_the_pages_show_before_and_after_and_do_it(signed_in: SignIn) -> None:
    team = make_team()
    make_shift(team, TUESDAY)
    place, _item = owing("급한 곳")
    visit = make_visit(shop("취소될 곳"), team=team, starts_at=at(10))
    client = signed_in()

    page = client.get(f"/workplaces/{place.pk}/visits/urgent/?until=2026-11-24&minutes=60")
    found = page.context["found"]
    assert "찾아뵙겠습니다" in page.content.decode()
    stale = client.post(
        f"/workplaces/{place.pk}/visits/urgent/",
        {"until": "2026-11-24", "minutes": 60, "seen": "anything"},
    )
    assert stale.status_code == 409
    assert client.get(f"/visits/{visit.pk}/instead/").context["rows"]
    client.post(
        f"/workplaces/{place.pk}/visits/urgent/",
        {"until": "2026-11-24", "minutes": 60, "seen": found.fingerprint},
    )
    assert Visit.objects.live().filter(workplace=place).count() == 1


@pytest.mark.parametrize("kind", ["team", "person", "vehicle"])
def test_a_sick_person_and_a_broken_van_keep_their_team_at_home(
    signed_in: SignIn, kind: str
) -> None:
    team, other = make_team(), make_team()
    for one in (team, other):
        make_shift(one, TUESDAY)
    visit = make_visit(shop("가게"), team=team, starts_at=at(10))
    member, van = team.members.get(), team.vehicle
    assert van is not None
    key = {"team": team.pk, "person": member.pk, "vehicle": van.pk}[kind]
    asked = {"who": f"{kind}:{key}", "first": "2026-11-24", "last": "2026-11-24"}
    client = signed_in()

    page = client.get("/week/trouble/", asked)
    assert page.context["same"] == 1
    client.post("/week/trouble/", {**asked, "seen": page.context["seen"]})

    visit.refresh_from_db()
    assert (visit.team, visit.starts_at) == (other, at(10))
    assert not Shift.objects.filter(team=team).exists()
