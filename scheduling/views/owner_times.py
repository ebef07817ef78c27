"""Times that an owner may choose from: to move a visit, or for one that a text offered."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.actions import links
from outreach.models import Link
from outreach.views.secret_pages import secret_page
from scheduling.actions import offers
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.kept_times import OfferIsOver
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import Offer, OfferSlot
from scheduling.models.offer import OfferQuerySet
from scheduling.views.owners import PURPOSES, next_visit, show_visit


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, token: str) -> HttpResponse:
    """Show the times that are kept; a tap on the button before it keeps some."""
    now = clock.now()
    try:
        link = links.find(token=token, purposes=PURPOSES, now=now)
    except links.LinkNotFound:
        return render(request, "scheduling/owner_gone.html", status=404)
    if request.method == "POST":
        return _keep(request, token, link, now)
    standing = _offers_of(link, now).open(now).first()
    visit = next_visit(link, now)
    if standing is None and (visit is not None or link.purpose != Link.Purpose.OFFER):
        return redirect("owner-page", token)
    return _page(request, token, link, standing)


@secret_page
@require_POST
def take(request: HttpRequest, token: str, slot: int) -> HttpResponse:
    """Book the time that was tapped."""
    now = clock.now()
    try:
        link = links.find(token=token, purposes=PURPOSES, now=now)
    except links.LinkNotFound:
        return render(request, "scheduling/owner_gone.html", status=404)
    chosen = OfferSlot.objects.filter(pk=slot, offer__in=_offers_of(link, now)).first()
    if chosen is None:
        raise Http404
    try:
        offers.take_slot(slot=chosen, now=now)
    except offers.OfferAlreadyTaken:
        pass  # a second tap: the visit, as it is now
    except OfferIsOver as reason:
        return _page(request, token, link, None, refusal=str(reason), status=409)
    except (VisitRefused, AlreadyTaken) as reason:
        return _refused(request, token, link, now, str(reason))
    return redirect("owner-page", token)


def _keep(request: HttpRequest, token: str, link: Link, now: datetime) -> HttpResponse:
    try:
        if (visit := next_visit(link, now)) is not None:
            offers.offer_other_times(visit=visit, now=now)
        elif (last := link.offers.order_by("-pk").first()) is not None:
            offers.offer_again(offer=last, now=now)
        else:
            return redirect("owner-page", token)
    except offers.OfferAlreadyTaken:
        return redirect("owner-page", token)
    except VisitRefused as reason:
        return _refused(request, token, link, now, str(reason))
    return redirect("owner-times", token)


def _refused(
    request: HttpRequest, token: str, link: Link, now: datetime, reason: str
) -> HttpResponse:
    """Say why there is no time, on the page of the visit if there is one."""
    visit = next_visit(link, now)
    if visit is not None:
        return show_visit(request, token, visit, refusal=reason, status=409)
    return _page(request, token, link, None, refusal=reason, status=409)


def _page(
    request: HttpRequest,
    token: str,
    link: Link,
    offer: Offer | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = {
        "token": token,
        "centre": link.centre,
        "offer": offer,
        "slots": offer.slots.select_related("team") if offer else [],
        "refusal": refusal,
        "moves": next_visit(link, clock.now()),
    }
    return render(request, "scheduling/owner_times.html", page, status=status)


def _offers_of(link: Link, now: datetime) -> OfferQuerySet:
    """Return the offers that this link may answer: its own, or those for its next visit."""
    if link.purpose == Link.Purpose.OFFER:
        return Offer.objects.filter(link=link)
    return Offer.objects.filter(workplace=link.workplace, moves=next_visit(link, now)).exclude(
        moves=None
    )
