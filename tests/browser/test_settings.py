"""The pages of the settings and of programmes, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from scheduling.models import Team
from tests import cast, cast_safety
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_institution,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]
SignIn = Callable[[Role], Page]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    monkeypatch.setattr(clock, "today", lambda: cast.TODAY)


@pytest.fixture
def look(axe_check: Check, fits: Check, shot: Shot) -> Callable[[Page, str], None]:
    """Look at the page as it stands, wide and narrow."""

    def looks(page: Page, name: str) -> None:
        axe_check(page)
        shot(page, name)
        fits(page)
        axe_check(page)

    return looks


def make_busy_team() -> Team:
    """Make a team with two weeks of shifts and a visit in the second one, and an idle team."""
    team = make_team(name="도심 1조")
    make_team(name="동북 2조", with_van=False)
    make_week_of_shifts(team, cast.TODAY)
    make_week_of_shifts(team, NEXT_MONDAY.date())
    make_visit(cast.make_workplace(), team=team)
    return team


def test_the_pages_of_the_settings_have_no_barrier(
    sign_in_as: SignIn, look: Callable[[Page, str], None]
) -> None:
    team, training_class = make_busy_team(), make_class()
    taught = cast_safety.make_completion(cast.make_worker()).course
    place = make_institution(is_designated=False)
    cast_safety.make_institution()
    assert team.vehicle is not None
    page = sign_in_as(Role.ADMINISTRATOR)

    for path, name in (
        ("/teams/", "teams"),
        ("/teams/new/", "team-new"),
        (f"/teams/{team.pk}/edit/", "team-edit"),
        (f"/teams/{team.pk}/shifts/", "team-shifts"),
        ("/vehicles/new/", "vehicle-new"),
        (f"/vehicles/{team.vehicle.pk}/edit/", "vehicle-edit"),
        ("/venues/", "venues"),
        ("/venues/new/", "venue-new"),
        (f"/venues/{training_class.venue_id}/edit/", "venue-edit"),
        ("/courses/", "courses"),
        ("/courses/new/", "course-new"),
        (f"/courses/{taught.pk}/edit/", "course-completed"),
        ("/institutions/", "institutions"),
        ("/institutions/new/", "institution-new"),
        (f"/institutions/{place.pk}/edit/", "institution-edit"),
        ("/feeds/", "feeds-in-settings"),
    ):
        page.goto(path)
        look(page, f"settings-{name}")


def test_the_empty_pages_say_what_to_do_next(
    sign_in_as: SignIn, look: Callable[[Page, str], None]
) -> None:
    page = sign_in_as(Role.COORDINATOR)

    for name in ("teams", "venues", "courses", "institutions"):
        page.goto(f"/{name}/")
        look(page, f"settings-{name}-none")


def test_the_pages_of_programmes_have_no_barrier(
    sign_in_as: SignIn, look: Callable[[Page, str], None]
) -> None:
    programme = cast_safety.make_programme()
    page = sign_in_as(Role.FINANCE)

    for path, name in (
        ("/support/programmes/", "programmes"),
        (f"/support/programmes/{programme.pk}/edit/", "programme-edit"),
        (f"/support/programmes/{programme.pk}/rates/new/", "programme-rate"),
    ):
        page.goto(path)
        look(page, f"settings-{name}")


def test_a_team_is_put_together_and_gets_its_shifts(sign_in_as: SignIn) -> None:
    cast.make_staff(Role.CLINICIAN)
    page = sign_in_as(Role.COORDINATOR)
    page.goto("/teams/")
    page.get_by_role("link", name="팀 만들기").first.click()

    page.get_by_label("팀 이름").fill("도심 1조")
    page.get_by_label("상담", exact=True).check()
    page.get_by_label("최은영").check()
    page.get_by_role("button", name="저장하고 근무일 정하기").click()
    page.get_by_role("button", name="근무일 저장").click()

    expect(page.get_by_text("근무일 20일을 추가하고")).to_be_visible()
    last = cast.TODAY + timedelta(days=25)
    assert Team.objects.get().shifts.order_by("date").last().date == last  # type: ignore[union-attr]


def test_an_absence_over_a_visit_names_the_visit(
    sign_in_as: SignIn, look: Callable[[Page, str], None]
) -> None:
    team = make_busy_team()
    page = sign_in_as(Role.COORDINATOR)
    page.goto(f"/teams/{team.pk}/shifts/")

    page.get_by_label("쉬는 첫날").fill("2026-11-30")
    page.get_by_label("쉬는 마지막 날").fill("2026-11-30")
    page.get_by_role("button", name="근무일 빼기").click()

    expect(page.get_by_role("link", name="11. 30.(월) 14:00 한빛도장")).to_be_visible()
    look(page, "settings-team-absence-refused")
