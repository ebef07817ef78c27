"""Signing in: right, wrong, too often wrong; the first password; the language; the demo's door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from outreach.access import Role
from outreach.models import Staff
from tests import cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, staff: Staff, password: str) -> int:
    """Send the form and return the answer's status."""
    sent = {"username": staff.username, "password": password}
    return client.post(reverse("sign-in"), sent).status_code


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_first_section(client: Client) -> None:
    staff = cast.make_staff(Role.ADMINISTRATOR)

    answer = client.post(
        reverse("sign-in"), {"username": staff.username, "password": cast.PASSWORD}
    )

    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(client: Client) -> None:
    staff = cast.make_staff()

    answers = [
        client.post(reverse("sign-in"), {"username": name, "password": "wrong"})
        for name in (staff.username, "nobody")
    ]

    for answer in answers:
        assert "아이디 또는 비밀번호가 맞지 않습니다" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_does_not_open(client: Client) -> None:
    staff = cast.make_staff(is_active=False)

    sign_in(client, staff, cast.PASSWORD)

    assert not is_signed_in(client)


def test_an_address_elsewhere_is_not_followed_after_the_sign_in(client: Client) -> None:
    staff = cast.make_staff()
    sent = {"username": staff.username, "password": cast.PASSWORD, "next": "https://evil.example/"}

    answer = client.post(reverse("sign-in"), sent)

    assert "evil" not in answer.headers["Location"]


def test_ten_wrong_tries_lock_out_and_the_page_says_until_when(client: Client) -> None:
    staff = cast.make_staff()

    statuses = [sign_in(client, staff, "wrong") for _try in range(10)]
    answer = client.post(
        reverse("sign-in"), {"username": staff.username, "password": cast.PASSWORD}
    )

    assert statuses == [200] * 9 + [429]
    assert answer.status_code == 429
    assert not is_signed_in(client)
    last_try = AccessAttempt.objects.get(username=staff.username).attempt_time
    until = timezone.localtime(last_try + timedelta(minutes=15))
    assert f"<strong>{until:%H:%M}</strong>부터" in answer.content.decode()


def test_a_try_during_the_lock_out_does_not_lengthen_it(client: Client) -> None:
    staff = cast.make_staff()
    for _try in range(10):
        sign_in(client, staff, "wrong")
    before = AccessAttempt.objects.get(username=staff.username).attempt_time

    sign_in(client, staff, "wrong")

    assert AccessAttempt.objects.get(username=staff.username).attempt_time == before


def test_somebody_else_is_not_locked_out(client: Client) -> None:
    guessed, other = cast.make_staff(), cast.make_staff(Role.FINANCE)
    for _try in range(10):
        sign_in(client, guessed, "wrong")

    sign_in(client, other, cast.PASSWORD)

    assert is_signed_in(client)


def test_without_the_guard_the_eleventh_try_would_be_weighed(
    client: Client, settings: Settings
) -> None:
    """The twin: the lock-out is axes' doing, and nothing else would stop guessing."""
    settings.AXES_ENABLED = False
    staff = cast.make_staff()
    for _try in range(10):
        sign_in(client, staff, "wrong")

    sign_in(client, staff, cast.PASSWORD)

    assert is_signed_in(client)


def test_signing_out_needs_a_form_and_ends_on_a_page(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in(Role.VIEWER)

    assert client.get(reverse("sign-out")).status_code == 405
    answer = client.post(reverse("sign-out"), follow=True)

    assert answer.status_code == 200
    assert not is_signed_in(client)
    assert "로그아웃되었습니다" in answer.content.decode()


def test_a_given_password_opens_only_the_page_to_choose_an_own_one(
    signed_in: Callable[..., Client],
) -> None:
    staff = cast.make_staff(Role.ADMINISTRATOR, password_is_initial=True)
    client = signed_in(staff=staff)

    assert client.get(reverse("staff-list")).headers["Location"] == reverse("password-change")
    own = "가을-하늘-높고-2026"
    sent = {"new_password1": own, "new_password2": own}
    client.post(reverse("password-change"), sent)

    assert client.get(reverse("staff-list")).status_code == 200
    staff.refresh_from_db()
    assert staff.check_password(own)


def test_an_own_password_opens_the_pages_at_once(signed_in: Callable[..., Client]) -> None:
    """The twin: without the mark nobody is led away."""
    client = signed_in(Role.ADMINISTRATOR)

    assert client.get(reverse("staff-list")).status_code == 200


def test_whoever_changes_an_own_password_gives_the_old_one(
    signed_in: Callable[..., Client],
) -> None:
    staff = cast.make_staff(Role.VIEWER)
    own = "가을-하늘-높고-2026"

    signed_in(staff=staff).post(
        reverse("password-change"), {"new_password1": own, "new_password2": own}
    )

    staff.refresh_from_db()
    assert staff.check_password(cast.PASSWORD)


def test_the_language_switch_is_remembered_and_returns(client: Client) -> None:
    sent = {"language": "en", "next": "/signed-out/?from=here"}

    answer = client.post(reverse("language"), sent)

    assert answer.headers["Location"] == "/signed-out/?from=here"
    assert "You are signed out" in client.get(reverse("signed-out")).content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_the_language_switch_leads_nowhere_else(client: Client, back: str) -> None:
    answer = client.post(reverse("language"), {"language": "en", "next": back})

    assert answer.headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post(reverse("language"), {"language": "xx"})

    assert "로그아웃되었습니다" in client.get(reverse("signed-out")).content.decode()


def test_the_browsers_own_language_is_not_asked(client: Client) -> None:
    answer = client.get(reverse("sign-in"), headers={"accept-language": "en"})

    assert 'lang="ko"' in answer.content.decode()


@pytest.mark.parametrize("route", ["demo", "demo-sign-in"])
def test_there_is_no_demo_door_outside_the_demo(client: Client, route: str) -> None:
    cast.make_staff(Role.ADMINISTRATOR)
    ask = client.get if route == "demo" else client.post

    answer = ask(reverse(route), {"role": "ADMINISTRATOR"})

    assert answer.status_code == 404
    assert not is_signed_in(client)


def test_the_demo_signs_in_with_one_click(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    cast.make_staff(Role.ADMINISTRATOR)

    led = client.get("/staff/", follow=True)
    answer = client.post(reverse("demo-sign-in"), {"role": "ADMINISTRATOR", "next": "/staff/"})

    assert led.redirect_chain[-1][0] == "/demo/?next=%2Fstaff%2F"
    assert answer.headers["Location"] == "/staff/"
    assert is_signed_in(client)


def test_the_demo_keeps_the_form_for_whoever_asks(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    answer = client.get(reverse("sign-in") + "?form=1")

    assert 'name="password"' in answer.content.decode()


def test_health_is_asked_without_an_account(client: Client) -> None:
    assert client.get(reverse("healthz")).content == b"ok\n"
