"""Calendar feeds of teams: their list, a new address, an end, and the feed itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.views.secret_pages import secret_page
from scheduling.actions import feeds
from scheduling.calendars import feed_bytes
from scheduling.models import CalendarFeed, Team


@requires(Permission.MANAGE_FEEDS)
@require_safe
def feed_list(request: StaffRequest) -> HttpResponse:
    """Show which teams have a calendar address."""
    live = CalendarFeed.objects.for_staff(request.user).filter(revoked_at=None)
    by_team = {feed.team_id: feed for feed in live.select_related("created_by")}
    teams = Team.objects.for_staff(request.user).order_by("name")
    rows = [(team, by_team.get(team.pk)) for team in teams]
    return render(request, "scheduling/feed_list.html", {"rows": rows})


@requires(Permission.MANAGE_FEEDS)
@require_POST
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a new address for a team and show it, once; an older one ends."""
    team = get_object_or_404(Team.objects.for_staff(request.user), pk=pk)
    _feed, token = feeds.open_feed(team=team, staff=request.user, now=clock.now())
    address = settings.PUBLIC_URL + reverse("calendar-feed", args=[token])
    response = render(request, "scheduling/feed_new.html", {"team": team, "address": address})
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(Permission.MANAGE_FEEDS)
@require_POST
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """End an address."""
    feed = get_object_or_404(CalendarFeed.objects.for_staff(request.user), pk=pk)
    try:
        feeds.revoke_feed(feed=feed, now=clock.now())
    except feeds.FeedNotFound:
        messages.info(request, _("This address had ended before."))
    else:
        messages.success(request, _("The address has ended. Calendars no longer get visits."))
    return redirect("feed-list")


@secret_page
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar programme with the visits of one team; parameters change nothing."""
    try:
        feed = feeds.find_feed(token=token)
    except feeds.FeedNotFound:
        raise Http404 from None
    bodies = feed.team.calendar_events.order_by("visit_id").values_list("body", flat=True)
    return HttpResponse(
        feed_bytes(bytes(body) for body in bodies), content_type="text/calendar; charset=utf-8"
    )
