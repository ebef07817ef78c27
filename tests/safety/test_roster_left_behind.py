"""Workers on record whom a roster does not name: asked about, never taken off by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre, ImportFile, Worker, Workplace
from safety.actions.rosters.left_behind import left_behind
from safety.models import DueItem, StillHere
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import LEE, bring, painter, take_in

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def shop(centre: Centre) -> Workplace:
    make_institution()
    return cast.make_workplace(centre)


@pytest.fixture
def roster(shop: Workplace) -> ImportFile:
    """A roster that names 김철수, but no longer 이영희."""
    take_in(painter(), painter(**LEE))
    return take_in(painter())


def names(file: ImportFile) -> list[str]:
    file.refresh_from_db()
    return [worker.name for worker in left_behind(file)]


def post(client: Client, file: ImportFile, **answers: str) -> str:
    sent = {name.replace("_", "-", 1): value for name, value in answers.items()}
    address = reverse("roster-left-behind", args=[file.pk])
    return client.post(address, sent, follow=True).content.decode()


def test_nobody_is_taken_off_for_not_being_on_the_list(roster: ImportFile) -> None:
    assert Worker.objects.employed().count() == 2
    assert names(roster) == ["이영희"]


def test_the_result_page_leads_to_whom_the_list_does_not_name(
    roster: ImportFile, signed_in: SignIn
) -> None:
    client = signed_in()

    result = client.get(reverse("import", args=[roster.pk])).content.decode()
    page = client.get(reverse("roster-left-behind", args=[roster.pk])).content.decode()

    assert "등록된 근로자 1명이 이 명단에 없습니다" in result
    assert reverse("roster-left-behind", args=[roster.pk]) in result
    assert "이영희" in page
    assert "김철수" not in page


def test_who_left_is_taken_off_from_that_day(roster: ImportFile, signed_in: SignIn) -> None:
    lee = Worker.objects.get(name="이영희")
    assert DueItem.objects.open().filter(worker=lee).exists()

    post(signed_in(), roster, **{f"answer_{lee.pk}": "LEFT", f"left_{lee.pk}": "2026-11-20"})

    lee.refresh_from_db()
    assert lee.left_date == date(2026, 11, 20)
    assert not DueItem.objects.open().filter(worker=lee).exists()
    assert names(roster) == []


def test_who_is_still_there_is_not_asked_about_again(roster: ImportFile, signed_in: SignIn) -> None:
    lee = Worker.objects.get(name="이영희")
    client = signed_in()

    page = post(client, roster, **{f"answer_{lee.pk}": "HERE"})

    lee.refresh_from_db()
    assert lee.left_date is None
    assert names(roster) == []
    answer = StillHere.objects.get()
    assert (answer.import_file, answer.worker) == (roster, lee)
    assert answer.said_by is not None
    assert "STILL_HERE" not in ImportFile.objects.get(pk=roster.pk).counts
    assert "더 확인할 사람이 없습니다" in page
    assert (
        "이 명단에 없습니다" not in client.get(reverse("import", args=[roster.pk])).content.decode()
    )


def test_without_an_answer_nothing_happens(roster: ImportFile, signed_in: SignIn) -> None:
    post(signed_in(), roster)

    assert names(roster) == ["이영희"]


def test_all_others_of_a_page_may_stay_at_once(roster: ImportFile, signed_in: SignIn) -> None:
    post(signed_in(), roster, others_stay="1")
    assert names(roster) == ["이영희"]  # the helper writes others-stay, which no button does

    address = reverse("roster-left-behind", args=[roster.pk])
    signed_in().post(address, {"others_stay": "1"})

    assert names(roster) == []
    assert Worker.objects.employed().count() == 2


@pytest.mark.parametrize("day", ["2099-01-01", "1999-01-01", "", "어제"])
def test_a_day_on_which_nobody_can_have_left_is_refused(
    roster: ImportFile, signed_in: SignIn, day: str
) -> None:
    lee = Worker.objects.get(name="이영희")

    page = post(signed_in(), roster, **{f"answer_{lee.pk}": "LEFT", f"left_{lee.pk}": day})

    lee.refresh_from_db()
    assert lee.left_date is None
    assert 'aria-invalid="true"' in page


def test_whom_a_held_row_may_mean_is_not_asked_about(shop: Workplace) -> None:
    take_in(painter(), painter(**LEE))

    file = take_in(painter(), painter(**LEE, 입사일="2025.13.1"))

    assert file.rows.undecided().count() == 1
    assert names(file) == []


def test_a_worker_of_another_centre_cannot_be_taken_off(
    roster: ImportFile, other_centre: Centre, signed_in: SignIn
) -> None:
    stranger = cast.make_worker(cast.make_workplace(other_centre, name="남의도장"))

    post(signed_in(), roster, **{f"answer_{stranger.pk}": "LEFT", f"left_{stranger.pk}": ""})

    stranger.refresh_from_db()
    assert stranger.left_date is None
    foreign = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))
    address = reverse("roster-left-behind", args=[roster.pk])
    assert foreign.get(address).status_code == 404


def test_a_preview_asks_nothing(shop: Workplace, signed_in: SignIn) -> None:
    file = bring(painter())

    answer = signed_in().get(reverse("roster-left-behind", args=[file.pk]))

    assert answer.headers["Location"] == reverse("import", args=[file.pk])
