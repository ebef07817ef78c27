"""Certificates without an account: behind a text's link, and by the code on the paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Worker
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


def is_kept_secret(response: Any) -> bool:
    return (
        response["Referrer-Policy"] == "no-referrer"
        and response["Cache-Control"] == "no-store"
        and "noindex" in response["X-Robots-Tag"]
    )


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
