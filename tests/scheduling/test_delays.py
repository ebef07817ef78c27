"""A team that comes at another time says so, from ten minutes on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions import messages
from outreach.models import Message, MessageState
from scheduling.actions.delays import NotToday, announce
from scheduling.models import Team, Visit
from scheduling.rules.delays import Stop, arrivals
from tests.cast import NOW, TODAY, make_contact, make_staff, make_workplace
from tests.cast_scheduling import make_team, make_visit

pytestmark = pytest.mark.django_db


def today_at(hour: int, team: Team) -> Visit:
    place = make_contact(make_workplace(latitude=37.56 + hour / 1000)).workplace
    before = NOW - timedelta(days=3)
    return make_visit(place, team=team, starts_at=NOW.replace(hour=hour), now=before)


def texts() -> list[str]:
    waiting = Message.objects.waiting().filter(template="visit_on_way").order_by("send_before")
    return [messages.render(text) for text in waiting]


def minute(stops: dict[int, datetime], key: int) -> str:
    return f"{stops[key]:%H:%M}"


def test_a_delay_shrinks_by_the_time_to_spare() -> None:
    hour = timedelta(hours=1)
    stops = [
        Stop(1, NOW, NOW + hour, timedelta(minutes=20)),
        Stop(2, NOW + 1.5 * hour, NOW + 2 * hour, timedelta(minutes=10)),
        Stop(3, NOW + 4 * hour, NOW + 5 * hour, timedelta()),
    ]

    late = arrivals(stops, late=timedelta(minutes=30))
    early = arrivals(stops, late=timedelta(minutes=-20))

    assert [minute(late, key) for key in (1, 2, 3)] == ["10:30", "11:50", "14:00"]
    assert [minute(early, key) for key in (1, 2, 3)] == ["09:40", "11:30", "14:00"]


def test_whoever_waits_is_told_and_only_they() -> None:
    team = make_team()
    first, second, later = (today_at(hour, team) for hour in (11, 12, 16))

    told = announce(visit=first, minutes=30, now=NOW)

    assert {visit.pk for visit in told} == {first.pk, second.pk}
    assert [text.partition("] ")[2][:14] for text in texts()][0].startswith("오늘 11:30쯤")
    assert len(texts()) == 2
    later.refresh_from_db()
    assert later.expected_at is None


@pytest.mark.parametrize(("minutes", "number"), [(9, 0), (-9, 0), (10, 1), (-10, 1)])
def test_less_than_ten_minutes_is_not_worth_a_text(minutes: int, number: int) -> None:
    visit = today_at(14, make_team())

    announce(visit=visit, minutes=minutes, now=NOW)

    assert len(texts()) == number


def test_later_still_takes_the_waiting_text_back_and_after_one_was_sent_says_it_again() -> None:
    visit = today_at(14, make_team())
    announce(visit=visit, minutes=20, now=NOW)
    announce(visit=visit, minutes=40, now=NOW)
    assert ["14:40" in text for text in texts()] == [True]

    Message.objects.waiting().filter(template="visit_on_way").update(
        state=MessageState.ACCEPTED, sid="SM1"
    )
    assert announce(visit=visit, minutes=45, now=NOW) == {}
    announce(visit=visit, minutes=0, now=NOW)

    assert ["오늘 14:00쯤" in text for text in texts()] == [True]


def test_tomorrow_is_moved_not_announced() -> None:
    visit = make_visit(make_contact().workplace)

    with pytest.raises(NotToday):
        announce(visit=visit, minutes=30, now=NOW)


def test_a_driver_says_it_from_the_day_sheet(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    visit = today_at(14, make_team())
    driver = make_staff(Role.DRIVER)
    visit.team.members.add(driver)
    client.force_login(driver)

    assert f"/visits/{visit.pk}/delay/" in client.get("/day/").content.decode()
    answer = client.post(f"/visits/{visit.pk}/delay/", {"minutes": 20, "version": 1}, follow=True)

    assert answer.status_code == 200
    assert len(texts()) == 1
