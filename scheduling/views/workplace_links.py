"""The secret addresses that a workplace's texts carried, and an end for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Link, Workplace
from scheduling.actions.owner_links import links_of, switch_off

ENDED_SHOWN = 10
ALL = "all"


@dataclass(frozen=True)
class Line:
    """One address: what it opens, whose it is, and when a text last carried it."""

    link: Link
    last_text_at: datetime | None

    @property
    def opens(self) -> str:
        return str(self.link.get_purpose_display())


@requires(Permission.EDIT_WORKPLACES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workplace_links(request: StaffRequest, pk: int) -> HttpResponse:
    """List the addresses that still open something; switch one of them off, or all."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    now = clock.now()
    live = [line for line in _lines(place) if line.link.is_live(now)]
    if request.method == "POST":
        wanted = request.POST.get("link", "")
        chosen = [line.link for line in live if wanted in (ALL, str(line.link.pk))]
        count = switch_off(chosen=chosen, staff=request.user, now=now)
        if count:
            said = ngettext("%(count)s link is off.", "%(count)s links are off.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("This link had ended before."))
        return redirect("workplace-links", place.pk)
    ended = links_of(place).exclude(revoked_by=None).select_related("revoked_by", "worker")
    page = {
        "workplace": place,
        "live": live,
        "ended": list(ended.order_by("-revoked_at")[:ENDED_SHOWN]),
        "all": ALL,
    }
    return render(request, "scheduling/workplace_links.html", page)


def _lines(place: Workplace) -> Iterator[Line]:
    rows = links_of(place).filter(revoked_at=None)
    last = dict(rows.order_by().values_list("pk").annotate(Max("messages__accepted_at")))
    for link in rows.select_related("worker"):
        yield Line(link, last.get(link.pk))
