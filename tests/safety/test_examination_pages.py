from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.models import AccessEntry, Centre, Worker
from safety.models import DueItem, Examination
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    NIGHT,
    TOLUENE,
    make_examination,
    make_exposure,
    make_institution,
    open_item,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def painter() -> Worker:
    """응우옌, exposed to toluene and working at night."""
    worker = make_exposure().worker
    make_exposure(worker, hazard=NIGHT)
    return worker


def given(**changes: object) -> dict[str, object]:
    return {
        "kind": "SPECIAL", "institution": make_institution().pk, "exam_date": "2026-11-20",
        "hazards": [TOLUENE], "cost": 80_000, "paid_by": "EMPLOYER", **changes,
    }  # fmt: skip


def results(**changes: object) -> dict[str, object]:
    return {
        "received_date": "2026-11-23", f"{TOLUENE}-code": "D1", f"{TOLUENE}-fitness": "나",
        **changes,
    }  # fmt: skip


def test_an_exam_is_recorded_by_a_coordinator(painter: Worker, signed_in: SignIn) -> None:
    client = signed_in()
    address = reverse("examination-new", args=[painter.pk])

    page = client.get(address).content.decode()
    answer = client.post(address, given())

    assert "톨루엔" in page
    assert "벤젠" not in page  # only what the worker handles
    assert answer.headers["Location"] == reverse("worker", args=[painter.pk])
    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 11, 20)


@pytest.mark.parametrize(
    "change",
    [
        {"exam_date": "2026-11-24"},
        {"hazards": []},
        {"hazards": ["benzene"]},
        {"cost": -1},
        {"institution": "clinic"},
    ],
)
def test_a_wrong_exam_is_refused(
    painter: Worker, signed_in: SignIn, change: dict[str, object]
) -> None:
    if "institution" in change:
        change = {"institution": make_institution(is_designated=False).pk}

    answer = signed_in().post(reverse("examination-new", args=[painter.pk]), given(**change))

    assert answer.context["form"].errors
    assert not Examination.objects.exists()


def test_results_are_entered_and_written_down(painter: Worker, signed_in: SignIn) -> None:
    exam = make_examination(painter, TOLUENE, exam_date=date(2026, 11, 2))
    client = signed_in(Role.CLINICIAN)

    answer = client.post(reverse("examination-results", args=[exam.pk]), results())

    assert answer.headers["Location"] == reverse("examination", args=[exam.pk])
    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 5, 2)
    entry = AccessEntry.objects.get()
    assert (entry.deed, entry.subject, entry.subject_id) == ("RECORDED", "examination", exam.pk)


def test_each_look_at_a_finding_is_written_down(painter: Worker, signed_in: SignIn) -> None:
    exam = make_examination(painter, TOLUENE, results={"code": "C1", "fitness": "가"})
    client = signed_in(Role.CLINICIAN)

    for _ in range(2):
        page = client.get(reverse("examination", args=[exam.pk])).content.decode()

    assert "C1: 직업병 요관찰" in page
    assert AccessEntry.objects.filter(deed="VIEWED", subject_id=exam.pk).count() == 2


def test_only_possible_codes_can_be_chosen(painter: Worker, signed_in: SignIn) -> None:
    exam = make_examination(painter, TOLUENE, NIGHT)

    page = signed_in(Role.CLINICIAN).get(reverse("examination-results", args=[exam.pk]))

    codes = {
        line.hazard: {value for value, _label in line.code.field.choices}
        for line in page.context["form"].lines()
    }
    assert "D1" in codes[TOLUENE]
    assert "CN" not in codes[TOLUENE]
    assert "CN" in codes[NIGHT]
    assert "D1" not in codes[NIGHT]


@pytest.mark.parametrize(
    "change",
    [
        {f"{TOLUENE}-code": "CN"},
        {f"{TOLUENE}-code": ""},
        {f"{TOLUENE}-fitness": ""},
        {"received_date": "2026-11-24"},
        {f"{TOLUENE}-doctor_shortens": "on", f"{TOLUENE}-shortening_unnecessary": "on"},
    ],
)
def test_impossible_results_are_refused(
    painter: Worker, signed_in: SignIn, change: dict[str, object]
) -> None:
    exam = make_examination(painter, TOLUENE, exam_date=date(2026, 11, 2))
    client = signed_in(Role.CLINICIAN)

    answer = client.post(reverse("examination-results", args=[exam.pk]), results(**change))

    assert answer.context["form"].errors
    assert exam.results.get().code == ""


@pytest.mark.parametrize("route", ["examination", "examination-results", "examination-list"])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE, Role.VIEWER])
def test_findings_are_for_clinicians(signed_in: SignIn, route: str, role: Role) -> None:
    exam = make_examination(make_exposure().worker, TOLUENE)
    arguments = [] if route == "examination-list" else [exam.pk]

    assert signed_in(role).get(reverse(route, args=arguments)).status_code == 403
    assert not AccessEntry.objects.exists()


def test_another_centres_exam_is_not_found(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = make_examination(cast.make_worker(cast.make_workplace(other_centre)), TOLUENE)
    client = signed_in(Role.CLINICIAN)

    for route in ("examination", "examination-results"):
        assert client.get(reverse(route, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(route, args=[theirs.pk]), results()).status_code == 404
    assert "응우옌" not in client.get(reverse("examination-list")).content.decode()
    assert not AccessEntry.objects.exists()


def test_the_oldest_exam_waits_on_top_and_its_clock_runs(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()
    for days, name in ((10, "새"), (40, "옛"), (30, "오늘까지")):
        worker = make_exposure(cast.make_worker(workplace, name=name)).worker
        make_examination(worker, TOLUENE, exam_date=TODAY - timedelta(days=days))
    make_examination(worker, exam_date=date(2026, 1, 5), result_table_received_date=TODAY)

    answer = signed_in(Role.CLINICIAN).get(reverse("examination-list"))

    page = answer.content.decode()
    assert [exam.worker.name for exam, _day in answer.context["rows"]] == ["옛", "오늘까지", "새"]
    assert "10일 지남" in page
    assert "검진 3건" in page


def test_an_empty_list_says_what_comes(signed_in: SignIn) -> None:
    page = signed_in(Role.CLINICIAN).get(reverse("examination-list")).content.decode()

    assert "기다리는 결과표가 없습니다" in page
    assert not DueItem.objects.exists()
