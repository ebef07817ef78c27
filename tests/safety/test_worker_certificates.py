"""A worker's certificates behind a text's link: the second check, the paper, the language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.actions import links
from outreach.models import Link, Worker
from safety.actions import certificates
from safety.models import Certificate
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
