"""The register and what staff do with one certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from safety.actions import certificates
from safety.models import Certificate
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


def issue(name: str = "응우옌 반 안", firm: str = "한빛도장") -> Certificate:
    worker = cast.make_worker(cast.make_workplace(name=firm), name=name)
    return certificates.issue(
        completion=cast_safety.make_completion(worker),
        staff=cast.make_staff(Role.INSTRUCTOR),
        today=cast.TODAY,
        now=cast.NOW,
    )


def register(client: Client, **query: str) -> str:
    return client.get(reverse("certificate-list"), query).content.decode()


def test_the_register_is_searched_by_name_firm_and_number(signed_in: SignIn) -> None:
    issue("김한빛", "한빛도장")
    issue("박세운", "세운정밀")
    client = signed_in(Role.INSTRUCTOR)

    for words in ("박세운", "세운정밀", "제2026-0002호", "2026-0002"):
        page = register(client, q=words)
        assert "제2026-0002호" in page, words
        assert "제2026-0001호" not in page, words


def test_the_register_keeps_what_was_withdrawn(signed_in: SignIn) -> None:
    certificate = issue()
    certificates.withdraw(certificate=certificate, reason="대리 출석", staff=None, now=cast.NOW)

    page = register(signed_in(), state="WITHDRAWN")

    assert certificate.number in page
    assert "대리 출석" in page


def test_the_register_asks_a_fixed_number_of_questions(
    signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in()
    for number in range(6):
        issue(f"근로자 {number}")

    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        client.get(reverse("certificate-list"))


def test_the_paper_has_a_korean_file_name(signed_in: SignIn) -> None:
    certificate = issue()

    response = signed_in().get(reverse("certificate-pdf", args=[certificate.pk]))

    assert response.content.startswith(b"%PDF")
    shown = response["Content-Disposition"]
    assert shown.startswith("inline; filename*=utf-8''%EC%88%98%EB%A3%8C%EC%A6%9D")
    assert certificate.holder_name not in shown


def test_a_certificate_is_issued_again(signed_in: SignIn) -> None:
    certificate = issue()

    signed_in().post(reverse("certificate-reprint", args=[certificate.pk]))

    certificate.refresh_from_db()
    assert certificate.reissued_date == date(2026, 11, 23)


def test_a_name_is_corrected(signed_in: SignIn) -> None:
    certificate = issue()

    response = signed_in().post(
        reverse("certificate-reissue", args=[certificate.pk]), {"holder_name": "NGUYEN VAN AN"}
    )

    made = Certificate.objects.valid().get()
    assert response["Location"] == reverse("certificate", args=[made.pk])
    assert made.holder_name == "NGUYEN VAN AN"


def test_a_certificate_is_withdrawn_with_a_reason(signed_in: SignIn) -> None:
    certificate = issue()
    client, address = signed_in(), reverse("certificate-withdraw", args=[certificate.pk])

    without = client.post(address, {"reason": ""})
    client.post(address, {"reason": "대리 출석"})

    assert without.status_code == 200
    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.WITHDRAWN
    assert client.get(reverse("certificate-pdf", args=[certificate.pk])).status_code == 404


def test_two_clerks_who_withdraw_are_told(signed_in: SignIn) -> None:
    certificate = issue()
    client, address = signed_in(), reverse("certificate-withdraw", args=[certificate.pk])
    client.post(address, {"reason": "대리 출석"})

    response = client.post(address, {"reason": "한 번 더"})

    assert "더 이상 유효하지 않" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["certificate", "certificate-pdf", "certificate-reissue", "certificate-withdraw"]
)
def test_another_centre_sees_nothing(signed_in: SignIn, name: str) -> None:
    certificate = issue()
    stranger = signed_in(staff=cast.make_staff(Role.COORDINATOR, cast.make_centre("seongdong")))

    assert stranger.get(reverse(name, args=[certificate.pk])).status_code == 404
    assert certificate.number not in register(stranger)
