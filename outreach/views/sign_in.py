"""Signing in and out, being locked out, and choosing one's own password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.access import Permission, public, requires
from outreach.actions.sign_in import choose_password, locked_until
from outreach.asker import StaffRequest
from outreach.forms.sign_in import GivenPasswordForm, OwnPasswordForm, SignInForm
from outreach.models import Staff
from outreach.sections import sections_for


def first_page(staff: Staff) -> str:
    """Return the address of the first section that the person may open."""
    sections = sections_for(staff)
    return (sections[0].url if sections else None) or reverse("password-change")


class SignIn(LoginView):
    """The sign-in page; in the demo, only when it is asked for by name."""

    template_name = "outreach/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEMO and "form" not in request.GET:
            wanted = self.get_redirect_url()
            return redirect(reverse("demo") + (f"?{urlencode({'next': wanted})}" if wanted else ""))
        return super().get(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return first_page(user) if isinstance(user, Staff) else "/"


sign_in = public(SignIn.as_view())
sign_out = requires(Permission.SIGNED_IN)(LogoutView.as_view(next_page=reverse_lazy("signed-out")))


@public
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the person is out and how to come back."""
    return render(request, "outreach/signed_out.html")


def locked_out(
    request: HttpRequest, answer: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """Say when the next try is possible; axes calls this instead of showing the form."""
    until = locked_until(
        username=(credentials or {}).get("username", ""),
        ip_address=getattr(request, "axes_ip_address", None),
        lock=get_cool_off(request),
        now=timezone.now(),  # axes counts in real time, in the demo too
    )
    return render(request, "outreach/locked_out.html", {"until": until}, status=429)


@requires(Permission.SIGNED_IN)
def password_change(request: StaffRequest) -> HttpResponseBase:
    """Let people choose their password; whoever got one from an administrator must."""
    kind = GivenPasswordForm if request.user.password_is_initial else OwnPasswordForm
    form = kind(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose_password(staff=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password has been changed."))
        return redirect(first_page(request.user))
    return render(request, "outreach/password_change.html", {"form": form})
