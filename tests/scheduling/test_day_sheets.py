"""Day sheets and calendar feeds: what a team reads on the way, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import vobject
from django.test import Client

from outreach import clock
from outreach.access import Role
from scheduling.models import CalendarFeed
from tests.cast import NOW, TODAY, make_contact, make_worker
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_exam_item,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db


SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


# The day sheet.


def test_the_day_sheet_shows_the_visits_in_their_order(signed_in: SignedIn) -> None:
    team = make_team()
    late = make_visit(team=team, starts_at=NEXT_MONDAY)
    early = make_visit(team=team, starts_at=NEXT_MONDAY - timedelta(hours=3))
    make_visit(starts_at=NEXT_MONDAY)  # another team's

    page = signed_in(Role.CLINICIAN).get(f"/day/?day=2026-11-30&team={team.pk}")

    assert list(page.context["visits"]) == [early, late]


def test_a_nurse_opens_on_the_own_teams_day(signed_in: SignedIn) -> None:
    team = make_team()
    make_team()
    visit = make_visit(team=team, starts_at=NOW + timedelta(hours=3))

    page = signed_in(staff=team.members.get()).get("/day/")

    assert page.context["team"] == team
    assert list(page.context["visits"]) == [visit]


def test_a_driver_reads_places_and_head_counts_only(signed_in: SignedIn) -> None:
    worker = make_worker(name="김도장")
    contact = make_contact(worker.workplace, name="박사장")
    visit = make_visit(worker.workplace, due_items=[make_exam_item(worker)])

    body = signed_in(Role.DRIVER).get("/day/?day=2026-11-30").content.decode()

    assert visit.workplace.address in body
    assert "1명" in body
    for secret in (worker.name, contact.name, contact.phone, "toluene", "톨루엔", "010-"):
        assert secret not in body


@pytest.mark.parametrize("query", ["?day=gestern", "?team=999999", "?day=2026-02-30&team=x"])
def test_a_senseless_day_is_today(signed_in: SignedIn, query: str) -> None:
    page = signed_in().get(f"/day/{query}")

    assert page.status_code == 200
    assert page.context["day"] == TODAY


# Calendar feeds.


def test_a_feed_is_shown_once_read_rotated_and_ended(signed_in: SignedIn, client: Client) -> None:
    visit, staff = make_visit(), signed_in()

    first = staff.post(f"/feeds/{visit.team_id}/new/").context["address"]
    address = staff.post(f"/feeds/{visit.team_id}/new/").context["address"]

    def read(url: str) -> int:
        return client.get("/calendars/" + url.rsplit("/", 1)[1]).status_code

    assert (read(first), read(address)) == (404, 200)
    assert address not in staff.get("/feeds/").content.decode()
    feed = CalendarFeed.objects.get(revoked_at=None)
    assert staff.post(f"/feeds/{feed.pk}/revoke/").status_code == 302
    assert read(address) == 404


def test_a_feed_holds_its_own_team_only_whatever_is_asked(
    signed_in: SignedIn, client: Client
) -> None:
    mine, other = make_visit(), make_visit()
    address = signed_in().post(f"/feeds/{mine.team_id}/new/").context["address"]

    answer = client.get(f"/calendars/{address.rsplit('/', 1)[1]}?team={other.team_id}")

    calendar = vobject.readOne(answer.content.decode())
    assert [event.uid.value for event in calendar.vevent_list] == [
        f"visit-{mine.pk}@ansim-outreach"
    ]
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
