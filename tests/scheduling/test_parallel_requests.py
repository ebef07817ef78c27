"""Many people press the button at once: real requests over HTTP, on whichever database runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from outreach.access import Role
from outreach.models import Staff, Workplace
from scheduling.models import Enrolment, MergeRecord, Reservation, Visit
from tests import cast
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_due_item,
    make_shift,
    make_team,
)
from tests.scheduling.merging import make_double, settle

TOGETHER = 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("monday_morning"),
]
Form = tuple[str, dict[str, str]]


def session_of(staff: Staff, server: LiveServer) -> requests.Session:
    """Sign somebody in, as a browser would be."""
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    session = requests.Session()
    name = settings.SESSION_COOKIE_NAME
    session.cookies.set(name, client.cookies[name].value)
    return session


def all_at_once(server: LiveServer, forms: Sequence[Form]) -> list[requests.Response]:
    """Open every page, wait until all are open, and send all forms in the same moment."""
    start = Barrier(len(forms))
    coordinator = cast.make_staff(Role.COORDINATOR)
    sessions = [session_of(coordinator, server) for _form in forms]

    def send(session: requests.Session, form: Form) -> requests.Response:
        path, fields = form
        address = server.url + path
        token = TOKEN.search(session.get(address, timeout=60).text)
        assert token is not None
        start.wait(timeout=60)
        return session.post(
            address,
            {**fields, "csrfmiddlewaretoken": token[1]},
            headers={"Referer": address},
            allow_redirects=False,
            timeout=60,
        )

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, sessions, forms))


def bookings() -> list[Form]:
    """Make so many workplaces that all want the same team at the same time."""
    team = make_team()
    make_shift(team, NEXT_MONDAY.date())
    forms = []
    for _index in range(TOGETHER):
        item = make_due_item(cast.make_workplace())
        fields = {
            "due_items": str(item.pk),
            "team": str(team.pk),
            "date": NEXT_MONDAY.date().isoformat(),
            "time": "14:00",
            "minutes": "60",
        }
        forms.append((f"/workplaces/{item.workplace_id}/visits/new/", fields))
    return forms


def test_of_many_who_book_one_team_one_does(live_server: LiveServer) -> None:
    answers = all_at_once(live_server, bookings())

    assert Counter(answer.status_code for answer in answers) == {302: 1, 422: TOGETHER - 1}
    assert Visit.objects.count() == 1
    assert sum("이미" in answer.text for answer in answers) == TOGETHER - 1


def test_without_the_guard_several_book_it(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the same requests with the table of ten minutes left out."""

    def reserve_nothing(**_facts: object) -> None:
        """Stand in for the guard."""

    monkeypatch.setattr("scheduling.actions.visits.reserve", reserve_nothing)

    answers = all_at_once(live_server, bookings())

    assert Counter(answer.status_code for answer in answers)[302] > 1
    assert not Reservation.objects.exists()


def enrolments() -> list[Form]:
    """Make so many workers who all want the last seat of a class."""
    training_class = make_class(seats=1)
    path = f"/classes/{training_class.pk}/enrol/"
    return [(path, {"workers": str(cast.make_worker().pk)}) for _index in range(TOGETHER)]


def test_of_many_who_want_the_last_seat_one_gets_it(live_server: LiveServer) -> None:
    answers = all_at_once(live_server, enrolments())

    assert {answer.status_code for answer in answers} == {302}
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {
        "SEATED": 1,
        "WAITING": TOGETHER - 1,
    }


def test_without_the_condition_several_sit_on_it(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a seat that is handed out without being counted."""
    take: Callable[[object], bool] = lambda _class: True  # noqa: E731
    monkeypatch.setattr("scheduling.actions.enrolments.take_seat", take)

    all_at_once(live_server, enrolments())

    assert Enrolment.objects.filter(state="SEATED").count() > 1


def merges() -> list[Form]:
    """Make one double, and so many workplaces that it could be merged into."""
    gone = make_double()
    forms = []
    for number in range(4):
        kept = cast.make_workplace(name=f"한빛도장 {number}")
        settle(kept, gone)
        fields = {"double": str(gone.pk), "kept_version": "1", "gone_version": "1"}
        forms.append((f"/workplaces/{kept.pk}/merge/?double={gone.pk}", fields))
    return forms


def test_one_of_many_gets_the_double(live_server: LiveServer) -> None:
    answers = all_at_once(live_server, merges())

    codes = Counter(answer.status_code for answer in answers)
    assert codes[302] == 1
    assert codes.keys() <= {302, 404, 409}  # gone when they ask, or when they get their turn
    assert MergeRecord.objects.count() == 1
    assert Workplace.objects.exclude(merged_into=None).count() == 1
