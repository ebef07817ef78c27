"""No page asks the database more often for a city than for a street."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.access import Role
from outreach.actions.search import rebuild
from outreach.models import Centre
from safety.actions.due_items import recompute_changed
from scheduling.city.rows import fill
from tests import cast
from tests.cast_safety import make_course
from tests.cast_scheduling import make_institution, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]
PAGES = (
    "/", "/workplaces/", "/workplaces/?district=11140", "/workplaces/map/", "/due/",
    "/due/?group=overdue", "/due/?kind=SPECIAL_EXAM", "/calls/", "/messages/?tab=all", "/week/",
    "/results/", "/week/board.json", "/week/waiting/", "/week/map/", "/closed-days/",
)  # fmt: skip
STREET, CITY = 40, 300


def make_some(centre: Centre, count: int, *, first: int, today: date, now: datetime) -> None:
    """Add so many workplaces with their people, past and due items."""
    clinician = cast.make_staff(Role.CLINICIAN, centre)
    for _done in fill(
        centre=centre, clinician=clinician, count=count, rng=Random(first), today=today, now=now,
        district_code="11140", first=first,
    ):  # fmt: skip
        pass
    recompute_changed(today=today, now=now)
    rebuild()


def asked(client: Client, address: str) -> int:
    cache.clear()
    beside = {"HX-Request": "true"} if address == "/week/waiting/" else {}  # a part of the board
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=beside).status_code == 200
    return len(queries)


def test_a_page_asks_as_often_for_many_rows_as_for_few(
    centre: Centre, signed_in: SignedIn, today: date, now: datetime
) -> None:
    make_institution()
    make_course()
    make_team(centre)
    client = signed_in(Role.COORDINATOR)
    make_some(centre, STREET, first=1, today=today, now=now)
    for address in PAGES:
        client.get(address)  # what is loaded once is loaded
    few = {address: asked(client, address) for address in PAGES}

    make_some(centre, CITY - STREET, first=STREET + 1, today=today, now=now)

    many = {address: asked(client, address) for address in PAGES}
    few["/calls/"] -= 1  # a page that is filled need not look at who stands behind
    assert many == few


def test_a_search_asks_as_often_among_many_as_among_few(
    centre: Centre, signed_in: SignedIn, today: date, now: datetime
) -> None:
    make_institution()
    make_course()
    make_team(centre)
    client = signed_in(Role.COORDINATOR)
    words = ("없는이름이다", "9990000010", "01000000000")
    asks = []
    for first, count in ((1, 3), (4, CITY)):
        make_some(centre, count, first=first, today=today, now=now)
        for word in words:
            with CaptureQueriesContext(connection) as queries:
                client.post("/search/", {"words": word}, headers={"HX-Request": "true"})
            asks.append(len(queries))

    assert asks[: len(words)] == asks[len(words) :]
