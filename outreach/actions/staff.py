"""Accounts: opening, changing and closing them; a new password for who forgot it."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.access import Role
from outreach.models import Centre, Staff

# No letters that are taken for one another when read out on the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class OneselfNotAllowed(Exception):
    """An administrator must not lock the door behind themselves; the words are shown to them."""

    def __init__(self) -> None:
        super().__init__(_("You cannot close your own account or give up your own role."))


class NotOfACentre(Exception):
    """City hall's accounts belong to no centre, so no centre opens them."""

    def __init__(self) -> None:
        super().__init__(_("Accounts of city hall are not opened by a centre."))


def _given_password() -> str:
    """Return a password that can be dictated: four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _group in range(4))


def _give_password(staff: Staff) -> str:
    password = _given_password()
    staff.set_password(password)
    staff.password_is_initial = True
    return password


@transaction.atomic
def open_account(
    *, centre: Centre, username: str, name: str, email: str, role: Role
) -> tuple[Staff, str]:
    """
    Open an account and return it with its first password, which is kept nowhere.

    :raises NotOfACentre: the role is city hall's
    """
    if role is Role.CITY:
        raise NotOfACentre
    staff = Staff(centre=centre, username=username, name=name, email=email, role=role)
    password = _give_password(staff)
    staff.save()
    return staff, password


@transaction.atomic
def change_account(*, staff: Staff, name: str, email: str, role: Role, asker: Staff) -> None:
    """
    Change who somebody is and what they may do.

    :raises OneselfNotAllowed: an administrator would give up their own role
    :raises NotOfACentre: the role is city hall's
    """
    if role is Role.CITY:
        raise NotOfACentre
    if staff.pk == asker.pk and role != staff.role:
        raise OneselfNotAllowed
    staff.name, staff.email, staff.role = name, email, role
    staff.save(update_fields=["name", "email", "role"])


@transaction.atomic
def close_account(*, staff: Staff, asker: Staff) -> None:
    """
    Close an account: its sessions end with the next click, its deeds stay under its name.

    :raises OneselfNotAllowed: an administrator would close their own
    """
    if staff.pk == asker.pk:
        raise OneselfNotAllowed
    staff.is_active = False
    staff.save(update_fields=["is_active"])


@transaction.atomic
def reopen_account(*, staff: Staff) -> str:
    """Open a closed account again and return its new first password."""
    staff.is_active = True
    password = _give_password(staff)
    staff.save(update_fields=["is_active", "password", "password_is_initial"])
    return password


@transaction.atomic
def renew_password(*, staff: Staff, asker: Staff) -> str:
    """
    Give somebody who forgot it a new first password and return it.

    :raises OneselfNotAllowed: one's own is changed on the page for that
    """
    if staff.pk == asker.pk:
        raise OneselfNotAllowed
    password = _give_password(staff)
    staff.save(update_fields=["password", "password_is_initial"])
    return password
