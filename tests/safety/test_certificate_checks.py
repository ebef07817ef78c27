"""Certificates without an account: behind a text's link, and by the code on the paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.actions import links
from outreach.models import Link, Worker
from safety.actions import certificates
from safety.models import Certificate
from safety.rules.certificates import shown_public_code
from safety.views.certificate_checks import WRONG_CODES_A_MINUTE
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten_on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


def issue(worker: Worker | None = None, **changes: object) -> Certificate:
    completion = cast_safety.make_completion(worker or cast.make_worker(), **changes)
    return certificates.issue(completion=completion, staff=None, today=cast.TODAY, now=cast.NOW)


def address_of(certificate: Certificate) -> str:
    """Return the address in the text that the holder got."""
    link = Link.objects.filter(worker=certificate.completion.worker).latest("created_at")
    return reverse("worker-certificate", args=[links.token_of(link)])


def is_kept_secret(response: Any) -> bool:
    return (
        response["Referrer-Policy"] == "no-referrer"
        and response["Cache-Control"] == "no-store"
        and "noindex" in response["X-Robots-Tag"]
    )


def test_the_link_alone_shows_nothing_of_its_holder(client: Client) -> None:
    certificate = issue()

    response = client.get(address_of(certificate))

    page = response.content.decode()
    assert response.status_code == 200
    assert is_kept_secret(response)
    assert "중구보건소" in page
    for word in (certificate.holder_name, certificate.number, "한빛도장", "중대재해"):
        assert word not in page


@pytest.mark.parametrize("answer", ["880412", "19880412", "88-04-12", "1988. 04. 12."])
def test_the_birth_date_opens_it(client: Client, answer: str) -> None:
    certificate = issue()
    address = address_of(certificate)

    response = client.post(address, {"answer": answer}, follow=True)

    page = response.content.decode()
    assert certificate.holder_name in page
    assert certificate.number in page
    paper = client.get(f"{address}{certificate.pk}.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Type"] == "application/pdf"
    assert "filename*=utf-8''%EC%88%98%EB%A3%8C%EC%A6%9D" in paper["Content-Disposition"]
    assert is_kept_secret(paper)


def test_whoever_has_no_birth_date_gives_the_end_of_the_number(client: Client) -> None:
    certificate = issue(cast.make_worker(birth_date=None, phone="+821000004321"))

    response = client.post(address_of(certificate), {"answer": "4321"}, follow=True)

    assert certificate.number in response.content.decode()


def test_a_wrong_answer_opens_nothing_and_five_lock_it(client: Client) -> None:
    certificate = issue()
    address = address_of(certificate)

    tries = [client.post(address, {"answer": "000000"}) for _ in range(5)]
    right = client.post(address, {"answer": "880412"})

    assert [response.status_code for response in tries] == [422] * 5
    assert right.status_code == 422
    assert "15 phút" in right.content.decode()
    assert client.get(f"{address}{certificate.pk}.pdf").status_code == 302


def test_the_paper_needs_the_second_check_in_this_browser(client: Client) -> None:
    certificate = issue()
    address = address_of(certificate)
    client.post(address, {"answer": "880412"})

    elsewhere = Client().get(f"{address}{certificate.pk}.pdf")

    assert elsewhere.status_code == 302
    assert elsewhere["Location"] == address


def test_a_forged_cookie_opens_nothing(client: Client) -> None:
    certificate = issue()
    link = Link.objects.get()
    client.cookies["certificate"] = f"{link.pk}:1abcde:forged"

    assert client.get(f"{address_of(certificate)}{certificate.pk}.pdf").status_code == 302


def test_the_check_of_one_worker_opens_nothing_of_another(client: Client) -> None:
    mine, theirs = issue(), issue(cast.make_worker(birth_date=None))
    client.post(address_of(mine), {"answer": "880412"})

    assert client.get(f"{address_of(mine)}{theirs.pk}.pdf").status_code == 404
    client.cookies["certificate"]["path"] = "/"  # a browser would not even send it
    assert client.get(f"{address_of(theirs)}{theirs.pk}.pdf").status_code == 302


def test_a_withdrawn_certificate_is_not_handed_out(client: Client) -> None:
    certificate = issue()
    address = address_of(certificate)
    client.post(address, {"answer": "880412"})
    certificates.withdraw(certificate=certificate, reason="대리 출석", staff=None, now=cast.NOW)

    page = client.get(address).content.decode()

    assert certificate.number not in page
    assert client.get(f"{address}{certificate.pk}.pdf").status_code == 404


def test_a_worker_who_reads_no_korean_is_answered_in_their_own_language(client: Client) -> None:
    certificate = issue()  # 응우옌 reads Vietnamese

    assert "Giấy chứng nhận của bạn" in client.get(address_of(certificate)).content.decode()

    korean = issue(cast.make_worker(name="김한빛", language="ko"))
    assert "수료증" in client.get(address_of(korean)).content.decode()


def test_the_language_switch_overrides_it(client: Client) -> None:
    certificate = issue()
    client.cookies["django_language"] = "ko"

    assert 'lang="ko"' in client.get(address_of(certificate)).content.decode()


@pytest.mark.parametrize("token", ["x", "A" * 22, "%00" * 5, "..", "🙂"])
def test_an_unknown_link_is_a_friendly_404(client: Client, token: str) -> None:
    response = client.get(reverse("worker-certificate", args=[token]))

    assert response.status_code == 404
    assert is_kept_secret(response)


def check(client: Client, code: str) -> Any:
    return client.get(reverse("certificate-check", args=[code]))


def test_the_code_says_that_it_is_valid_and_masks_the_name(client: Client) -> None:
    certificate = issue(cast.make_worker(name="김한빛"))

    response = check(client, certificate.public_code)

    page = response.content.decode()
    assert response.status_code == 200
    assert is_kept_secret(response)
    assert "유효한 수료증입니다." in page
    assert "김*빛" in page and "김한빛" not in page
    assert "중대재해 예방교육" in page
    for word in ("1988", "한빛도장", certificate.completion.worker.phone[-4:]):
        assert word not in page


def test_a_replaced_certificate_names_the_number_that_stands(client: Client) -> None:
    old = issue()
    new = certificates.reissue(
        certificate=old, holder_name="NGUYEN VAN AN", staff=None, today=cast.TODAY, now=cast.NOW
    )

    page = check(client, old.public_code).content.decode()

    assert new.number in page
    assert new.public_code not in page
    assert "유효한 수료증입니다." not in page


def test_a_withdrawn_certificate_is_said_to_be_so_without_the_reason(client: Client) -> None:
    certificate = issue()
    certificates.withdraw(certificate=certificate, reason="대리 출석", staff=None, now=cast.NOW)

    page = check(client, certificate.public_code).content.decode()

    assert "유효하지 않은 수료증입니다." in page
    assert "대리 출석" not in page


@pytest.mark.parametrize("code", ["A" * 18, "제2026-0001호", "..", "x" * 500, "' OR 1=1 --"])
def test_an_unknown_code_is_a_friendly_404(client: Client, code: str) -> None:
    issue()

    response = check(client, code)

    assert response.status_code == 404
    assert "확인번호" in response.content.decode()


def test_the_next_number_gives_nothing(client: Client) -> None:
    """The printed number counts up; the code does not."""
    first, second = issue(), issue()

    assert first.public_code[:6] != second.public_code[:6]
    assert check(client, second.number).status_code == 404


def test_a_code_may_be_typed_in_groups_and_small_letters(client: Client) -> None:
    certificate = issue()
    typed = shown_public_code(certificate.public_code).lower()

    response = client.post(reverse("certificate-check-form"), {"code": f" {typed} "})

    assert response.status_code == 302
    assert response["Location"] == reverse("certificate-check", args=[certificate.public_code])


def test_a_code_that_cannot_be_one_is_asked_for_again(client: Client) -> None:
    response = client.post(reverse("certificate-check-form"), {"code": "1234"})

    assert response.status_code == 422


def test_one_address_guesses_thirty_codes_a_minute(client: Client) -> None:
    certificate = issue()

    answers = [check(client, "A" * 18).status_code for _ in range(WRONG_CODES_A_MINUTE)]
    one_more = check(client, certificate.public_code)
    elsewhere = client.get(
        reverse("certificate-check", args=[certificate.public_code]), REMOTE_ADDR="203.0.113.9"
    )

    assert answers == [404] * WRONG_CODES_A_MINUTE
    assert one_more.status_code == 429
    assert elsewhere.status_code == 200


def test_genuine_codes_are_never_too_many(client: Client) -> None:
    """A clerk checks the papers of a whole hall."""
    code = issue().public_code

    answers = {check(client, code).status_code for _ in range(WRONG_CODES_A_MINUTE + 1)}

    assert answers == {200}
