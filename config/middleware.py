"""Which language an answer is in, and who must first choose a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from outreach.access import PUBLIC

Answer = Callable[[HttpRequest], HttpResponse]


def language_by_switch(get_response: Answer) -> Answer:
    """Answer in Korean, or in the language of the switch; the browser's own wish is not asked."""
    known = {code for code, _name in settings.LANGUAGES}

    def answer(request: HttpRequest) -> HttpResponse:
        wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wished if wished in known else settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


class OwnPasswordFirst:
    """Lead people whose password was given to them to the page where they choose their own."""

    ALLOWED = frozenset({"password-change", "sign-out"})

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer instead of the door when the password is still the given one."""
        match = request.resolver_match
        if getattr(view, "permission", PUBLIC) == PUBLIC or (
            match and match.url_name in self.ALLOWED
        ):
            return None
        if request.user.is_authenticated and request.user.password_is_initial:
            return redirect("password-change")
        return None


def origin_withheld(get_response: Answer) -> Answer:
    """
    Let forms work on pages that forbid a referrer: browsers then send `Origin: null`.

    Django would refuse every such form. The token of the form must still match the cookie, which
    another site can neither read nor set.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.headers.get("origin") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return answer
