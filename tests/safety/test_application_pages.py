"""The pages of applications for support: apply, decide, and whose account it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Workplace
from safety.actions import claims
from safety.models import Application, Claim, Programme
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


@pytest.fixture
def finance(signed_in: SignIn) -> Client:
    return signed_in(Role.FINANCE)


def make_claim() -> Claim:
    application = cast_safety.make_application()
    exam = cast_safety.make_claimable_exam(cast.make_worker(application.workplace))
    return claims.draw_up_claim(application=application, examinations=[exam], today=cast.TODAY)


def given(workplace: Workplace, programme: Programme, **changes: str) -> dict[str, object]:
    return {
        "programme": programme.pk,
        "exam_kind": "SPECIAL",
        "headcount": "2",
        "hazards": ["toluene"],
        "institution_name": "한마음병원",
        "planned_exam_date": "2026-12-10",
        "requested_amount": "200000",
        "has_other_support": "none",
        "bank": "우리은행",
        "account_number": "1002-123-456789",  # 13 digits are no resident number here
        "account_holder": workplace.name,
        **changes,
    }


def test_a_workplace_applies(finance: Client) -> None:
    workplace, programme = cast.make_workplace(), cast_safety.make_programme()
    cast_safety.make_exposure(cast.make_worker(workplace))

    response = finance.post(
        reverse("application-new", args=[workplace.pk]), given(workplace, programme)
    )

    application = Application.objects.get()
    assert response["Location"] == reverse("application", args=[application.pk])
    assert application.hazards == ["toluene"]
    assert application.account_number == "1002-123-456789"
    assert application.other_support == ""


@pytest.mark.parametrize(
    "fault",
    [
        {"has_other_support": ""},  # the clerk's first question must be answered
        {"has_other_support": "some", "other_support": ""},
        {"account_number": ""},
        {"account_number": "국민 123"},
        {"requested_amount": "0"},
        {"institution_name": "900101-1234567"},
    ],
    ids=str,
)
def test_an_application_with_a_fault_is_not_taken(finance: Client, fault: dict[str, str]) -> None:
    workplace, programme = cast.make_workplace(), cast_safety.make_programme()
    cast_safety.make_exposure(cast.make_worker(workplace))

    response = finance.post(
        reverse("application-new", args=[workplace.pk]), given(workplace, programme, **fault)
    )

    assert response.status_code == 200
    assert not Application.objects.exists()


def test_only_programmes_of_the_centre_are_offered(finance: Client) -> None:
    workplace = cast.make_workplace()
    theirs = cast_safety.make_programme(cast.make_centre("seongdong"))

    response = finance.post(
        reverse("application-new", args=[workplace.pk]), given(workplace, theirs)
    )

    assert response.status_code == 200
    assert not Application.objects.exists()


def test_a_decision_is_recorded(finance: Client) -> None:
    application = cast_safety.make_application(
        state=Application.State.DRAFT, decided_date=None, decision_no="", approved_amount=0
    )
    address = reverse("application-decide", args=[application.pk])

    without = finance.post(address, {"decision": "approve", "decided_date": "2026-11-20"})
    finance.post(
        address,
        {
            "decision": "approve",
            "decided_date": "2026-11-20",
            "decision_no": "중구-2026-18",
            "approved_amount": "500000",
        },
    )

    assert without.status_code == 200
    application.refresh_from_db()
    assert (application.state, application.approved_amount) == ("APPROVED", 500_000)


@pytest.mark.parametrize(
    "name", ["application", "application-pdf", "application-decide", "claim-new"]
)
def test_another_centre_sees_no_application(signed_in: SignIn, name: str) -> None:
    application = cast_safety.make_application()
    stranger = signed_in(staff=cast.make_staff(Role.FINANCE, cast.make_centre("seongdong")))

    assert stranger.get(reverse(name, args=[application.pk])).status_code == 404
    assert "한빛도장" not in stranger.get(reverse("application-list")).content.decode()


def test_the_list_says_what_is_left_of_the_budget(finance: Client) -> None:
    make_claim()

    page = finance.get(reverse("application-list")).content.decode()

    assert "9,920,000" in page
    assert "한빛도장" in page
