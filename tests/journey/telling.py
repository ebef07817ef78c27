"""⑥ Texts: the sender and the phones, the owner's two taps, the team's calendar, a move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import vobject

from outreach.access import Role
from tests.fixtures_simulator import wait_for
from tests.journey.office import HANBIT, shown_time
from tests.journey.planning import BOOKED, MOVED
from tests.journey.reaching import OTHER_PHONE, OWNER_PHONE, PAINTER, PAINTER_PHONE, SMITH
from tests.journey.world import World, link_in

CENTRE, CALLBACK = "중구보건소", "02-000-6400"
MOST_STEPS = 20  # of the demo's clock until a text is due


def the_texts_arrive(world: World) -> None:
    """Each owner and the trainee got one text, with the centre, its number and a link."""
    for phone in (OWNER_PHONE, OTHER_PHONE):
        text = world.wait_for_text(phone, "찾아뵙겠습니다")
        assert CENTRE in text and CALLBACK in text
        assert link_in(text).startswith(f"{world.base_url}/o/")
    seat = world.wait_for_text(PAINTER_PHONE, "신청이 되었습니다")
    assert CENTRE in seat and CALLBACK in seat
    world.known["owner page"] = link_in(world.wait_for_text(OWNER_PHONE, "찾아뵙겠습니다"))

    visit = world.open(Role.COORDINATOR, "other visit")

    week_before, day_before = BOOKED - timedelta(days=7), BOOKED - timedelta(days=1)
    assert (week_before.hour, day_before.hour) == (10, 10)
    assert visit.row(shown_time(week_before), "예정"), visit.rows()
    assert visit.row(shown_time(day_before), "예정")


def the_owner_confirms(world: World) -> None:
    """The link needs no account, looking changes nothing, one tap confirms."""
    owner = world.anybody()
    page = owner.open(world.known["owner page"])
    assert HANBIT in page.main and CALLBACK in page.main and PAINTER not in page.main
    assert owner.open(page.address).body.count("/confirm/") == page.body.count("/confirm/") == 1
    assert owner.fetch(f"{page.address}confirm/").status_code == 405
    assert "링크" not in world.open(Role.COORDINATOR, "visit").main

    confirmed = owner.send(page, page.form(to="/confirm/"))

    assert "확인되었습니다" in confirmed.messages
    assert not [form for form in confirmed.forms() if form.address.endswith("/confirm/")]
    assert "링크" in world.open(Role.COORDINATOR, "visit").row("확인")


def the_calendar_follows_a_move(world: World) -> None:
    """The team's calendar holds the visits without names; a move keeps UID, raises SEQUENCE."""
    coordinator = world.at(Role.COORDINATOR)
    feeds = coordinator.open("/feeds/")
    made = coordinator.send(feeds, feeds.form(to="/new/"))
    [address] = [
        one.get("value", "") for one in made.root.iter("input") if one.get("readonly") == ""
    ]
    world.known["feed"] = address
    [before] = [one for one in _events(world) if one.dtstart.value == BOOKED]

    visit = world.open(Role.COORDINATOR, "other visit")
    page = coordinator.follow(visit, "", to="/move/")
    form = page.form(field="version")
    form.write("date", f"{MOVED:%Y-%m-%d}")
    form.write("time", f"{MOVED:%H:%M}")
    moved = coordinator.send(page, form, button="방문 시간 바꾸기")

    [after] = [one for one in _events(world) if one.uid.value == before.uid.value]
    assert after.dtstart.value == MOVED
    assert int(after.sequence.value) > int(before.sequence.value)
    assert all(
        SMITH not in one.serialize() and "톨루엔" not in one.serialize() for one in _events(world)
    )
    assert moved.row(shown_time(BOOKED - timedelta(days=1)), "취소"), moved.rows()
    assert moved.row(shown_time(MOVED - timedelta(days=1)), "예정")
    world.wait_for_text(OTHER_PHONE, "바뀌었습니다")


def the_day_before_comes(world: World) -> None:
    """Set the demo's clock forward, text by text, until the reminder of the visit goes out."""
    coordinator = world.at(Role.COORDINATOR)
    for _step in range(MOST_STEPS):
        if world.texts(OWNER_PHONE, "다시 알려"):
            break
        home = coordinator.open("/")
        sent = len(world.texts())

        def one_more(before: int = sent) -> bool:
            return len(world.texts()) > before

        said = coordinator.send(home, home.form(to="/demo/next-text/"))
        assert "지금은" in said.messages
        wait_for(one_more, 30.0)

    reminder = world.wait_for_text(OWNER_PHONE, "다시 알려")

    assert f"{world.visit_at.month}월 {world.visit_at.day}일" in reminder
    assert CENTRE in reminder and link_in(reminder) == world.known["owner page"]
    assert world.texts(OTHER_PHONE, "12월 9일") == world.texts(OTHER_PHONE)[:1]  # only the first


def _events(world: World) -> list[Any]:
    """Read the team's calendar as a calendar programme of another make does."""
    body = world.anybody().download(world.known["feed"], "text/calendar").decode()
    return list(vobject.readOne(body).vevent_list)
