"""What an owner says by telephone about a visit, noted in one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.models import ContactAttempt
from scheduling.models import OwnerAnswer
from tests.cast import NOW, TODAY
from tests.cast_scheduling import make_visit

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.parametrize(
    ("answer", "outcome", "state"),
    [
        ("CONFIRMED", "CONFIRMED", "CONFIRMED"),
        ("OTHER_TIME", "WANTS_OTHER_TIME", "BOOKED"),
        ("NO_ANSWER", "NO_ANSWER", "BOOKED"),
    ],
)
def test_an_answer_by_telephone_is_one_click(
    signed_in: SignedIn, answer: str, outcome: str, state: str
) -> None:
    visit = make_visit()

    signed_in(Role.CLINICIAN).post(
        f"/visits/{visit.pk}/answer/", {"version": 1, "answer": answer, "wish": "오후"}
    )

    visit.refresh_from_db()
    assert visit.state == state
    assert ContactAttempt.objects.get().outcome == outcome
    assert OwnerAnswer.objects.count() == (answer != "NO_ANSWER")


def test_a_second_click_says_that_it_is_known(signed_in: SignedIn) -> None:
    visit, client = make_visit(), signed_in()
    click = {"version": 1, "answer": "CONFIRMED"}

    first = client.post(f"/visits/{visit.pk}/answer/", click)
    second = client.post(f"/visits/{visit.pk}/answer/", click)

    assert (first.status_code, second.status_code) == (302, 422)
    assert OwnerAnswer.objects.count() == ContactAttempt.objects.count() == 1


def test_a_workplace_without_a_mobile_has_to_be_telephoned(signed_in: SignedIn) -> None:
    visit = make_visit()

    page = signed_in().get(f"/visits/{visit.pk}/")

    assert "문자를 받을 번호가 없습니다: 전화로 알려 주세요" in page.content.decode()
