"""The owner's page behind the link of a text: see, confirm, ask for another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.actions import links
from outreach.models import Link
from outreach.views.secret_pages import secret_page
from scheduling.actions import visits
from scheduling.forms.owners import OwnerConfirmForm, OwnerOtherTimeForm
from scheduling.models import Visit

PURPOSES = (Link.Purpose.VISIT, Link.Purpose.OWNER, Link.Purpose.OFFER)


@secret_page
@require_safe
def owner_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the next visit, or times to choose from; looking changes nothing, whoever looks."""
    return with_visit(request, token, lambda visit, now: show_visit(request, token, visit))


@secret_page
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the visit at the time that was on the page."""

    def answer(visit: Visit, now: datetime) -> HttpResponse:
        form = OwnerConfirmForm(request.POST)
        if not form.is_valid():
            return show_visit(request, token, visit, status=400)
        try:
            visits.confirm_visit(visit=form.seen(visit), now=now)
        except visits.AlreadyConfirmed:
            pass  # a second tap: the same page again
        except visits.ChangedMeanwhile:
            return _changed(request, token, visit)
        return redirect("owner-page", token)

    return with_visit(request, token, answer)


@secret_page
@require_POST
def ask_other_time(request: HttpRequest, token: str) -> HttpResponse:
    """Note that another time would suit the owner better."""

    def answer(visit: Visit, now: datetime) -> HttpResponse:
        form = OwnerOtherTimeForm(request.POST)
        if not form.is_valid():
            return show_visit(request, token, visit, form=form, status=422)
        try:
            visits.ask_other_time(
                visit=form.seen(visit),
                wish=form.cleaned_data["wish"],
                parts=form.cleaned_data["parts"],
                now=now,
            )
        except visits.AlreadyAsked:
            pass  # a second tap
        except visits.ChangedMeanwhile:
            return _changed(request, token, visit)
        return redirect("owner-page", token)

    return with_visit(request, token, answer)


def with_visit(
    request: HttpRequest, token: str, answer: Callable[[Visit, datetime], HttpResponse]
) -> HttpResponse:
    """Find the visit of a link, or say kindly that there is none any more."""
    now = clock.now()
    try:
        link = links.find(token=token, purposes=PURPOSES, now=now)
    except links.LinkNotFound:
        return render(request, "scheduling/owner_gone.html", status=404)
    visit = next_visit(link, now)
    if visit is None and link.purpose == Link.Purpose.OFFER:
        return redirect("owner-times", token)
    if visit is None:
        page = {"centre": link.centre, "cancelled": link.visits.filter(state="CANCELLED").exists()}
        return render(request, "scheduling/owner_gone.html", page, status=410)
    return answer(visit, now)


def next_visit(link: Link, now: datetime) -> Visit | None:
    """Return the visit of the text, or the next one on the owner's own page."""
    if link.workplace is None:
        return None
    mine = link.workplace.visits.all()
    if link.purpose == Link.Purpose.VISIT:
        mine = link.visits.all()
    elif link.purpose == Link.Purpose.OFFER:
        mine = mine.filter(pk__in=link.offers.exclude(taken=None).values("taken"))
    ahead = mine.live().filter(starts_at__gt=now).order_by("starts_at")
    return ahead.select_related("centre", "team", "workplace").first()


def show_visit(
    request: HttpRequest,
    token: str,
    visit: Visit,
    *,
    form: OwnerOtherTimeForm | None = None,
    status: int = 200,
    has_changed: bool = False,
    refusal: str = "",
) -> HttpResponse:
    """Show a visit to its owner, who may confirm it or ask for another time."""
    kinds = dict.fromkeys(visit.due_items.order_by("kind").values_list("kind", flat=True))
    page = {
        "other_time": reverse("owner-other-time", args=[token]),
        "visit": visit,
        "centre": visit.centre,
        "token": token,
        "kinds": list(kinds),
        "asked": visit.answers.unhandled().filter(visit_version=visit.version).first(),
        "form": form or OwnerOtherTimeForm(initial={"version": visit.version}),
        "has_changed": has_changed,
        "refusal": refusal,
    }
    return render(request, "scheduling/owner.html", page, status=status)


def _changed(request: HttpRequest, token: str, visit: Visit) -> HttpResponse:
    """The centre moved the visit while the page was open: show the new time, keep nothing."""
    visit.refresh_from_db()
    return show_visit(request, token, visit, status=409, has_changed=True)
