"""Whether a certificate is genuine: for whoever holds the paper, without an account."""

from __future__ import annotations

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.rules.masking import masked_name
from outreach.views.secret_pages import secret_page
from safety.forms.certificates import CodeForm
from safety.models import Certificate
from safety.rules.certificates import parse_public_code

WRONG_CODES_A_MINUTE = 30


@secret_page
def certificate_check_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the paper."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("certificate-check", form.cleaned_data["code"])
    status = 422 if form.errors else 200
    return render(request, "safety/verify_form.html", {"form": form}, status=status)


@secret_page
@require_safe
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whether the certificate of this code stands, for which course and, masked, for whom."""
    misses = _Misses(request)
    if misses.are_too_many:
        return render(request, "safety/verify_later.html", status=429)
    found = (
        Certificate.objects.select_related("centre", "completion__course", "replaced_by")
        .filter(public_code=parse_public_code(code) or "")
        .first()
    )
    if found is None:
        misses.add()
        form = CodeForm()
        context = {"form": form, "refusal": _("There is no certificate with this code.")}
        return render(request, "safety/verify_form.html", context, status=404)
    context = {"certificate": found, "holder": masked_name(found.holder_name)}
    return render(request, "safety/verify.html", context)


class _Misses:
    """Wrong codes of one address: guessing stays hopeless, checking a hall of papers does not.

    They are forgotten a minute after the first, by the machine's clock: the product's may stand.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._key = f"certificate-check:{request.META.get('REMOTE_ADDR', '')}"

    @property
    def are_too_many(self) -> bool:
        return bool(cache.get(self._key, 0) >= WRONG_CODES_A_MINUTE)

    def add(self) -> None:
        if not cache.add(self._key, 1, timeout=60):
            with suppress(ValueError):  # the minute ended between the two
                cache.incr(self._key)
