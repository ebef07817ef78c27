"""The pages of cost support: apply, decide, choose exams, hand in, be paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import AccessEntry
from safety.actions import claims
from safety.models import Application, Claim, Examination
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
