"""The centre's workplaces: search, filters, and who has to be telephoned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Max, Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.forms.workplace_filters import WorkplaceFilterForm
from outreach.models import Contact, ContactAttempt, Message, Workplace

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One workplace of the list, with the telephone to use and when somebody last got through."""

    workplace: Workplace
    contact: Contact | None
    last_contact_at: datetime | None


@requires(Permission.SEE_WORKPLACES)
def workplace_list(request: StaffRequest) -> HttpResponse:
    """List the workplaces that somebody looks for; htmx gets the rows alone."""
    own = Workplace.objects.for_staff(request.user)
    used_districts = set(own.values_list("district_code", flat=True).order_by().distinct())
    form = WorkplaceFilterForm(request.GET, used_districts=used_districts, asker=request.user)
    # Whoever can be reached by a text comes first; a landline is better than nothing.
    contacts = Contact.objects.for_staff(request.user).current().exclude(phone="")
    rows = form.apply(own).prefetch_related(
        Prefetch(
            "contacts",
            contacts.order_by("-is_textable", "-is_primary", "pk"),
            to_attr="reachable",
        )
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    is_fragment = request.htmx and not request.htmx.history_restore_request
    context = {
        "form": form,
        "page": page,
        "lines": _lines(request, list(page.object_list)),
        "to_be_telephoned": own.open().without_textable_number().count(),
        "has_any": bool(used_districts),
        "is_fragment": is_fragment,
    }
    name = "outreach/_workplace_rows.html" if is_fragment else "outreach/workplace_list.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _lines(request: StaffRequest, workplaces: Iterable[Workplace]) -> list[Line]:
    found = list(workplaces)
    last_contacts = _last_contacts(request, [workplace.pk for workplace in found])
    return [
        Line(
            workplace,
            next(iter(workplace.reachable), None),  # type: ignore[attr-defined]
            last_contacts.get(workplace.pk),
        )
        for workplace in found
    ]


def _last_contacts(request: StaffRequest, ids: list[int]) -> dict[int, datetime]:
    """Return when each was last called or sent a text."""
    calls = (
        ContactAttempt.objects.for_staff(request.user)
        .filter(workplace__in=ids)
        .values_list("workplace")
        .annotate(Max("made_at"))
    )
    texts = (
        Message.objects.for_staff(request.user)
        .filter(workplace__in=ids, accepted_at__isnull=False)
        .values_list("workplace")
        .annotate(Max("accepted_at"))
    )
    last: dict[int, datetime] = {}
    for pk, moment in [*calls, *texts]:
        if pk is not None and moment is not None:
            last[pk] = max(moment, last.get(pk, moment))
    return last
