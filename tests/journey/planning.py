"""③ What is due and why, ④ a plan of the week, ⑤ a visit and a class."""

from __future__ import annotations

import re
from datetime import date, datetime

from outreach.access import Role
from tests import cast
from tests.journey.office import HANBIT, NAME, shown_date, shown_time
from tests.journey.reaching import HELPER, PAINTER, SMITH
from tests.journey.world import World

DUE = date(2026, 12, 3)  # six months after the placement
WEEK = date(2026, 11, 30)
BOOKED = datetime(2026, 12, 9, 10, 0, tzinfo=cast.SEOUL)
MOVED = datetime(2026, 12, 10, 10, 0, tzinfo=cast.SEOUL)
CLASS = datetime(2026, 12, 10, 14, 0, tzinfo=cast.SEOUL)
WHEN = re.compile(r"(\d+)\. (\d+)\.\(.\) (\d\d):(\d\d)")
COURSE = "중대재해 예방교육"


def see_what_is_due(world: World) -> None:
    """Find the exam on the due list, and the article and the arithmetic behind its date."""
    opened = world.command("open_due_items")
    assert ": 0 opened" not in opened  # the register's workplaces, as every night
    coordinator = world.at(Role.COORDINATOR)
    due = coordinator.open("/due/")
    search = due.form(field="hazard")
    search.write("hazard", "톨루엔")
    search.write("name", HANBIT)

    found = coordinator.send(due, search)
    lines = [row for row in found.rows() if "톨루엔" in row and shown_date(DUE) in row]

    assert {name for name in (PAINTER, HELPER) for row in lines if name in row} == {PAINTER, HELPER}
    why = coordinator.follow(found, "왜 이 날짜?")
    assert "별표 23" in why.main and "2026" in why.main and "6개월" in why.main, why.main
    world.known["why"] = why.address


def plan_the_week(world: World) -> None:
    """Let the week be planned, leave one stop out, accept the rest: it is booked then."""
    coordinator = world.at(Role.COORDINATOR)
    week = coordinator.open(f"/week/?week={WEEK}")
    plan = coordinator.send(week, week.form(to="/plans/make/"))
    assert HANBIT in plan.main and NAME in plan.main
    assert HANBIT not in coordinator.open(f"/week/?week={WEEK}").main  # nothing is booked yet
    leaving = plan.form(button=f"빼기 {NAME}")
    plan = coordinator.send(plan, leaving, button=NAME)

    asked = coordinator.follow(plan, "", to="/accept/")
    accepted = coordinator.send(asked, asked.form(button="계획"))

    booked = coordinator.open(f"/week/?week={WEEK}")
    assert HANBIT in booked.main and NAME not in booked.main
    world.known["plan"] = accepted.address
    place = coordinator.open(world.known[HANBIT])
    world.known["visit"] = place.link("", to=r"/visits/\d+/$")
    said = WHEN.search(coordinator.open(world.known["visit"]).heading)
    assert said
    month, day, hour, minute = map(int, said.groups())
    world.visit_at = datetime(2026, month, day, hour, minute, tzinfo=cast.SEOUL)
    assert WEEK <= world.visit_at.date() < DUE


def book_a_visit(world: World) -> None:
    """Book a visit by hand; the same team cannot be booked twice at one time."""
    coordinator = world.at(Role.COORDINATOR)
    page = coordinator.open(f"{world.known[NAME]}visits/new/")
    form = page.form(field="team")
    form.write("team", "1조")
    form.write("date", f"{BOOKED:%Y-%m-%d}")
    form.write("time", f"{BOOKED:%H:%M}")

    visit = coordinator.send(page, form)

    assert shown_time(BOOKED) in visit.heading and "톨루엔" in visit.main and SMITH in visit.main
    world.known["other visit"] = visit.address
    second = coordinator.open(f"{world.known[HANBIT]}visits/new/")
    again = second.form(field="team")
    again.tick("due_items", *again.offered("due_items"))
    again.write("team", "1조")
    again.write("date", f"{BOOKED:%Y-%m-%d}")
    again.write("time", f"{BOOKED:%H:%M}")
    refused = coordinator.refused(second, again)
    assert "그 시간에 이미 예약이 있습니다" in refused.messages
    assert coordinator.open(world.known[HANBIT]).main.count(shown_time(BOOKED)) == 0


def open_a_class(world: World) -> None:
    """Open a class and enrol two people; nobody sits on two chairs at once."""
    instructor = world.at(Role.INSTRUCTOR)
    page = instructor.open("/classes/new/")
    form = page.form(field="venue")
    form.write("course", COURSE)
    form.write("venue", "중구 소공인 지원센터")
    form.write("instructor", "한도윤")
    form.write("date", f"{CLASS:%Y-%m-%d}")
    form.write("starts", "14:00")
    form.write("ends", "16:00")
    form.write("seats", "2")
    opened = instructor.send(page, form)
    assert shown_time(CLASS) in opened.heading
    world.known["class"] = opened.address

    for name in (PAINTER, SMITH):
        page = instructor.open(f"{opened.address}enrol/?q={name}")
        form = page.form(field="workers")
        form.tick("workers", name)
        opened = instructor.send(page, form)

    assert PAINTER in opened.main and SMITH in opened.main
    full = instructor.open(f"{opened.address}enrol/?q={HELPER}")
    form = full.form(field="workers")
    form.tick("workers", HELPER)
    waiting = instructor.send(full, form)
    assert "대기" in waiting.messages, waiting.messages
