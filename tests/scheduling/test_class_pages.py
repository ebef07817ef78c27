"""The pages of classes: from the list to a seat, and what each role is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from scheduling.models import Enrolment
from tests.cast import (
    make_centre,
    make_staff,
    make_worker,
)
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_due_item,
    make_enrolment,
    make_venue,
)


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_the_pages_lead_from_the_list_to_a_seat(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.INSTRUCTOR)
    room, instructor = make_venue(), make_staff(Role.INSTRUCTOR)
    course = make_class(
        starts_at=NEXT_MONDAY + timedelta(days=1, hours=0),
        ends_at=NEXT_MONDAY + timedelta(days=1, hours=2),
    ).course
    worker = make_worker()
    make_due_item(worker.workplace, kind="TRAINING", worker=worker, due_date=date(2026, 11, 1))

    opened = client.post(
        "/classes/new/",
        {
            "course": course.pk,
            "venue": room.pk,
            "instructor": instructor.pk,
            "date": "2026-11-30",
            "starts": "14:00",
            "ends": "16:00",
            "seats": "10",
        },
    )
    page = client.get(f"{opened['Location']}enrol/")
    assert worker.name in page.content.decode()
    answer = client.post(f"{opened['Location']}enrol/", {"workers": [worker.pk]}, follow=True)

    assert Enrolment.objects.get().worker == worker
    assert "1" in answer.content.decode()
    assert client.get("/classes/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_no_page_of_classes_speaks_of_the_course_of_article_8(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    client = signed_in(Role.COORDINATOR)
    addresses = [
        "/classes/",
        "/classes/new/",
        *(f"/classes/{training_class.pk}/{page}" for page in ("", "enrol/", "roll/", "cancel/")),
        f"/enrolments/{enrolment.pk}/leave/",
    ]

    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "제8조" not in page.content.decode()
        assert "Article 8" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_a_class_that_is_over_takes_no_more_people(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = make_class()
    expected = {
        -1: "신청 받는 중",
        0: "진행 중",
        1: "진행 중",
        2: "출석 기록 대기",
        99: "출석 기록 대기",
    }

    for hours, words in expected.items():
        moment = training_class.starts_at + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for path in ("/classes/", f"/classes/{training_class.pk}/"):
            html = signed_in(Role.INSTRUCTOR).get(path).content.decode()
            assert {word for word in expected.values() if word in html} == {words}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_another_centre_finds_no_class(signed_in: Callable[..., Client]) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    stranger = signed_in(staff=make_staff(Role.ADMINISTRATOR, make_centre("seongdong")))

    for page in ("", "enrol/", "roll/", "cancel/", "finish/"):
        assert stranger.get(f"/classes/{training_class.pk}/{page}").status_code == 404
    assert stranger.post(f"/enrolments/{enrolment.pk}/leave/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_a_viewer_reads_masked_names_and_changes_nothing(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    viewer = signed_in(Role.VIEWER)

    page = viewer.get(f"/classes/{training_class.pk}/").content.decode()

    assert enrolment.worker.name not in page
    assert viewer.get(f"/classes/{training_class.pk}/enrol/").status_code == 403
    assert viewer.post(f"/enrolments/{enrolment.pk}/leave/").status_code == 403
