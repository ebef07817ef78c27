"""A screen that was left alone is signed out; who works on is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from config.idle import IdleSignOut
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
After = Callable[[float], None]
PAGE = "/password/"


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> After:
    """Let it be so many minutes after ten o'clock."""

    def be(minutes: float) -> None:
        at = NOW + timedelta(minutes=minutes)
        monkeypatch.setattr(IdleSignOut, "clock", staticmethod(lambda: at))

    be(0)
    return be


@pytest.fixture
def client(signed_in: SignedIn, after: After) -> Client:
    """Somebody who opened a page at ten o'clock."""
    client = signed_in()
    session = client.session
    del session["seen_at"], session["began_at"]  # of the real clock
    session.save()
    assert client.get(PAGE).status_code == 200
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_after_half_an_hour_a_page_leads_to_the_door_and_back(client: Client, after: After) -> None:
    after(31)

    answer = client.get(PAGE)

    assert answer.headers["Location"] == "/sign-in/?next=%2Fpassword%2F"
    assert "자리를 비우신 동안 로그아웃되었습니다" in client.get(answer.headers["Location"]).text
    assert not is_signed_in(client)


def test_a_click_in_time_gives_another_half_hour(client: Client, after: After) -> None:
    """The twin: as long after ten, but not idle."""
    for minutes in (29, 58, 87):
        after(minutes)
        assert client.get(PAGE).status_code == 200


def test_half_a_day_is_the_most(client: Client, after: After) -> None:
    for minutes in range(20, 12 * 60, 20):
        after(minutes)
        assert client.get(PAGE).status_code == 200

    after(12 * 60 + 1)

    assert client.get(PAGE).status_code == 302


def test_a_form_that_comes_too_late_is_told_so_and_changes_nothing(
    client: Client, after: After
) -> None:
    after(31)

    answer = client.post(PAGE, {"new_password1": "을지로-세운-2027"})

    assert answer.status_code == 403
    assert "뒤로 가서" in answer.text
    assert not is_signed_in(client)


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client: Client, after: After) -> None:
    after(31)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/due/?kind=CONSULTATION"}

    answer = client.get("/due/", headers=headers)

    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Fdue%2F%3Fkind%3DCONSULTATION"


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client: Client, after: After) -> None:
    asking = {"X-Only-Asking": "1"}
    after(29)
    assert client.get("/healthz/", headers=asking).status_code == 200

    after(31)

    assert client.get("/healthz/", headers=asking).status_code == 401
    assert client.get(PAGE).status_code == 302
    assert client.get("/healthz/", headers=asking).status_code == 401


def test_the_centre_may_set_it_shorter(client: Client, after: After, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    after(6)

    assert client.get(PAGE).status_code == 302


def test_a_session_is_written_once_a_minute_and_none_is_made_for_a_stranger(
    client: Client, after: After
) -> None:
    after(0.5)
    before = client.session["seen_at"]
    client.get(PAGE)
    assert client.session["seen_at"] == before

    after(1)
    client.get(PAGE)
    assert client.session["seen_at"] > before
    assert Session.objects.count() == 1

    Client().get("/sign-in/?form=1")
    assert Session.objects.count() == 1
