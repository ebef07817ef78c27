"""A workplace closes, opens again, moves house, is split; somebody changes jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from outreach.actions.workplaces import AlreadyClosed, AlreadyRegistered
from outreach.models import Message, Relocation, Worker, Workplace
from safety.actions.exposures import add_exposure
from safety.models import DueItem
from scheduling.actions import closings, site_changes
from scheduling.actions.enrolments import enrol
from scheduling.models import Enrolment, Reservation, Visit
from scheduling.models.invariants import broken
from tests import cast, cast_safety, cast_scheduling
from tests.cast import NOW, TODAY
from tests.scheduling.merging import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]


def close(place: Workplace, **changes: object) -> Workplace:
    facts: dict[str, object] = {
        "closed_date": TODAY,
        "reason": "OUT_OF_BUSINESS",
        "staff": cast.make_staff(),
        "today": TODAY,
        "now": NOW,
        **changes,
    }
    return closings.close_site(workplace=place, **facts)  # type: ignore[arg-type]


def test_a_closing_takes_back_what_is_owed_planned_and_waiting() -> None:
    contact = cast.make_contact()
    place = contact.workplace
    worker = cast.make_worker(place)
    visit = cast_scheduling.make_visit(place)
    seat = enrol(training_class=cast_scheduling.make_class(), worker=worker, now=NOW)
    settle(place)
    assert Message.objects.waiting().exists()

    closed = close(Workplace.objects.get(pk=place.pk))

    assert (closed.closed_date, closed.closed_reason) == (TODAY, "OUT_OF_BUSINESS")
    assert not DueItem.objects.open().filter(workplace=place).exists()
    assert Visit.objects.get(pk=visit.pk).state == Visit.State.CANCELLED
    assert not Reservation.objects.filter(visit=visit).exists()
    assert Enrolment.objects.get(pk=seat.pk).state == Enrolment.State.CANCELLED
    assert not Message.objects.waiting().filter(workplace=place).exists()
    assert not [rows for _statement, rows in broken() if rows]


def test_a_refused_closing_takes_nothing_back() -> None:
    visit = cast_scheduling.make_visit()

    with pytest.raises(closings.ClosesLater):
        close(visit.workplace, closed_date=TODAY + timedelta(days=1))
    with pytest.raises(closings.ClosedBeforeRegistered):
        close(visit.workplace, closed_date=visit.workplace.registered_date - timedelta(days=1))

    assert Visit.objects.get(pk=visit.pk).is_live


def test_an_opened_one_owes_again_and_its_number_must_be_free() -> None:
    place = cast.make_workplace(business_no="1208147521")
    close(place)
    with pytest.raises(AlreadyClosed):
        close(Workplace.objects.get(pk=place.pk))
    other = cast.make_workplace(business_no="1208147521")

    with pytest.raises(AlreadyRegistered):
        closings.reopen_site(workplace=place, today=TODAY, now=NOW)
    Workplace.objects.filter(pk=other.pk).update(business_no="")
    closings.reopen_site(workplace=Workplace.objects.get(pk=place.pk), today=TODAY, now=NOW)

    place.refresh_from_db()
    assert (place.closed_date, place.closed_reason) == (None, "")
    assert DueItem.objects.open().filter(workplace=place).exists()


def test_the_page_shows_what_a_closing_takes_back(signed_in: SignedIn) -> None:
    visit = cast_scheduling.make_visit()
    client, address = signed_in(), f"/workplaces/{visit.workplace_id}/close/"

    shown = client.get(address).content.decode()
    refused = client.post(address, {"closed_date": "2026-11-23"})
    client.post(address, {"closed_date": "2026-11-23", "closed_reason": "MOVED_AWAY"})

    assert "2026. 11. 30.(월) 14:00" in shown
    assert refused.status_code == 422
    assert Visit.objects.get(pk=visit.pk).cancelled_reason == "관할 밖으로 이전"
    page = client.get(f"/workplaces/{visit.workplace_id}/").content.decode()
    assert f"/workplaces/{visit.workplace_id}/reopen/" in page
    client.post(f"/workplaces/{visit.workplace_id}/reopen/")
    assert Workplace.objects.get().closed_date is None


def test_a_move_keeps_the_old_address_and_marks_the_visits(signed_in: SignedIn) -> None:
    visit = cast_scheduling.make_visit()
    place, client = visit.workplace, signed_in()
    address = f"/workplaces/{place.pk}/move/"
    new = {"road_address": "서울특별시 종로구 종로 1", "moved_date": "2026-11-20"}

    assert "2026. 11. 30.(월) 14:00" in client.get(address).content.decode()
    client.post(address, new)
    again = client.post(address, new)

    place.refresh_from_db()
    before = Relocation.objects.get()
    assert place.road_address == "서울특별시 종로구 종로 1"
    assert place.district_code == "11110"
    assert (before.road_address, before.latitude) == ("서울특별시 중구 을지로 157", 37.5664)
    assert (place.latitude, place.longitude) != (before.latitude, before.longitude)
    assert again.status_code == 422
    story = client.get(f"/workplaces/{place.pk}/").content.decode()
    assert "이전 주소: 서울특별시 중구 을지로 157" in story
    assert f"/visits/{visit.pk}/keep/" in client.get(f"/visits/{visit.pk}/").content.decode()
    client.post(f"/visits/{visit.pk}/keep/")
    assert Visit.objects.get().address_changed_at is None


def test_who_changes_jobs_keeps_what_they_proved_and_the_old_list_its_story() -> None:
    exposure = cast_safety.make_exposure()
    worker, to = exposure.worker, cast.make_workplace(name="새봄금속")
    cast_safety.make_examination(worker, "toluene", exam_date=TODAY - timedelta(days=90))
    cast_safety.make_completion(worker)
    cast_safety.make_consent(worker)
    seat = enrol(training_class=cast_scheduling.make_class(), worker=worker, now=NOW)

    taken_on = site_changes.change_job(
        worker=worker, to=to, since=TODAY, job="도장", today=TODAY, now=NOW
    )

    worker.refresh_from_db()
    exposure.refresh_from_db()
    assert (worker.left_date, exposure.ended_date) == (TODAY, TODAY)
    assert worker.examinations.count() == worker.completions.count() == 1
    assert set(Worker.objects.of_person(taken_on)) == {worker, taken_on}
    assert set(Worker.objects.of_person(worker)) == {worker, taken_on}
    assert Enrolment.objects.get(pk=seat.pk).worker == taken_on
    assert taken_on.consents.standing().count() == 1
    assert not DueItem.objects.open().filter(worker=worker).exists()


def test_the_exam_clock_goes_along() -> None:
    """The last exam for the agent counts at the new workplace, whoever's list it is on."""
    exposure = cast_safety.make_exposure(placed_date=TODAY - timedelta(days=400))
    worker, to = exposure.worker, cast.make_workplace(name="새봄금속")
    examined = TODAY - timedelta(days=90)
    cast_safety.make_examination(worker, "toluene", exam_date=examined)

    taken_on = site_changes.change_job(
        worker=worker, to=to, since=TODAY, job="도장", today=TODAY, now=NOW, keeps_work=True
    )

    item = DueItem.objects.open().get(worker=taken_on, kind="SPECIAL_EXAM", hazard="toluene")
    assert item.due_date > examined + timedelta(days=300)


def test_a_split_takes_people_along_with_their_work(signed_in: SignedIn) -> None:
    place = cast.make_workplace()
    stays, goes = cast.make_worker(place), cast.make_worker(place, name="김철수")
    contact = cast.make_contact(place)
    add_exposure(
        worker=goes, hazard="noise", process="인쇄", placed_date=TODAY, today=TODAY, now=NOW
    )
    address = f"/workplaces/{place.pk}/split/"
    given = {"name": "한빛도장 2공장", "since": "2026-11-23"}

    assert signed_in().post(address, given).status_code == 422
    answer = signed_in().post(address, {**given, "workers": [goes.pk], "contacts": [contact.pk]})

    new = Workplace.objects.get(name="한빛도장 2공장")
    assert answer.headers["Location"] == f"/workplaces/{new.pk}/"
    [moved] = new.workers.all()
    assert (moved.name, moved.first_job) == ("김철수", goes)
    assert moved.exposures.get().placed_date == TODAY
    assert list(place.workers.employed()) == [stays]
    assert new.contacts.get() == contact


def test_the_new_workplace_is_looked_for_and_chosen(signed_in: SignedIn) -> None:
    worker = cast.make_worker()
    to = cast.make_workplace(name="새봄금속")
    settle(to, worker.workplace)
    client, address = signed_in(), f"/workers/{worker.pk}/change-job/"

    shown = client.post(address, {"words": "새봄", "since": "2026-11-23"}).content.decode()
    client.post(address, {"words": "새봄", "since": "2026-11-23", "to": to.pk})

    assert f'value="{to.pk}"' in shown
    assert to.workers.get().first_job == worker
