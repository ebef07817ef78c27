from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Permission, Role, may
from outreach.actions.search import refresh
from outreach.models import Centre, Workplace
from tests import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SignedIn = Callable[..., Client]


@pytest.fixture
def shop(centre: Centre) -> Workplace:
    shop = cast.make_workplace(centre, name="문래정밀")
    cast.make_worker(shop, name="김철수")
    refresh(workplaces=[shop.pk])
    return shop


def test_what_is_typed_is_answered_with_a_list(shop: Workplace, signed_in: SignedIn) -> None:
    client = signed_in(Role.COORDINATOR)

    page = client.post("/search/", {"words": "ㅁㄹㅈㅁ"}, headers=HTMX).content.decode()

    assert "<html" not in page
    assert f'data-address="/workplaces/{shop.pk}/"' in page
    assert "search_words" not in client.session


def test_without_a_script_the_results_are_a_page_and_no_address_holds_the_words(
    shop: Workplace, signed_in: SignedIn
) -> None:
    client = signed_in(Role.COORDINATOR)

    answer = client.post("/search/", {"words": " 김철수 "})
    page = client.get("/search/").content.decode()

    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/")
    assert "김철수" in page
    assert f"/workers/{shop.workers.get().pk}/" in page


def test_words_in_the_address_are_not_looked_at(shop: Workplace, signed_in: SignedIn) -> None:
    page = signed_in(Role.COORDINATOR).get("/search/", {"words": "문래"}).content.decode()

    assert "문래정밀" not in page


def test_words_are_forgotten_at_signing_out(shop: Workplace, signed_in: SignedIn) -> None:
    client = signed_in(Role.COORDINATOR)
    client.post("/search/", {"words": "문래"})

    client.post(reverse("sign-out"))

    assert "search_words" not in client.session


@pytest.mark.parametrize("words", ["", "   ", "없는이름"])
def test_nothing_found_says_what_to_try(shop: Workplace, signed_in: SignedIn, words: str) -> None:
    client = signed_in(Role.COORDINATOR)
    client.post("/search/", {"words": words})

    assert "ㅁㄹㅈㅁ" in client.get("/search/").content.decode()


def test_the_page_says_how_many_and_when_there_are_more(
    centre: Centre, signed_in: SignedIn
) -> None:
    made = [cast.make_workplace(centre, name=f"정밀{number}") for number in range(51)]
    refresh(workplaces=[workplace.pk for workplace in made])
    client = signed_in(Role.COORDINATOR)
    client.post("/search/", {"words": "정밀"}, headers={"Accept-Language": "ko"})

    page = client.get("/search/").content.decode()

    assert page.count("<tr>") == 1 + 50
    assert "50" in page.split("<caption>")[1].split("</caption>")[0]


@pytest.mark.parametrize("role", list(Role))
def test_the_box_is_there_for_who_may_search(
    role: Role, centre: Centre, signed_in: SignedIn
) -> None:
    staff = cast.make_staff(role, None if role == Role.CITY else centre)

    page = signed_in(staff=staff).get("/password/").content.decode()

    assert ("data-search" in page) is may(staff, Permission.SEE_WORKPLACES)


def test_a_form_without_its_token_is_refused(shop: Workplace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.make_staff(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.post("/search/", {"words": "문래"}, headers=HTMX).status_code == 403


def test_a_viewer_finds_no_people(shop: Workplace, signed_in: SignedIn) -> None:
    page = signed_in(Role.VIEWER).post("/search/", {"words": "김철수"}, headers=HTMX)

    assert "김철수" not in page.content.decode()
