"""Moving a visit, by form or by dragging: tried first, then made; and locking it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Workplace
from scheduling.actions import drafts, visit_locks, week_moves
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.week_moves import Trial, Wish
from scheduling.forms.visits import VersionForm, VisitFitForm, VisitMoveForm
from scheduling.models import Team, Visit

CHANGED = "week-changed"  # what the board listens for


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what moving a visit means ("try"), or move it; dragged ("drop") where nobody is told."""
    found = get_object_or_404(
        Visit.objects.for_staff(request.user).select_related(
            "workplace__centre", "team", "centre", "link", "lock"
        ),
        pk=pk,
    )
    is_sent = request.method == "POST"
    form = VisitMoveForm(
        request.POST if is_sent else None,
        teams=Team.objects.for_staff(request.user).order_by("name"),
        initial={
            "team": found.team,
            "date": timezone.localdate(found.starts_at),
            "time": timezone.localtime(found.starts_at).time(),
            "minutes": found.minutes,
            "version": found.version,
        },
    )
    trial = None
    if is_sent and form.is_valid():
        deed = request.POST.get("deed", "")
        wish = week_moves.wish_for(
            form.seen(found),
            team=form.cleaned_data["team"],
            starts_at=form.starts_at,
            minutes=form.cleaned_data["minutes"],
        )
        if deed in {"try", "hint", "drop"}:
            trial = week_moves.try_change(wish=wish, now=clock.now())
        if deed == "hint":
            return render(request, "scheduling/_move_answer.html", {"trial": trial})
        if deed not in {"try", "drop"} or (trial and deed == "drop" and _goes_at_once(trial)):
            try:
                week_moves.make_change(wish=wish, staff=request.user, now=clock.now())
            except (VisitRefused, AlreadyTaken) as reason:
                form.add_error(None, str(reason))
            else:
                return _done(request, _("The visit is moved."), reverse("visit", args=[pk]))
    page = {
        "visit": found,
        "form": form,
        "trial": trial,
        "drafts": _drafts(trial),
        "action": reverse("visit-move", args=[pk]),
    }
    return _answer(request, "move", page, status=422 if form.errors else 200)


@requires(Permission.BOOK)
@require_POST
def fit(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what a new visit at a time means, or book it; for what is dragged into the week."""
    place = get_object_or_404(
        Workplace.objects.for_staff(request.user).open().select_related("centre"), pk=pk
    )
    form = VisitFitForm(request.POST, teams=Team.objects.for_staff(request.user).order_by("name"))
    items = tuple(plannable(centre=place.centre).filter(workplace=place).order_by("due_date", "pk"))
    trial = None
    if form.is_valid():
        deed = request.POST.get("deed", "")
        minutes = form.cleaned_data["minutes"] or stop_minutes(workplace=place, due_items=items)
        wish = Wish(place, items, form.cleaned_data["team"], form.starts_at, minutes)
        trial = week_moves.try_change(wish=wish, now=clock.now())
        if deed == "hint":
            return render(request, "scheduling/_move_answer.html", {"trial": trial})
        if deed == "book":
            try:
                booked = week_moves.make_change(wish=wish, staff=request.user, now=clock.now())
            except (VisitRefused, AlreadyTaken) as reason:
                form.add_error(None, str(reason))
            else:
                return _done(request, _("The visit is booked."), reverse("visit", args=[booked.pk]))
        form = VisitFitForm(
            initial={**form.cleaned_data, "minutes": minutes},
            teams=Team.objects.for_staff(request.user).order_by("name"),
        )
    new = drafts.drafts_of_booking(workplace=place, starts_at=trial.wish.starts_at) if trial else []
    page = {
        "workplace": place,
        "items": items,
        "form": form,
        "trial": trial,
        "drafts": new,
        "action": reverse("visit-fit", args=[pk]),
    }
    return _answer(request, "fit", page, status=422 if form.errors else 200)


@requires(Permission.BOOK)
@require_POST
def lock(request: StaffRequest, pk: int) -> HttpResponse:
    """Lock a visit where it is, or unlock it."""
    found = get_object_or_404(Visit.objects.for_staff(request.user), pk=pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        is_locked = request.POST.get("is_locked") == "yes"
        try:
            visit_locks.set_lock(
                visit=form.seen(found), is_locked=is_locked, staff=request.user, now=clock.now()
            )
        except VisitRefused as reason:
            messages.error(request, str(reason))
        else:
            said = _("The visit is locked.") if is_locked else _("The visit can be moved now.")
            messages.success(request, said)
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if is_ours else reverse("visit", args=[pk]))


def _goes_at_once(trial: Trial) -> bool:
    """Tell whether a dragged visit may move without asking: nobody would have to be told anew."""
    return trial.is_possible and not trial.told and not trial.is_outside_hours


def _drafts(trial: Trial | None) -> list[drafts.Draft]:
    if trial is None or trial.wish.visit is None or not trial.is_possible:
        return []
    return [
        drafts.draft(
            visit=trial.wish.visit,
            contact=contact,
            event="MOVED",
            starts_at=trial.wish.starts_at,
        )
        for contact in trial.told
    ]


def _answer(
    request: StaffRequest, name: str, page: dict[str, object], *, status: int
) -> HttpResponse:
    """Answer the board with the fragment for its dialog, everybody else with the page."""
    if request.htmx:
        # htmx swaps nothing for a refusal's status.
        return render(request, f"scheduling/_visit_{name}.html", {**page, "is_dialog": True})
    return render(request, f"scheduling/visit_{name}.html", page, status=status)


def _done(request: StaffRequest, words: str, address: str) -> HttpResponse:
    if request.htmx:
        answer = render(request, "scheduling/_move_done.html", {"words": words, "address": address})
        answer["HX-Trigger"] = CHANGED
        return answer
    messages.success(request, words)
    return redirect(address)
