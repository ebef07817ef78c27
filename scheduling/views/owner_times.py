"""Times that an owner may choose from: to move a visit, or for one that a text offered."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.actions.form_keys import SentAlready
from outreach.models import Link
from outreach.views.secret_pages import once, secret_page
from scheduling.actions import offers
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.kept_times import OfferIsOver
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import Offer, OfferSlot, Visit
from scheduling.models.offer import OfferQuerySet
from scheduling.views.owners import next_visit, page_of, show_visit, wanted_of, with_link


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, token: str) -> HttpResponse:
    """Show the times that are kept; a tap on the button before it keeps some."""

    def answer(link: Link, now: datetime) -> HttpResponse:
        if request.method == "POST":
            return _keep(request, token, link, now)
        visit = next_visit(link, now, wanted=wanted_of(request))
        standing = _offers_of(link, visit).open(now).first()
        if standing is None and (visit is not None or link.purpose != Link.Purpose.OFFER):
            return redirect("owner-page", token)
        return _page(request, token, link, standing)

    return with_link(request, token, answer)


@secret_page
@require_POST
def take(request: HttpRequest, token: str, slot: int) -> HttpResponse:
    """Book the time that was tapped."""

    def answer(link: Link, now: datetime) -> HttpResponse:
        visit = next_visit(link, now, wanted=wanted_of(request))
        chosen = OfferSlot.objects.filter(pk=slot, offer__in=_offers_of(link, visit)).first()
        if chosen is None:
            raise Http404
        try:
            with once(request, now):
                visit = offers.take_slot(slot=chosen, now=now)
        except (SentAlready, offers.OfferAlreadyTaken):
            pass  # a second tap: the visit, as it is now
        except OfferIsOver as reason:
            return _page(request, token, link, None, refusal=str(reason), status=409)
        except (VisitRefused, AlreadyTaken) as reason:
            return _refused(request, token, link, now, str(reason))
        return redirect(page_of(token, visit) if visit else reverse("owner-page", args=[token]))

    return with_link(request, token, answer)


def _keep(request: HttpRequest, token: str, link: Link, now: datetime) -> HttpResponse:
    """Keep a few times; asked again while they are kept, they are the same, so no key is spent."""
    visit = next_visit(link, now, wanted=wanted_of(request))
    address = reverse("owner-times", args=[token])
    try:
        if visit is not None:
            offers.offer_other_times(visit=visit, now=now)
            address = f"{address}?visit={visit.pk}"
        elif (last := link.offers.order_by("-pk").first()) is not None:
            offers.offer_again(offer=last, now=now)
        else:
            return redirect("owner-page", token)
    except offers.OfferAlreadyTaken:
        return redirect("owner-page", token)
    except VisitRefused as reason:
        return _refused(request, token, link, now, str(reason))
    return redirect(address)


def _refused(
    request: HttpRequest, token: str, link: Link, now: datetime, reason: str
) -> HttpResponse:
    """Say why there is no time, on the page of the visit if there is one."""
    visit = next_visit(link, now, wanted=wanted_of(request))
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
        "has_seen_times": OfferSlot.objects.filter(offer__link=link).exists(),
        "refusal": refusal,
        "moves": next_visit(link, clock.now(), wanted=wanted_of(request)),
    }
    return render(request, "scheduling/owner_times.html", page, status=status)


def _offers_of(link: Link, visit: Visit | None) -> OfferQuerySet:
    """Return the offers that this link may answer: its own, or those for the visit on the page."""
    if link.purpose == Link.Purpose.OFFER:
        return Offer.objects.filter(link=link)
    return Offer.objects.filter(workplace=link.workplace, moves=visit).exclude(moves=None)
