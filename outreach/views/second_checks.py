"""What a browser keeps of a second check behind a secret link: which link, for half an hour."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from outreach.models import Link

PASSED, SALT = "certificate", "certificate-link"
PASSED_FOR = 30 * 60  # seconds


def has_passed(request: HttpRequest, link: Link) -> bool:
    """Say whether this browser answered the second check of this very link."""
    passed = request.get_signed_cookie(PASSED, default="", salt=SALT, max_age=PASSED_FOR)
    return passed == str(link.pk)


def remember_passed(response: HttpResponse, link: Link, *, path: str) -> HttpResponse:
    """Remember in the browser, for this link and the pages below `path` alone, that it passed."""
    response.set_signed_cookie(
        PASSED,
        str(link.pk),
        salt=SALT,
        max_age=PASSED_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
