"""The call list: workplaces that no text reaches, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.call_queue import call_list as whom_to_call
from outreach.actions.call_queue import counts_of, page_of, take_next
from outreach.actions.calls import NotRefused
from outreach.actions.calls import put_back as put_back_workplace
from outreach.asker import StaffRequest
from outreach.doors import address_for
from outreach.forms.call_filters import PLACES, CallFilterForm
from outreach.keeping import LARGE, kept
from outreach.models import CallTurn, Contact, ContactAttempt, Workplace
from outreach.models.workplace import WorkplaceQuerySet
from outreach.rules.call_queue import Place
from outreach.rules.phone_plan import CALLABLE
from outreach.views.call_reasons import reason_for, unreached_of

PER_PAGE = 25
CALLS_SHOWN = 3


@dataclass(frozen=True)
class Part:
    """A part of the list, with how many stand in it."""

    place: Place
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """A workplace of the list: what to dial, what was tried, and why it stands here."""

    workplace: Workplace
    number: Contact | None
    others: int
    calls: list[ContactAttempt]
    reason: str
    caller: str  # who has it before them just now


@requires(Permission.ANSWER_FOR_OWNER)
@require_safe
def call_list(request: StaffRequest) -> HttpResponse:
    """List whom to call for a number, and why; htmx gets the rows alone."""
    now = clock.now()
    form = _filters(request)
    rows = form.apply(whom_to_call(request.user))
    counts = counts_of(request.user, now=now, district=form.chosen_district)
    page = Paginator(range(counts[form.place]), PER_PAGE).get_page(request.GET.get("page"))
    keys = page_of(rows, form.place, now=now, first=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    places = _with_calls(request, Workplace.objects.for_staff(request.user)).in_bulk(keys)
    is_fragment = request.htmx and not request.htmx.history_restore_request
    context = {
        "form": form,
        "page": page,
        "lines": [_line(request, places[key], form.place, now) for key in keys if key in places],
        "parts": _parts(request, form, counts),
        "place": form.place.value,
        "total": sum(counts.values()),
        "due": counts[Place.DUE],
    }
    name = "outreach/_call_rows.html" if is_fragment else "outreach/call_list.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@requires(Permission.ANSWER_FOR_OWNER)
@require_POST
def call_next(request: StaffRequest) -> HttpResponse:
    """Open the workplace that is next, and keep it from others for a while."""
    skipped = request.POST.get("skipped", "")
    return open_next(request, skipped=[int(skipped)] if skipped.isdecimal() else [])


@requires(Permission.ANSWER_FOR_OWNER)
@require_POST
def call_put_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a workplace that refused back into the list."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    try:
        put_back_workplace(workplace=workplace, now=clock.now())
    except NotRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request,
            _("%(name)s is in the list again. What was refused stays refused.")
            % {"name": workplace.name},
        )
    return redirect("call-list")


def open_next(request: StaffRequest, *, skipped: Iterable[int] = ()) -> HttpResponse:
    """Lead on to the next workplace of the same district, or back to the list."""
    form = _filters(request)
    query = _query(form)
    rows = form.apply(whom_to_call(request.user))
    workplace = take_next(rows=rows, staff=request.user, now=clock.now(), skipped=list(skipped))
    if workplace is None:
        messages.info(request, _("Nobody is left to call now."))
        return redirect(address_for(request.user, "call-list", query=query))
    return redirect(address_for(request.user, "call", workplace.pk, query=query))


def _filters(request: StaffRequest) -> CallFilterForm:
    own = Workplace.objects.for_staff(request.user)
    counted = own.order_by().values_list("district_code").annotate(Count("pk"))
    used = kept(
        "districts",
        own,
        lambda: dict(counted),
        is_large=lambda counts: sum(counts.values()) >= LARGE,
    )
    return CallFilterForm(request.GET, used_districts=set(used))


def _query(form: CallFilterForm) -> dict[str, str]:
    return {"district": form.chosen_district} if form.chosen_district else {}


def _with_calls(request: StaffRequest, rows: WorkplaceQuerySet) -> WorkplaceQuerySet:
    known = Contact.objects.for_staff(request.user).current().order_by("-is_primary", "pk")
    calls = ContactAttempt.objects.for_staff(request.user).newest_first().select_related("staff")
    return (
        rows.select_related("call_turn__taken_by")
        .prefetch_related(Prefetch("contacts", known, to_attr="known"))
        .prefetch_related(Prefetch("contact_attempts", calls, to_attr="calls"))
    )


def _line(request: StaffRequest, workplace: Workplace, place: Place, now: datetime) -> Line:
    known: list[Contact] = workplace.known  # type: ignore[attr-defined]
    numbers = [one for one in known if one.phone and one.line_kind in CALLABLE]
    calls: list[ContactAttempt] = workplace.calls  # type: ignore[attr-defined]
    turn: CallTurn | None = getattr(workplace, "call_turn", None)
    return Line(
        workplace=workplace,
        number=next(iter(numbers), None),
        others=len(numbers) - 1,
        calls=calls[:CALLS_SHOWN],
        reason=reason_for(
            workplace, place=place, turn=turn, calls=calls, unreached=unreached_of(known)
        ),
        caller=caller_of(request, turn, now),
    )


def caller_of(request: StaffRequest, turn: CallTurn | None, now: datetime) -> str:
    """Return the name of whoever else is calling there just now."""
    if turn is None or turn.taken_by is None or turn.taken_until is None:
        return ""
    if turn.taken_until <= now or turn.taken_by == request.user:
        return ""
    return turn.taken_by.name


def _parts(request: StaffRequest, form: CallFilterForm, counts: dict[Place, int]) -> list[Part]:
    return [
        Part(
            place=place,
            label=label,
            count=counts[place],
            url=address_for(
                request.user, "call-list", query={**_query(form), "state": place.value}
            ),
        )
        for place, label in PLACES.items()
    ]
