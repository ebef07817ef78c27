"""An owner's papers: names stand on them, so the link alone shows none."""

from __future__ import annotations

from http.cookies import Morsel

import pytest
from django.http import HttpRequest
from django.test import Client

from outreach import clock
from outreach.actions import links
from outreach.models import Link, Workplace
from outreach.views import second_checks
from safety.actions.certificates import issue
from safety.models import Certificate
from safety.views import worker_certificates
from scheduling.views import owner_papers
from tests.cast import NOW, TODAY, make_contact, make_worker, make_workplace
from tests.cast_safety import make_completion
from tests.cast_scheduling import make_visit

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER = "1234567891", "2208112345"
RIGHT = {"answer": NUMBER[-5:]}


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def make_papers(business_no: str = NUMBER) -> Certificate:
    """Make a workplace with one certificate, and a visit that its owner got a text about."""
    place = make_workplace(business_no=business_no)
    make_visit(make_contact(place).workplace)
    completion = make_completion(make_worker(place))
    return issue(completion=completion, staff=None, today=TODAY, now=NOW)


def place_of(one: Certificate) -> Workplace:
    return one.completion.worker.workplace


def link_of(one: Certificate) -> Link:
    return Link.objects.get(workplace=place_of(one), purpose=Link.Purpose.VISIT)


def papers_of(one: Certificate) -> str:
    return f"/o/{links.token_of(link_of(one))}/papers/"


def shows(client: Client, one: Certificate) -> bool:
    """Tell whether the list names the certificate's holder."""
    return one.holder_name in client.get(papers_of(one)).content.decode()


def gives(client: Client, one: Certificate) -> bool:
    """Tell whether the paper is handed out; where it is not, the question is asked again."""
    answer = client.get(f"{papers_of(one)}{one.pk}/")
    if answer.status_code == 200:
        return answer.content.startswith(b"%PDF")
    assert (answer.status_code, answer["Location"]) == (302, papers_of(one))
    return False


def passed_cookie(client: Client) -> Morsel[str]:
    return client.cookies[second_checks.PASSED]


def test_the_link_alone_shows_no_certificate_and_gives_no_paper(client: Client) -> None:
    one = make_papers()

    assert not shows(client, one)
    assert not gives(client, one)
    assert one.number not in client.get(papers_of(one)).content.decode()


@pytest.mark.parametrize("answer", ["67891", "6-78-91", " 67891 "])
def test_the_last_five_digits_of_the_business_number_open(client: Client, answer: str) -> None:
    one = make_papers()

    opened = client.post(papers_of(one), {"answer": answer})

    assert (opened.status_code, opened["Location"]) == (302, papers_of(one))
    assert shows(client, one)
    assert gives(client, one)
    assert not shows(Client(), one)  # another browser is asked anew


@pytest.mark.parametrize("answer", ["67890", "7891", NUMBER, "육칠팔구일", "-----", "", "٦٧٨٩١"])
def test_any_other_answer_opens_nothing(client: Client, answer: str) -> None:
    one = make_papers()

    refused = client.post(papers_of(one), {"answer": answer})

    assert refused.status_code == 422
    assert one.holder_name not in refused.content.decode()
    assert not shows(client, one)
    assert not gives(client, one)


def test_after_five_wrong_answers_the_right_one_waits(client: Client) -> None:
    one = make_papers()

    for guess in range(5):
        client.post(papers_of(one), {"answer": f"0000{guess}"})

    assert client.post(papers_of(one), RIGHT).status_code == 422
    assert not gives(client, one)


def test_what_opens_is_kept_for_the_pages_below_and_half_an_hour_only(client: Client) -> None:
    one = make_papers()
    client.post(papers_of(one), RIGHT)
    cookie = passed_cookie(client)

    assert (cookie["path"], cookie["max-age"]) == (papers_of(one), 30 * 60)
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_after_half_an_hour_the_question_is_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make_papers()
    client.post(papers_of(one), RIGHT)

    monkeypatch.setattr(second_checks, "PASSED_FOR", -1)

    assert not gives(client, one)


@pytest.mark.parametrize("shape", ["{pk}", "{pk}:1abcde:forged", "{pk}:", ":", "1"])
def test_a_forged_cookie_opens_nothing(client: Client, shape: str) -> None:
    one = make_papers()

    client.cookies[second_checks.PASSED] = shape.format(pk=link_of(one).pk)

    assert not shows(client, one)
    assert not gives(client, one)


def test_the_cookie_of_another_link_opens_nothing(client: Client) -> None:
    mine, theirs = make_papers(), make_papers(OTHER_NUMBER)
    client.post(papers_of(mine), RIGHT)
    passed_cookie(client)["path"] = "/"  # a browser would not even send it

    assert gives(client, mine)
    assert not shows(client, theirs)
    assert not gives(client, theirs)
    assert client.get(f"{papers_of(mine)}{theirs.pk}/").status_code == 404


def test_a_worker_s_check_does_not_open_the_owner_s_page(client: Client) -> None:
    one = make_papers()
    own = Link.objects.get(worker=one.completion.worker)
    client.post(f"/c/{links.token_of(own)}/", {"answer": "880412"})
    passed_cookie(client)["path"] = "/"

    assert not shows(client, one)
    assert not gives(client, one)


def test_one_number_that_our_text_went_to_opens_by_its_last_four(client: Client) -> None:
    one = make_papers(business_no="")
    phone = place_of(one).contacts.get().phone

    client.post(papers_of(one), {"answer": phone[-4:]})

    assert gives(client, one)


@pytest.mark.parametrize("phones", [0, 2])
def test_without_a_number_or_with_several_no_answer_opens(client: Client, phones: int) -> None:
    place = make_workplace()
    endings = [make_contact(place, is_primary=not i).phone[-4:] for i in range(phones)]
    make_visit(place)
    completion = make_completion(make_worker(place))
    one = issue(completion=completion, staff=None, today=TODAY, now=NOW)

    for answer in (*endings, "", "-", "0000"):
        assert client.post(papers_of(one), {"answer": answer}).status_code == 422

    assert not shows(client, one)
    assert not gives(client, one)


def test_twin_without_the_guard_the_link_alone_gives_names_and_papers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everybody(request: HttpRequest, link: Link) -> bool:
        return True

    one = make_papers()
    own = Link.objects.get(worker=one.completion.worker)
    for doors in (owner_papers, worker_certificates):
        monkeypatch.setattr(doors, "has_passed", everybody)

    assert shows(client, one)
    assert gives(client, one)
    assert one.number in client.get(f"/c/{links.token_of(own)}/").content.decode()


def test_twin_a_guard_that_takes_any_cookie_lets_a_forged_one_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsigned(request: HttpRequest, link: Link) -> bool:
        return request.COOKIES.get(second_checks.PASSED, "").startswith(str(link.pk))

    one = make_papers()
    monkeypatch.setattr(owner_papers, "has_passed", unsigned)
    client.cookies[second_checks.PASSED] = f"{link_of(one).pk}:1abcde:forged"

    assert gives(client, one)


def test_twin_without_the_refusal_of_nothing_an_empty_answer_opens(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def equal_is_enough(*, link: Link, given: str, expected: str, now: object) -> None:
        if given != expected:
            raise links.WrongAnswer

    place = make_workplace()
    make_visit(place)
    completion = make_completion(make_worker(place))
    one = issue(completion=completion, staff=None, today=TODAY, now=NOW)
    monkeypatch.setattr(links, "check_again", equal_is_enough)

    client.post(papers_of(one), {"answer": "-"})

    assert gives(client, one)
