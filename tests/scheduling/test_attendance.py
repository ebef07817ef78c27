"""Recording a visit: consent first, then who came, then facts that close and open due items."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from outreach import clock
from outreach.access import Role
from outreach.models import Consent, Message, Worker
from safety.actions.due_items import recompute_workplace
from safety.models import Consultation, DueItem, Examination
from scheduling.actions import attendance as actions
from scheduling.actions.visits import ChangedMeanwhile, VisitIsOver
from scheduling.models import Attendance, Visit
from tests.cast import SEOUL, make_contact, make_staff, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item, make_institution, make_visit

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
