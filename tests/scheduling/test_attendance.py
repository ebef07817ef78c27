"""Recording a visit: consent first, then who came, then facts that close and open due items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.models import AccessEntry, Consent, Message, Worker
from safety.actions.due_items import recompute_workplace
from safety.models import Consultation, DueItem, Examination
from scheduling.actions import attendance as actions
from scheduling.actions.visits import ChangedMeanwhile, VisitIsOver
from scheduling.models import Attendance, Visit
from tests.cast import SEOUL, make_contact, make_staff, make_worker, make_workplace
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
Line = actions.WorkerAtVisit


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


def record(visit: Visit, *lines: Line, today: date = DAY) -> Visit:
    return actions.record_visit(
        visit=visit, present=lines, staff=make_staff(Role.CLINICIAN), today=today, now=EVENING
    )


def exam(*hazards: str) -> actions.ExamHeld:
    return actions.ExamHeld(make_institution(), hazards, 60_000, Examination.PaidBy.EMPLOYER)


def consultation() -> actions.ConsultationHeld:
    return actions.ConsultationHeld(["METABOLIC"], {"systolic": 128}, date(2027, 3, 2))


def test_a_record_closes_what_was_due_and_opens_what_comes_next(
    visit: Visit, worker: Worker
) -> None:
    recorded = record(
        visit,
        Line(worker, True, consent=True, examination=exam("toluene"), consultation=consultation()),
    )

    assert recorded.state == Visit.State.DONE
    assert Attendance.objects.get().came
    held = Examination.objects.get()
    assert (held.exam_date, held.cost) == (DAY, 60_000)
    assert Consultation.objects.get().held_date == DAY
    closed = {item.kind: item.closed_as for item in visit.due_items.all()}
    assert closed == {"SPECIAL_EXAM": "DONE", "CONSULTATION": "DONE"}
    recompute_workplace(workplace=worker.workplace, today=DAY, now=EVENING)
    coming = DueItem.objects.open().get(worker=worker, hazard="toluene")
    assert coming.due_date == date(2027, 11, 30)  # 12 months from the exam


def test_the_consent_is_on_record_before_the_health_data(visit: Visit, worker: Worker) -> None:
    record(visit, Line(worker, True, consent=True, consultation=consultation()))

    consent = Consent.objects.standing().get(worker=worker)
    assert consent.text_version == actions.CONSENT_TEXT_VERSION
    assert Consultation.objects.get().consent == consent


@pytest.mark.parametrize("consent", [None, False])
def test_without_consent_nothing_about_health_is_recorded(
    visit: Visit, worker: Worker, consent: bool | None
) -> None:
    for line in (
        Line(worker, True, consent=consent, examination=exam("toluene")),
        Line(worker, True, consent=consent, consultation=consultation()),
    ):
        with pytest.raises(actions.ConsentMissing):
            record(visit, line)

    assert not (Examination.objects.exists() or Consultation.objects.exists())
    assert not Attendance.objects.exists()


def test_who_refuses_is_there_all_the_same(visit: Visit, worker: Worker) -> None:
    record(visit, Line(worker, True, consent=False))

    assert Attendance.objects.get().came
    assert not Consent.objects.get(worker=worker).is_given
    assert visit.due_items.open().count() == 2


def test_when_nobody_is_there_the_visit_is_missed_and_its_items_are_free(
    visit: Visit, worker: Worker
) -> None:
    items = list(visit.due_items.all())

    recorded = record(visit, Line(worker, False))

    assert recorded.state == Visit.State.MISSED
    assert not Attendance.objects.get().came
    again = make_visit(worker.workplace, due_items=items, starts_at=EVENING + timedelta(days=1))
    assert set(again.due_items.all()) == set(items)


def test_a_visit_is_recorded_once_on_its_day_or_later(visit: Visit, worker: Worker) -> None:
    with pytest.raises(actions.TooEarlyToRecord):
        record(visit, Line(worker, True), today=DAY - timedelta(days=1))
    record(visit, Line(worker, True))
    with pytest.raises(VisitIsOver):
        record(visit, Line(worker, True))
    visit.version = 7
    with pytest.raises((VisitIsOver, ChangedMeanwhile)):
        record(visit, Line(worker, True))

    assert Attendance.objects.count() == 1


def test_nobody_of_another_workplace_is_recorded(visit: Visit) -> None:
    stranger = make_worker(make_workplace(name="옆집"))

    with pytest.raises(actions.WorkerOfAnotherWorkplace):
        record(visit, Line(stranger, True))


def test_texts_still_waiting_are_taken_back(worker: Worker) -> None:
    make_contact(worker.workplace)
    visit = make_visit(worker.workplace)

    record(visit, Line(worker, True))

    assert not Message.objects.waiting().exists()


# The sheet, over HTTP.


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
