from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.models import AccessEntry, Centre, Worker
from safety.actions.due_items import recompute_workplace
from safety.models import DueItem
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    TOLUENE,
    make_completion,
    make_consultation,
    make_examination,
    make_exposure,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
RESIDENT_NUMBER = "880412-5123456"
GIVEN = {"name": "응우옌 반 안", "language": "vi", "birth_date": "1988-04-12", "job": "도장"}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def painter() -> Worker:
    """응우옌 with a whole story: an exposure, a D1, a consultation about drinking, a class."""
    worker = make_exposure().worker
    make_examination(
        worker, TOLUENE, exam_date=date(2026, 10, 1), results={"code": "D1", "fitness": "나"}
    )
    make_consultation(worker, clinics=["DRINKING"], measures_text='{"systolic": 187}')
    make_completion(worker)
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def page_of(worker: Worker, client: Client) -> str:
    page = client.get(reverse("worker", args=[worker.pk])).content.decode()
    # Without the tokens of its forms, which may hold any letters.
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page)


def test_a_clinician_reads_the_whole_story_and_is_written_down(
    painter: Worker, signed_in: SignIn
) -> None:
    page = page_of(painter, signed_in(Role.CLINICIAN))

    for word in ("응우옌 반 안", "톨루엔", "D1", "절주", "187", "중대재해 예방교육", "왜 이 날짜"):
        assert word in page
    entry = AccessEntry.objects.get()
    assert (entry.subject, entry.subject_id, entry.deed) == ("worker", painter.pk, "VIEWED")
    assert (entry.staff.role, entry.from_address) == (Role.CLINICIAN, "127.0.0.1")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE])
def test_nobody_else_reads_a_finding(painter: Worker, signed_in: SignIn, role: Role) -> None:
    page = page_of(painter, signed_in(role))

    assert "2026. 10. 1." in page  # that there was an exam is known
    for word in ("D1", "절주", "187", "/examinations/"):
        assert word not in page.replace("/examinations/new/", "")
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DRIVER, Role.INSTRUCTOR, Role.CITY])
def test_the_page_is_closed_to_the_others(painter: Worker, signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(reverse("worker", args=[painter.pk])).status_code == 403


def test_a_worker_without_health_facts_leaves_no_entry(signed_in: SignIn) -> None:
    page_of(cast.make_worker(), signed_in(Role.CLINICIAN))

    assert not AccessEntry.objects.exists()


def test_the_page_asks_a_fixed_number_of_questions(painter: Worker, signed_in: SignIn) -> None:
    client = signed_in(Role.COORDINATOR)
    page_of(painter, client)
    with CaptureQueriesContext(connection) as few:
        page_of(painter, client)
    for month in range(1, 9):
        make_examination(painter, TOLUENE, exam_date=date(2026, month, 2))
        make_consultation(painter, held_date=date(2026, month, 2))
        make_exposure(painter, process=f"공정 {month}")

    with CaptureQueriesContext(connection) as many:
        page_of(painter, client)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "route", ["worker", "worker-edit", "worker-leave", "exposure-new", "examination-new"]
)
def test_another_centres_worker_is_not_found(
    signed_in: SignIn, other_centre: Centre, route: str
) -> None:
    theirs = cast.make_worker(cast.make_workplace(other_centre))

    for role in (Role.ADMINISTRATOR, Role.CLINICIAN):
        assert signed_in(role).get(reverse(route, args=[theirs.pk])).status_code == 404


def test_a_worker_is_added_with_what_is_due(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()

    answer = signed_in().post(
        reverse("worker-new", args=[workplace.pk]), GIVEN | {"phone": "010 0000 9201"}
    )

    worker = Worker.objects.get()
    assert answer.headers["Location"] == reverse("worker", args=[worker.pk])
    assert worker.phone == "+821000009201"
    kinds = DueItem.objects.open().filter(worker=worker).values_list("kind", flat=True)
    assert sorted(kinds) == ["REGULAR_TRAINING", "TRAINING"]  # no day of hire was given


@pytest.mark.parametrize("field", ["name", "job", "phone", "birth_date"])
def test_a_resident_number_is_neither_stored_nor_logged_nor_shown(
    signed_in: SignIn, caplog: pytest.LogCaptureFixture, field: str
) -> None:
    caplog.set_level(logging.DEBUG)
    workplace = cast.make_workplace()

    answer = signed_in().post(
        reverse("worker-new", args=[workplace.pk]), GIVEN | {field: RESIDENT_NUMBER}
    )

    page = answer.content.decode()
    assert "주민등록번호는 보관하지 않습니다" in page
    assert RESIDENT_NUMBER not in page
    assert RESIDENT_NUMBER not in caplog.text
    assert not Worker.objects.exists()


def test_a_landline_is_refused_beside_its_field(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()

    answer = signed_in().post(
        reverse("worker-new", args=[workplace.pk]), GIVEN | {"phone": "02-2000-6400"}
    )

    assert "phone" in answer.context["form"].errors
    assert not Worker.objects.exists()


@pytest.mark.parametrize("born", ["1900-01-01", "2020-01-01"])
def test_a_birth_date_is_a_workers(signed_in: SignIn, born: str) -> None:
    workplace = cast.make_workplace()

    answer = signed_in().post(
        reverse("worker-new", args=[workplace.pk]), GIVEN | {"birth_date": born}
    )

    assert "birth_date" in answer.context["form"].errors


def test_a_worker_is_changed(signed_in: SignIn) -> None:
    worker = cast.make_worker()
    client = signed_in()
    address = reverse("worker-edit", args=[worker.pk])

    assert "010-0000-" in client.get(address).content.decode()
    client.post(address, GIVEN | {"job": "세척"})

    worker.refresh_from_db()
    assert (worker.job, worker.phone) == ("세척", "")


def test_whoever_leaves_owes_nothing_any_more(painter: Worker, signed_in: SignIn) -> None:
    client = signed_in()
    address = reverse("worker-leave", args=[painter.pk])

    assert client.get(address).status_code == 200
    refused = client.post(address, {"left_date": "2026-12-24"})
    client.post(address, {"left_date": "2026-11-23"})

    assert "left_date" in refused.context["form"].errors
    assert not DueItem.objects.open().filter(worker=painter).exists()
    assert "퇴사" in page_of(painter, client)
