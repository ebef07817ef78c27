"""A changed job, a call for an exam, an order: entered, corrected and taken back by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Worker
from safety.models import DueEvent, DueItem
from tests import cast
from tests.cast import TODAY
from tests.cast_safety import TOLUENE, make_exposure
from tests.safety.test_due_kinds import due, record

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
Kind, Event = DueItem.Kind, DueEvent.Kind
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def worker() -> Worker:
    return make_exposure(cast.make_worker()).worker


def open_kinds(worker: Worker) -> set[str]:
    return set(DueItem.objects.open().filter(worker=worker).values_list("kind", flat=True))


def test_other_work_asks_for_training_ends_an_agent_and_leads_to_the_new_ones(
    signed_in: SignedIn, worker: Worker
) -> None:
    exposure = worker.exposures.get()

    answer = signed_in().post(
        reverse("work-change-new", args=[worker.pk]),
        {"since": YESTERDAY.isoformat(), "job": "포장", "ends": [exposure.pk]},
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?placed_date={YESTERDAY}")
    worker.refresh_from_db()
    exposure.refresh_from_db()
    assert (worker.job, exposure.ended_date) == ("포장", YESTERDAY)
    assert due(worker, Kind.ON_CHANGE_TRAINING).due_date == YESTERDAY
    assert Kind.SPECIAL_EXAM not in open_kinds(worker)
    page = signed_in().get(answer["Location"]).content.decode()
    assert YESTERDAY.isoformat() in page


def test_a_listed_job_asks_for_special_training(signed_in: SignedIn, worker: Worker) -> None:
    signed_in().post(
        reverse("listed-job-new", args=[worker.pk]),
        {"event_date": TODAY.isoformat(), "detail": "밀폐된 장소에서 하는 용접"},
    )

    assert due(worker, Kind.SPECIAL_TRAINING).detail == "밀폐된 장소에서 하는 용접"


def test_a_clinician_writes_down_that_an_exam_was_asked_for(
    signed_in: SignedIn, worker: Worker
) -> None:
    address = reverse("exam-request-new", args=[worker.pk])
    sent = {"event_date": TODAY.isoformat(), "hazard": TOLUENE, "detail": "WORKER"}

    assert signed_in(Role.COORDINATOR).post(address, sent).status_code == 403
    signed_in(Role.CLINICIAN).post(address, sent)

    assert due(worker, Kind.ON_DEMAND_EXAM).due_date == TODAY


def test_an_order_is_entered_once_for_everybody_it_names(
    signed_in: SignedIn, worker: Worker
) -> None:
    other = cast.make_worker(worker.workplace, name="이영희")
    unnamed = cast.make_worker(worker.workplace, name="박철수")
    until = TODAY + timedelta(days=20)

    answer = signed_in().post(
        reverse("exam-order-new", args=[worker.workplace_id]),
        {
            "hazard": TOLUENE,
            "event_date": TODAY.isoformat(),
            "until_date": until.isoformat(),
            "workers": [worker.pk, other.pk],
        },
    )

    assert answer.status_code == 302
    assert [due(one, Kind.ORDERED_EXAM).due_date for one in (worker, other)] == [until, until]
    assert Kind.ORDERED_EXAM not in open_kinds(unnamed)
    page = signed_in().get(reverse("workplace-events", args=[worker.workplace_id]))
    assert "이영희" in page.content.decode()


def test_an_order_is_not_to_be_held_before_it_was_given(
    signed_in: SignedIn, worker: Worker
) -> None:
    answer = signed_in().post(
        reverse("exam-order-new", args=[worker.workplace_id]),
        {
            "hazard": TOLUENE,
            "event_date": TODAY.isoformat(),
            "until_date": YESTERDAY.isoformat(),
            "workers": [worker.pk],
        },
    )

    assert answer.status_code == 422
    assert not DueEvent.objects.exists()


def test_what_was_written_down_wrongly_is_corrected_and_both_stay_on_record(
    signed_in: SignedIn, worker: Worker
) -> None:
    wrong = record(Event.JOB_CHANGE, worker, TODAY)

    signed_in().post(
        reverse("due-event-correct", args=[wrong.pk]), {"event_date": YESTERDAY.isoformat()}
    )

    assert due(worker, Kind.ON_CHANGE_TRAINING).due_date == YESTERDAY
    assert DueEvent.objects.count() == 2
    page = signed_in().get(reverse("worker", args=[worker.pk])).content.decode()
    assert "취소됨" in page


def test_what_is_taken_back_asks_for_nothing_and_stays_on_record(
    signed_in: SignedIn, worker: Worker
) -> None:
    event = record(Event.EXAM_ORDER, worker, hazard=TOLUENE, until_date=TODAY)
    assert Kind.ORDERED_EXAM in open_kinds(worker)
    client = signed_in()

    assert client.get(reverse("due-event-withdraw", args=[event.pk])).status_code == 200
    client.post(reverse("due-event-withdraw", args=[event.pk]))

    assert Kind.ORDERED_EXAM not in open_kinds(worker)
    event.refresh_from_db()
    assert event.withdrawn_by is not None
    assert client.post(reverse("due-event-withdraw", args=[event.pk])).status_code == 404


def test_a_call_for_an_exam_is_hidden_from_whoever_may_not_see_findings(
    signed_in: SignedIn, worker: Worker
) -> None:
    """A call names a suspected illness (법 제132조)."""
    event = record(Event.EXAM_REQUEST, worker, hazard=TOLUENE, detail="WORKER")
    addresses = [
        reverse("worker", args=[worker.pk]),
        reverse("workplace-events", args=[worker.workplace_id]),
    ]
    words = "근로자 본인"

    for address in addresses:
        assert words in signed_in(Role.CLINICIAN).get(address).content.decode()
        assert words not in signed_in(Role.COORDINATOR).get(address).content.decode()
    back = reverse("due-event-withdraw", args=[event.pk])
    assert signed_in(Role.COORDINATOR).post(back).status_code == 404


def test_nothing_is_written_down_for_somebody_of_another_centre(
    signed_in: SignedIn, worker: Worker
) -> None:
    elsewhere = cast.make_worker(cast.make_workplace(cast.make_centre("mapo")))
    for route, pk in (
        ("work-change-new", elsewhere.pk),
        ("listed-job-new", elsewhere.pk),
        ("exam-order-new", elsewhere.workplace_id),
        ("workplace-events", elsewhere.workplace_id),
    ):
        assert signed_in().get(reverse(route, args=[pk])).status_code == 404
