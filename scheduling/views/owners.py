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
from outreach.actions.form_keys import SentAlready
from outreach.models import Link, Workplace
from outreach.views.secret_pages import once, secret_page
from scheduling.actions import visits
from scheduling.forms.owners import OwnerConfirmForm, OwnerOtherTimeForm
from scheduling.models import Visit
from scheduling.models.visit import VisitQuerySet
from scheduling.views import owner_facts

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
            with once(request, now):
                visits.confirm_visit(visit=form.seen(visit), now=now)
        except (SentAlready, visits.AlreadyConfirmed):
            pass  # a second tap: the same page again
        except visits.ChangedMeanwhile:
            return changed(request, token, visit)
        return redirect(page_of(token, visit))

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
            with once(request, now):
                visits.ask_other_time(
                    visit=form.seen(visit),
                    wish=form.cleaned_data["wish"],
                    parts=form.cleaned_data["parts"],
                    now=now,
                )
        except (SentAlready, visits.AlreadyAsked):
            pass  # a second tap
        except visits.ChangedMeanwhile:
            return changed(request, token, visit)
        return redirect(page_of(token, visit))

    return with_visit(request, token, answer)


def with_link(
    request: HttpRequest, token: str, answer: Callable[[Link, datetime], HttpResponse]
) -> HttpResponse:
    """Find the live link of a token, or say kindly that there is none."""
    now = clock.now()
    try:
        link = links.find(token=token, purposes=PURPOSES, now=now)
    except links.LinkNotFound:
        ended = links.switched_off(token=token, purposes=PURPOSES)
        if ended is not None:
            page = {"centre": ended.centre, "is_switched_off": True}
            return render(request, "scheduling/owner_gone.html", page, status=410)
        return render(request, "scheduling/owner_gone.html", status=404)
    return answer(link, now)


def with_visit(
    request: HttpRequest, token: str, answer: Callable[[Visit, datetime], HttpResponse]
) -> HttpResponse:
    """Find the visit of a link, or say kindly that there is none any more."""

    def find(link: Link, now: datetime) -> HttpResponse:
        visit = next_visit(link, now, wanted=wanted_of(request))
        if visit is not None:
            return answer(visit, now)
        if link.purpose == Link.Purpose.OFFER:
            return redirect("owner-times", token)
        if link.purpose == Link.Purpose.OWNER and request.method in ("GET", "HEAD"):
            return show_nothing_booked(request, token, link)
        cancelled = link.visits.filter(state="CANCELLED").exists()
        page = {"centre": link.centre, "cancelled": cancelled}
        return render(request, "scheduling/owner_gone.html", page, status=410)

    return with_link(request, token, find)


def wanted_of(request: HttpRequest) -> str:
    """Return which of several visits the page or its form is about."""
    return request.POST.get("visit") or request.GET.get("visit") or ""


def visits_ahead(link: Link, now: datetime) -> VisitQuerySet:
    """Return the visits that a link opens: that of the text, or all on the owner's own page."""
    if link.workplace is None:
        return Visit.objects.none()
    mine = Visit.objects.filter(workplace=link.workplace)
    if link.purpose == Link.Purpose.VISIT:
        mine = mine.filter(link=link)
    elif link.purpose == Link.Purpose.OFFER:
        mine = mine.filter(pk__in=link.offers.exclude(taken=None).values("taken"))
    ahead = mine.live().filter(starts_at__gt=now).order_by("starts_at", "pk")
    return ahead.select_related("centre", "team", "workplace")


def next_visit(link: Link, now: datetime, *, wanted: str = "") -> Visit | None:
    """Return the visit that is wanted, or else the next one."""
    ahead = visits_ahead(link, now)
    if wanted.isdecimal():
        return ahead.filter(pk=int(wanted)).first() or ahead.first()
    return ahead.first()


def page_of(token: str, visit: Visit) -> str:
    """Return the address of the page; it names the visit only where a link opens several."""
    address = reverse("owner-page", args=[token])
    is_of_one = visit.link is not None and links.token_of(visit.link) == token
    return address if is_of_one else f"{address}?visit={visit.pk}"


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
    link = links.find(token=token, purposes=PURPOSES, now=clock.now())
    page = {
        **_office(visit.workplace),
        "other_time": reverse("owner-other-time", args=[token]),
        "visit": visit,
        "others": visits_ahead(link, clock.now()).exclude(pk=visit.pk),
        "centre": visit.centre,
        "token": token,
        "kinds": list(kinds),
        "prepare": owner_facts.to_prepare(kinds),
        "asked": visit.answers.unhandled().filter(visit_version=visit.version).first(),
        "form": form or OwnerOtherTimeForm(initial={"version": visit.version, "visit": visit.pk}),
        "has_changed": has_changed,
        "refusal": refusal,
    }
    return render(request, "scheduling/owner.html", page, status=status)


def show_nothing_booked(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Show an owner's own page while no visit is booked."""
    assert link.workplace is not None  # an owner's link is of a workplace
    page = {**_office(link.workplace), "centre": link.centre, "token": token}
    return render(request, "scheduling/owner.html", page)


def changed(request: HttpRequest, token: str, visit: Visit) -> HttpResponse:
    """The centre moved the visit while the page was open: show the new time, keep nothing."""
    visit.refresh_from_db()
    return show_visit(request, token, visit, status=409, has_changed=True)


def _office(workplace: Workplace) -> dict[str, object]:
    """What the page says beside the visit, in counts and dates only."""
    return {
        "workplace": workplace,
        "due": owner_facts.due_of(workplace, clock.today()),
        "seats": owner_facts.seats_of(workplace, clock.now()),
        "support": owner_facts.support_of(workplace),
        "keep": owner_facts.to_keep(),
    }
