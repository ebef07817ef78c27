"""The centre's accounts: opened, changed and closed by its administrator and nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.actions.staff import (
    NotOfACentre,
    OneselfNotAllowed,
    change_account,
    close_account,
    open_account,
    renew_password,
)
from outreach.models import Centre, Staff
from tests import cast

pytestmark = pytest.mark.django_db

NEW = {"name": "문새롬", "username": "saerom", "role": "VIEWER", "email": ""}
PASSWORD_SHAPE = re.compile(r">([a-z2-9]{4}(?:-[a-z2-9]{4}){3})<")
PAGES = ["staff-edit", "staff-close", "staff-password", "staff-reopen"]


@pytest.fixture
def admin(signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def test_the_list_shows_the_own_centre_only(admin: Client, other_centre: Centre) -> None:
    cast.make_staff(Role.FINANCE)
    cast.make_staff(Role.ADMINISTRATOR, other_centre)

    words = admin.get(reverse("staff-list")).content.decode()

    assert "오세진" in words
    assert "박정민" not in words
    assert "계정 2개" in words


@pytest.mark.parametrize("route", PAGES)
def test_the_account_of_another_centre_is_not_there(
    admin: Client, other_centre: Centre, route: str
) -> None:
    stranger = cast.make_staff(Role.FINANCE, other_centre)
    ask = admin.get if route in {"staff-edit", "staff-close"} else admin.post

    assert ask(reverse(route, args=[stranger.pk])).status_code == 404
    assert admin.post(reverse(route, args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_looks_after_accounts(signed_in: Callable[..., Client], role: Role) -> None:
    assert signed_in(role).get(reverse("staff-list")).status_code == 403


def test_a_new_account_gets_a_password_that_is_shown_once(admin: Client) -> None:
    answer = admin.post(reverse("staff-new"), NEW)

    shown = PASSWORD_SHAPE.search(answer.content.decode())
    staff = Staff.objects.get(username="saerom")
    assert shown is not None and staff.check_password(shown[1])
    assert staff.password_is_initial
    assert staff.centre == cast.make_centre()
    assert "no-store" in answer.headers["Cache-Control"]
    assert shown[1] not in admin.get(reverse("staff-edit", args=[staff.pk])).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"username": "administrator-jung"}, {"role": "CITY"}, {"role": ""}, {"name": ""}]
)
def test_a_wrong_form_opens_no_account(admin: Client, wrong: dict[str, str]) -> None:
    answer = admin.post(reverse("staff-new"), {**NEW, **wrong})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Staff.objects.filter(name="문새롬").exists()


def test_a_change_is_saved(admin: Client) -> None:
    staff = cast.make_staff(Role.VIEWER)

    admin.post(
        reverse("staff-edit", args=[staff.pk]), {"name": "윤서영", "role": "FINANCE", "email": ""}
    )

    staff.refresh_from_db()
    assert (staff.name, staff.role) == ("윤서영", Role.FINANCE)


def test_an_administrator_keeps_the_own_role(admin: Client) -> None:
    oneself = cast.make_staff(Role.ADMINISTRATOR)

    answer = admin.post(
        reverse("staff-edit", args=[oneself.pk]), {"name": "이정민", "role": "VIEWER", "email": ""}
    )

    oneself.refresh_from_db()
    assert oneself.role == Role.ADMINISTRATOR
    assert "본인의 역할을 바꿀 수 없습니다" in answer.content.decode()


def test_a_closed_account_ends_its_session_with_the_next_click(
    admin: Client, signed_in: Callable[..., Client]
) -> None:
    colleague = cast.make_staff(Role.VIEWER)
    theirs = signed_in(staff=colleague)
    assert theirs.get(reverse("password-change")).status_code == 200

    admin.post(reverse("staff-close", args=[colleague.pk]))

    assert theirs.get(reverse("password-change")).status_code == 302


def test_closing_asks_first(admin: Client) -> None:
    colleague = cast.make_staff(Role.VIEWER)

    answer = admin.get(reverse("staff-close", args=[colleague.pk]))

    colleague.refresh_from_db()
    assert colleague.is_active
    assert "이 계정의 사용을 중지할까요?" in answer.content.decode()


def test_a_reopened_account_gets_a_new_password(admin: Client) -> None:
    colleague = cast.make_staff(Role.VIEWER, is_active=False)

    answer = admin.post(reverse("staff-reopen", args=[colleague.pk]))

    colleague.refresh_from_db()
    shown = PASSWORD_SHAPE.search(answer.content.decode())
    assert colleague.is_active and colleague.password_is_initial
    assert shown is not None and colleague.check_password(shown[1])
    assert not colleague.check_password(cast.PASSWORD)


def test_a_forgotten_password_is_given_anew(admin: Client) -> None:
    colleague = cast.make_staff(Role.VIEWER)

    answer = admin.post(reverse("staff-password", args=[colleague.pk]))

    colleague.refresh_from_db()
    shown = PASSWORD_SHAPE.search(answer.content.decode())
    assert shown is not None and colleague.check_password(shown[1])


def test_nobody_locks_the_door_behind_themselves() -> None:
    oneself = cast.make_staff(Role.ADMINISTRATOR)

    with pytest.raises(OneselfNotAllowed):
        close_account(staff=oneself, asker=oneself)
    with pytest.raises(OneselfNotAllowed):
        renew_password(staff=oneself, asker=oneself)


def test_a_centre_opens_no_account_of_city_hall(centre: Centre) -> None:
    staff = cast.make_staff(Role.VIEWER)

    with pytest.raises(NotOfACentre):
        open_account(centre=centre, username="x", name="서", email="", role=Role.CITY)
    with pytest.raises(NotOfACentre):
        change_account(staff=staff, name="서", email="", role=Role.CITY, asker=staff)


def test_first_passwords_differ(centre: Centre) -> None:
    given = {
        open_account(centre=centre, username=f"n{n}", name="문", email="", role=Role.VIEWER)[1]
        for n in range(20)
    }

    assert len(given) == 20
