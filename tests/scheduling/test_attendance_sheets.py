"""The sheet of a visit on the phone: what it asks, what it takes, who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.models import AccessEntry, Consent, Worker
from safety.models import Consultation, Examination
from scheduling.models import Attendance, Visit
from tests.cast import SEOUL, make_worker
from tests.cast_safety import make_consultation
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_health_consent,
    make_institution,
    make_visit,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)
EVENING = datetime(2026, 11, 30, 16, 0, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def evening_of_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def worker() -> Worker:
    return make_worker(name="김도장")


@pytest.fixture
def visit(worker: Worker) -> Visit:
    return make_visit(
        worker.workplace, due_items=[make_exam_item(worker), make_due_item(worker.workplace)]
    )


def sheet(visit: Visit, worker: Worker, **answers: object) -> dict[str, object]:
    lines = {f"worker-{worker.pk}-{name}": value for name, value in answers.items()}
    return {"version": visit.version, "paid_by": "EMPLOYER", **lines}


def path(visit: Visit) -> str:
    return f"/visits/{visit.pk}/attendance/"


def test_a_nurse_records_exam_and_consultation(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    nurse = signed_in(Role.CLINICIAN)
    posted = sheet(
        visit, worker, came="on", consent="YES", hazards=["toluene"], cost="60000",
        clinics=["METABOLIC"], systolic="128", waist="88.5", follow_up_date="2027-03-02",
    )  # fmt: skip

    answer = nurse.post(path(visit), {**posted, "institution": make_institution().pk})

    assert answer.status_code == 302
    assert Consultation.objects.get().measures == {"systolic": 128, "waist": 88.5}
    assert [r.hazard for r in Examination.objects.get().results.all()] == ["toluene"]
    entry = AccessEntry.objects.get()
    assert (entry.deed, entry.subject_id) == ("RECORDED", worker.pk)


def test_due_agents_are_ticked_beforehand(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(Role.CLINICIAN).get(path(visit))

    (line,) = page.context["sheet"].lines
    assert line.fields["hazards"].initial == ["toluene"]
    assert line.is_expected


def test_the_sheet_asks_for_consent_before_it_takes_anything(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    posted = sheet(visit, worker, came="on", hazards=["toluene"])

    answer = signed_in(Role.CLINICIAN).post(
        path(visit), {**posted, "institution": make_institution().pk}
    )

    assert answer.status_code == 422
    assert "consent" in answer.context["sheet"].lines[0].errors
    assert not Examination.objects.exists()


def test_after_a_refusal_the_ticks_made_beforehand_are_dropped(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    posted = sheet(visit, worker, came="on", consent="NO", hazards=["toluene"])

    answer = signed_in(Role.CLINICIAN).post(path(visit), posted)

    assert answer.status_code == 302
    assert Attendance.objects.get().came
    assert not Examination.objects.exists()


def test_a_standing_consent_is_not_asked_for_again(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    make_health_consent(worker)
    posted = sheet(visit, worker, came="on", clinics=["SMOKING"])

    answer = signed_in(Role.CLINICIAN).post(path(visit), posted)

    assert answer.status_code == 302
    assert Consent.objects.count() == 1


def test_an_exam_names_its_institution(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    posted = sheet(visit, worker, came="on", consent="YES", hazards=["toluene"])

    answer = signed_in(Role.CLINICIAN).post(path(visit), posted)

    assert answer.status_code == 422
    assert "institution" in answer.context["sheet"].head.errors


def test_an_empty_sheet_is_no_missed_visit_but_its_button_is(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    nurse = signed_in(Role.CLINICIAN)

    empty = nurse.post(path(visit), sheet(visit, worker))
    button = nurse.post(path(visit), {**sheet(visit, worker), "nobody": "1"})

    assert (empty.status_code, button.status_code) == (422, 302)
    visit.refresh_from_db()
    assert visit.state == Visit.State.MISSED


def test_a_coordinator_reads_back_no_measure_of_an_earlier_talk(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    make_consultation(worker, measures_text='{"glucose": 31773, "note": "쉬는 중"}')
    pages = [path(visit), f"/visits/{visit.pk}/", f"/workers/{worker.pk}/"]

    for address in pages:
        answer = signed_in(Role.COORDINATOR).get(address)
        assert answer.status_code == 200
        assert "31773" not in answer.content.decode()
        assert "쉬는 중" not in answer.content.decode()
    assert Consultation.objects.get().measures["glucose"] == 31773  # it was there to be read


def test_a_coordinator_records_who_came_but_no_measures(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    posted = sheet(visit, worker, came="on", consent="YES", clinics=["METABOLIC"], systolic="180")

    answer = signed_in(Role.COORDINATOR).post(path(visit), posted)

    assert answer.status_code == 302
    assert Consultation.objects.get().measures == {}


def test_somebody_who_was_not_expected_is_recorded_too(
    visit: Visit, worker: Worker, signed_in: Callable[..., Client]
) -> None:
    colleague = make_worker(worker.workplace, name="이동료")
    posted = sheet(visit, colleague, came="on", consent="YES", clinics=["DRINKING"])

    signed_in(Role.CLINICIAN).post(path(visit), posted)

    assert {a.worker: a.came for a in Attendance.objects.all()} == {worker: False, colleague: True}
