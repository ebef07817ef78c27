"""
Who may do what: one table of roles and permissions, and the scope of every query.

Models, doors and tests all read this table; the README prints it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, Self, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")
    COORDINATOR = "COORDINATOR", _("coordinator")
    CLINICIAN = "CLINICIAN", _("clinician")
    INSTRUCTOR = "INSTRUCTOR", _("instructor")
    FINANCE = "FINANCE", _("finance officer")
    VIEWER = "VIEWER", _("viewer")
    DRIVER = "DRIVER", _("field driver")
    CITY = "CITY", _("city hall")


class Permission(StrEnum):
    SIGNED_IN = "signed_in"  # any staff member, for their own screen settings
    SEE_TODAY = "see_today"
    SEE_WORKPLACES = "see_workplaces"
    EDIT_WORKPLACES = "edit_workplaces"
    IMPORT = "import"
    SEE_WORKERS = "see_workers"
    EDIT_WORKERS = "edit_workers"
    SEE_DUE = "see_due"
    SEE_FINDINGS = "see_findings"
    RECORD_FINDINGS = "record_findings"
    SEE_WEEK = "see_week"
    BOOK = "book"
    SEE_DAY_SHEET = "see_day_sheet"
    RECORD_ATTENDANCE = "record_attendance"
    SEE_CLASSES = "see_classes"
    EDIT_CLASSES = "edit_classes"
    RECORD_ROLL = "record_roll"
    ISSUE_CERTIFICATES = "issue_certificates"
    SEE_MESSAGES = "see_messages"
    ANSWER_FOR_OWNER = "answer_for_owner"
    SEE_CLAIMS = "see_claims"
    EDIT_CLAIMS = "edit_claims"
    SEE_RESULTS = "see_results"  # counts against the city plan, never people
    MANAGE_FEEDS = "manage_feeds"
    MANAGE_CENTRE = "manage_centre"  # teams, rooms, courses: what the centre works with
    MANAGE_STAFF = "manage_staff"


_P = Permission
_EVERYBODY = frozenset({_P.SIGNED_IN})
_LOOK = _EVERYBODY | {_P.SEE_TODAY, _P.SEE_WORKPLACES, _P.SEE_DUE, _P.SEE_WEEK, _P.SEE_CLASSES}
_COORDINATE = _LOOK | {
    _P.EDIT_WORKPLACES,
    _P.IMPORT,
    _P.SEE_WORKERS,
    _P.EDIT_WORKERS,
    _P.BOOK,
    _P.SEE_DAY_SHEET,
    _P.RECORD_ATTENDANCE,
    _P.EDIT_CLASSES,
    _P.RECORD_ROLL,
    _P.ISSUE_CERTIFICATES,
    _P.SEE_MESSAGES,
    _P.ANSWER_FOR_OWNER,
    _P.SEE_CLAIMS,
    _P.SEE_RESULTS,
    _P.MANAGE_FEEDS,
    _P.MANAGE_CENTRE,
}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _COORDINATE | {_P.MANAGE_STAFF},
    Role.COORDINATOR: _COORDINATE,
    Role.CLINICIAN: _LOOK
    | {
        _P.SEE_WORKERS,
        _P.EDIT_WORKERS,
        _P.SEE_FINDINGS,
        _P.RECORD_FINDINGS,
        _P.SEE_DAY_SHEET,
        _P.RECORD_ATTENDANCE,
        _P.ANSWER_FOR_OWNER,
    },
    Role.INSTRUCTOR: _EVERYBODY
    | {
        _P.SEE_TODAY,
        _P.SEE_CLASSES,
        _P.EDIT_CLASSES,
        _P.RECORD_ROLL,
        _P.ISSUE_CERTIFICATES,
    },
    Role.FINANCE: _EVERYBODY
    | {
        _P.SEE_TODAY,
        _P.SEE_WORKPLACES,
        _P.SEE_WORKERS,
        _P.SEE_CLAIMS,
        _P.EDIT_CLAIMS,
        _P.SEE_RESULTS,
    },
    Role.VIEWER: _LOOK | {_P.SEE_RESULTS},
    Role.DRIVER: _EVERYBODY | {_P.SEE_TODAY, _P.SEE_DAY_SHEET},
    Role.CITY: _EVERYBODY | {_P.SEE_RESULTS},
}
# Roles that read people's names in full; everybody else reads them masked.
SEES_NAMES = frozenset(
    {Role.ADMINISTRATOR, Role.COORDINATOR, Role.CLINICIAN, Role.INSTRUCTOR, Role.FINANCE}
)
PUBLIC = "public"  # no account: the sign-in page, or a page behind a secret link


class Asker(Protocol):
    """Whoever is signed in and asks."""

    role: str
    centre_id: int | None


def may(asker: Asker, permission: Permission) -> bool:
    """Tell whether the role holds the permission."""
    return permission in TABLE.get(Role(asker.role), frozenset())


def sees_names(asker: Asker) -> bool:
    """Tell whether people's names are shown in full."""
    return asker.role in SEES_NAMES


_Model = TypeVar("_Model", bound=models.Model)
View = Callable[..., HttpResponseBase]


class CentreQuerySet(models.QuerySet[_Model]):
    """Rows that belong to a centre; `for_staff` is the only way in from a door."""

    centre_path = "centre"

    def for_staff(self, asker: Asker) -> Self:
        """Only the rows of the asking person's own centre; city hall sees numbers, not rows."""
        if asker.centre_id is None:
            return self.none()
        return self.filter(**{f"{self.centre_path}_id": asker.centre_id})


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare who may use a door; everybody else gets 403."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user: Any = request.user  # LoginRequiredMiddleware let only staff through
            if not may(user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def public(view: View) -> View:
    """Declare a door that needs no account."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return login_not_required(view)
