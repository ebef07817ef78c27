"""Pages that a secret link opens: no account, and nothing about them is kept or passed on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from outreach.access import View, public
from outreach.actions import form_keys

LONGEST_KEY = 64

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def secret_page(view: View) -> View:
    """Declare a door that a secret link opens; its address must not leak, its page not stay."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return public(answer)


@contextmanager
def once(request: HttpRequest, now: datetime) -> Iterator[None]:
    """
    Spend the key of the form together with what the form does; a refusal gives it back.

    :raises SentAlready: this very form was sent before
    """
    with transaction.atomic():
        form_keys.use(key=request.POST.get("once", "")[:LONGEST_KEY], now=now)
        yield
