"""Certificates and cost support in a real browser, for staff, holders and whoever checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from outreach.actions import links
from outreach.models import Link
from safety.actions import certificates, claims
from safety.models import Application, Certificate, Claim, Examination
from tests import cast, cast_safety

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]
SignIn = Callable[[Role], Page]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    monkeypatch.setattr(clock, "today", lambda: cast.TODAY)


def issue(name: str = "김한빛", language: str = "ko") -> Certificate:
    worker = cast.make_worker(name=name, language=language)
    return certificates.issue(
        completion=cast_safety.make_completion(worker),
        staff=cast.make_staff(Role.INSTRUCTOR),
        today=cast.TODAY,
        now=cast.NOW,
    )


def make_claim() -> Claim:
    """Make a claim for two exams; a third exam is paid by KOSHA."""
    application = cast_safety.make_application()
    exams = []
    for name in ("김한빛", "박세운", "이을지"):
        worker = cast.make_worker(application.workplace, name=name)
        exams.append(cast_safety.make_claimable_exam(worker))
    Examination.objects.filter(pk=exams[2].pk).update(paid_by=Examination.PaidBy.KOSHA)
    return claims.draw_up_claim(application=application, examinations=exams[:2], today=cast.TODAY)


def look(page: Page, path: str, name: str, axe_check: Check, fits: Check, shot: Shot) -> None:
    page.goto(path)
    axe_check(page)
    shot(page, name)
    fits(page)
    axe_check(page)


def test_the_register_and_a_certificate_can_be_read_by_everybody(
    sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    old, other = issue(), issue("NGUYỄN THỊ PHƯƠNG THẢO LÊ")
    new = certificates.reissue(
        certificate=old, holder_name="김한별", staff=None, today=cast.TODAY, now=cast.NOW
    )
    certificates.withdraw(certificate=other, reason="대리 출석", staff=None, now=cast.NOW)
    page = sign_in_as(Role.INSTRUCTOR)

    for path, name in (
        ("/certificates/", "certificates"),
        ("/certificates/?q=없는사람", "certificates-none"),
        (f"/certificates/{new.pk}/", "certificate"),
        (f"/certificates/{other.pk}/", "certificate-withdrawn"),
        (f"/certificates/{new.pk}/reissue/", "certificate-reissue"),
        (f"/certificates/{new.pk}/withdraw/", "certificate-withdraw"),
    ):
        look(page, path, name, axe_check, fits, shot)


def test_a_certificate_is_withdrawn_in_a_dialog(sign_in_as: SignIn, axe_check: Check) -> None:
    certificate = issue()
    page = sign_in_as(Role.INSTRUCTOR)
    page.goto(f"/certificates/{certificate.pk}/")

    page.get_by_role("link", name="발급 취소").click()
    dialog = page.get_by_role("dialog")
    axe_check(page)
    dialog.get_by_label("사유").fill("대리 출석")
    dialog.get_by_role("button", name="발급 취소").click()

    expect(page.get_by_text("취소됨: 대리 출석")).to_be_visible()


def test_cost_support_can_be_read_by_everybody(
    sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    claim = make_claim()
    application = claim.application
    draft = cast_safety.make_application(
        cast.make_workplace(name="세운정밀"),
        programme=application.programme,
        state=Application.State.DRAFT,
        decided_date=None,
        decision_no="",
        approved_amount=0,
        other_support="건강디딤돌 2025년",
    )
    cast_safety.make_exposure(cast.make_worker(draft.workplace))
    another = cast.make_worker(application.workplace, name="최청계")
    cast_safety.make_claimable_exam(another)
    Application.objects.filter(pk=application.pk).update(account_holder="홍길동")
    page = sign_in_as(Role.FINANCE)

    for path, name in (
        ("/support/", "support"),
        ("/support/programmes/new/", "programme-new"),
        (f"/support/{application.pk}/", "application"),
        (f"/support/{draft.pk}/", "application-draft"),
        (f"/support/{draft.pk}/decide/", "application-decide"),
        (f"/support/{application.pk}/claims/new/", "claim-new"),
        (f"/claims/{claim.pk}/", "claim"),
        (f"/claims/{claim.pk}/void/", "claim-void"),
        (f"/workplaces/{draft.workplace_id}/support/new/", "application-new"),
    ):
        look(page, path, name, axe_check, fits, shot)


def test_a_holder_gets_the_certificate_with_one_answer(
    page: Page, axe_check: Check, fits: Check, shot: Shot
) -> None:
    certificate = issue()
    address = f"/c/{links.token_of(Link.objects.get())}/"

    look(page, address, "worker-certificate-check", axe_check, fits, shot)
    page.get_by_label("생년월일 6자리").fill("000000")
    page.get_by_role("button", name="내 수료증 보기").click()
    expect(page.get_by_text("맞지 않습니다.")).to_be_visible()
    shot(page, "worker-certificate-wrong")
    axe_check(page)
    page.get_by_label("생년월일 6자리").fill("880412")
    page.get_by_role("button", name="내 수료증 보기").click()

    expect(page.get_by_text(certificate.number)).to_be_visible()
    axe_check(page)
    shot(page, "worker-certificate")
    fits(page)
    paper = page.request.get(f"{address}{certificate.pk}.pdf")
    assert paper.body().startswith(b"%PDF")


def test_anybody_checks_a_certificate(
    page: Page, axe_check: Check, fits: Check, shot: Shot
) -> None:
    valid, withdrawn = issue(), issue("박세운")
    certificates.withdraw(certificate=withdrawn, reason="대리 출석", staff=None, now=cast.NOW)

    look(page, "/verify/", "verify-form", axe_check, fits, shot)
    page.get_by_label("확인번호").fill(valid.public_code.lower())
    page.get_by_role("button", name="확인하기").click()
    expect(page.get_by_role("heading", name="유효한 수료증입니다.")).to_be_visible()

    for code, name in (
        (valid.public_code, "verify-valid"),
        (withdrawn.public_code, "verify-withdrawn"),
        ("A" * 18, "verify-unknown"),
    ):
        look(page, f"/verify/{code}/", name, axe_check, fits, shot)
