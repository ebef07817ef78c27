"""The pages of week, plan and classes in a real browser: no barrier, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from scheduling.actions.rolls import RollLine, finish_class, record_roll
from scheduling.models import TrainingClass
from tests import cast
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_due_item,
    make_enrolment,
    make_plan,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = pytest.mark.browser
MONDAY = NEXT_MONDAY.date()
Check = Callable[[Page], None]


@pytest.fixture
def look(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Callable[..., None]
) -> Callable[[str, str], Page]:
    """Open a page as coordinator, and look at it wide and narrow."""
    page = sign_in_as(Role.COORDINATOR)

    def open_page(address: str, name: str) -> Page:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        axe_check(page)
        shot(page, name)
        fits(page)
        axe_check(page)
        return page

    return open_page


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the doors read another moment."""

    def set_clock(moment: object = cast.NOW, day: object = cast.TODAY) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: day)

    set_clock()
    return set_clock


def make_people(training_class: TrainingClass) -> list[RollLine]:
    """Enrol one who stays, one who leaves early and one who does not come."""
    start, end = training_class.starts_at, training_class.ends_at
    workers = [cast.make_worker(name=name) for name in ("김하나", "박두리", "이세나")]
    for worker in workers:
        make_enrolment(training_class, worker)
    whole, short, absent = workers
    return [
        RollLine(whole, came=True, arrived_at=start, left_at=end),
        RollLine(short, came=True, arrived_at=start, left_at=end - timedelta(minutes=40)),
        RollLine(absent, came=False),
    ]


@pytest.mark.usefixtures("at")
def test_the_week_and_its_plan_have_no_barrier(look: Callable[[str, str], Page]) -> None:
    team = make_team()
    make_week_of_shifts(team, MONDAY)
    make_visit(team=team)
    make_class()
    for number in range(4):
        make_due_item(cast.make_workplace(name=f"한빛도장 {number}호점"))
    make_due_item(cast.make_workplace(name="주소 없는 공방", latitude=None, longitude=None))
    plan = make_plan(MONDAY)

    look("/week/?week=2026-11-30", "week")
    look(f"/plan-stops/{plan.stops.all()[0].pk}/", "plan-stop")
    look(f"/plans/{plan.pk}/accept/", "plan-accept")
    page = look(f"/plans/{plan.pk}/", "plan")
    page.get_by_role("link", name="계획 확정").click()
    page.get_by_role("dialog").get_by_role("button", name="계획 확정").click()

    expect(page.get_by_text("방문 4건을 예약했습니다.")).to_be_visible()


def test_the_pages_of_a_class_have_no_barrier(
    look: Callable[[str, str], Page], at: Callable[..., None]
) -> None:
    training_class = make_class(seats=3)
    lines = make_people(training_class)
    waiting = make_enrolment(training_class)
    worker = cast.make_worker(name="정다은")
    make_due_item(worker.workplace, kind="TRAINING", worker=worker)
    own = f"/classes/{training_class.pk}"

    look("/classes/", "class-list")
    look("/classes/new/", "class-new")
    look(f"{own}/", "class")
    look(f"{own}/enrol/", "class-enrol")
    look(f"/enrolments/{waiting.pk}/leave/", "enrolment-leave")
    after = training_class.ends_at + timedelta(minutes=5)
    at(after, MONDAY)
    record_roll(training_class=training_class, lines=lines, staff=cast.make_staff(), now=after)
    look(f"{own}/roll/", "class-roll")
    look(f"{own}/finish/", "class-finish")
    finish_class(training_class=training_class, staff=cast.make_staff(), today=MONDAY, now=after)
    page = look(f"{own}/roll/", "class-result")

    expect(page.get_by_text("제2026-0001호")).to_be_visible()
