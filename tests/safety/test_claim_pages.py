"""The pages of cost support: apply, decide, choose exams, hand in, be paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import AccessEntry, Workplace
from safety.actions import claims
from safety.models import Application, Claim, Examination, Programme
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


def test_the_exams_are_shown_with_what_is_against_them(finance: Client) -> None:
    application = cast_safety.make_application()
    good = cast.make_worker(application.workplace, name="김한빛")
    cast_safety.make_claimable_exam(good)
    bad = cast.make_worker(application.workplace, name="박세운")
    cast_safety.make_claimable_exam(bad, paid_by=Examination.PaidBy.KOSHA)

    page = finance.get(reverse("claim-new", args=[application.pk])).content.decode()

    can, cannot = page.split("청구할 수 없는 검진")
    assert "김한빛" in can and "박세운" not in can
    assert "박세운" in cannot and "이중으로" in cannot


def test_a_claim_goes_from_draft_to_paid(finance: Client) -> None:
    application = cast_safety.make_application()
    exam = cast_safety.make_claimable_exam(cast.make_worker(application.workplace))

    finance.post(reverse("claim-new", args=[application.pk]), {"examinations": [exam.pk]})
    claim = Claim.objects.get()
    finance.post(reverse("claim-submit", args=[claim.pk]))
    finance.post(
        reverse("claim-payment", args=[claim.pk]), {"paid_date": "2026-11-23", "amount": "80000"}
    )

    claim.refresh_from_db()
    assert claim.state == Claim.State.PAID
    page = finance.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "80,000" in page


def test_an_exam_of_another_workplace_cannot_be_slipped_in(finance: Client) -> None:
    application = cast_safety.make_application()
    theirs = cast_safety.make_claimable_exam(cast.make_worker())

    response = finance.post(
        reverse("claim-new", args=[application.pk]), {"examinations": [theirs.pk]}
    )

    assert response.status_code == 200
    assert not Claim.objects.exists()


def test_a_claim_is_made_void(finance: Client) -> None:
    claim = make_claim()

    finance.post(reverse("claim-void", args=[claim.pk]), {"reason": "예금주 불일치"})

    claim.refresh_from_db()
    assert (claim.state, claim.void_reason) == (Claim.State.VOID, "예금주 불일치")


def test_who_sees_the_account_number_is_written_down(finance: Client) -> None:
    claim = make_claim()

    page = finance.get(reverse("claim", args=[claim.pk])).content.decode()
    paper = finance.get(reverse("claim-pdf", args=[claim.pk]))

    assert "1002-000-123456" in page
    assert paper.content.startswith(b"%PDF")
    entries = AccessEntry.objects.filter(subject="claim", subject_id=claim.pk)
    assert list(entries.order_by("pk").values_list("deed", flat=True)) == ["VIEWED", "EXPORTED"]


def test_no_finding_is_on_the_page_or_the_paper(finance: Client) -> None:
    claim = make_claim()
    exam = claim.lines.get().examination
    exam.results.update(code="D1", fitness="다")

    page = finance.get(reverse("claim", args=[claim.pk])).content.decode()

    assert "D1" not in page
    assert "톨루엔" in page


def test_another_holders_account_is_warned_about(finance: Client) -> None:
    claim = make_claim()
    Application.objects.update(account_holder="홍길동")

    page = finance.get(reverse("claim", args=[claim.pk])).content.decode()

    assert "예금주" in page and "홍길동" in page


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.INSTRUCTOR, Role.VIEWER, Role.DRIVER])
def test_roles_without_the_permission_see_no_account(signed_in: SignIn, role: Role) -> None:
    claim = make_claim()

    for name in ("claim", "claim-pdf"):
        assert signed_in(role).get(reverse(name, args=[claim.pk])).status_code == 403


def test_a_coordinator_sees_but_does_not_change(signed_in: SignIn) -> None:
    claim = make_claim()
    client = signed_in(Role.COORDINATOR)

    page = client.get(reverse("claim", args=[claim.pk])).content.decode()

    assert reverse("claim-submit", args=[claim.pk]) not in page
    assert client.post(reverse("claim-submit", args=[claim.pk])).status_code == 403


@pytest.mark.parametrize("name", ["claim", "claim-pdf", "claim-void", "claim-payment"])
def test_another_centre_sees_no_claim(signed_in: SignIn, name: str) -> None:
    claim = make_claim()
    stranger = signed_in(staff=cast.make_staff(Role.FINANCE, cast.make_centre("seongdong")))

    assert stranger.get(reverse(name, args=[claim.pk])).status_code == 404


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


def programme_fields(**changes: str) -> dict[str, str]:
    return {
        "name": "2026년 소공인 특수건강진단 비용지원",
        "payer": "중구청",
        "addressee": "중구청장",
        "payee": "EMPLOYER",
        "starts_date": "2026-01-01",
        "ends_date": "2026-12-31",
        "budget": "10000000",
        "cap_per_worker": "150000",
        "rate_SPECIAL": "100000",
        **changes,
    }


def test_a_programme_is_opened(finance: Client) -> None:
    finance.post(reverse("programme-new"), programme_fields())

    programme = Programme.objects.get()
    assert programme.centre == cast.make_centre()
    assert {rate.exam_kind: rate.amount for rate in programme.rates.all()} == {"SPECIAL": 100_000}


@pytest.mark.parametrize(
    "fault",
    [{"rate_SPECIAL": ""}, {"ends_date": "2025-12-31"}, {"budget": "0"}],
    ids=str,
)
def test_a_programme_with_a_fault_is_not_opened(finance: Client, fault: dict[str, str]) -> None:
    response = finance.post(reverse("programme-new"), programme_fields(**fault))

    assert response.status_code == 200
    assert not Programme.objects.exists()
