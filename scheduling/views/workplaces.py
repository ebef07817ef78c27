"""One workplace: who and what is there, what is owed to it, and its whole story."""

from __future__ import annotations

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.doubles import Suspect, survivor_of, suspects_of
from outreach.models import ContactAttempt, Worker, Workplace
from outreach.rules.ksic import find_industry
from safety.models import DueItem, Exposure
from safety.models.due_item import OURS
from scheduling.actions.plan_candidates import KINDS
from scheduling.forms.visits import BOOK_AHEAD
from scheduling.models import Enrolment, MergeRecord, OwnerAnswer, TrainingClass, Vehicle, Visit
from scheduling.rules.van_room import Size, fits
from scheduling.views.due_items import with_bookings
from scheduling.views.workplace_gaps import gaps_of
from scheduling.views.workplace_steps import FIRST_SHOWN, Situation, next_steps
from scheduling.views.workplace_story import story_of
from scheduling.views.workplace_year import Owed, year_ahead

DEEPEST = 999
MOST_SHOWN = 12  # behind the first few: nobody reads two hundred lines to find one thing to do


@requires(Permission.SEE_WORKPLACES)
@require_safe
def workplace(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a workplace's whole story and the one thing to do next."""
    places = Workplace.objects.for_staff(request.user).select_related("centre")
    place = places.filter(pk=pk).first()
    if place is None:  # a double that was merged leads to what it is part of now
        survivor = survivor_of(pk, asker=request.user)
        if survivor is None:
            raise Http404
        return redirect("workplace", survivor.pk)
    agents = _agents(request, place)
    situation = _situation(request, place, exposures=len(agents))
    steps = next_steps(situation, asker=request.user, today=clock.today())
    page = {
        "workplace": place,
        "industry": _industry(place.ksic),
        "situation": situation,
        "year": year_ahead(situation.owed, today=clock.today()),
        "sees_due": request.user.may(Permission.SEE_DUE),
        "gaps": gaps_of(situation, asker=request.user),
        "suspects": _suspects(request, place),
        "merge": _last_merge(request, place),
        "step": steps[0] if steps else None,
        "other_steps": steps[1:],
        "agents": agents,
        "vans": _vans(request, place),
        "most_shown": "" if "all" in request.GET else f":{MOST_SHOWN}",
        "seats": _seats(request, place),
        "last_call": place.contact_attempts.order_by("-made_at").first(),
        "outcomes": ContactAttempt.Outcome.choices,
        "story": story_of(
            place, asker=request.user, now=clock.now(), page=_page(request.GET.get("story"))
        ),
    }
    return render(request, "scheduling/workplace.html", page)


def _vans(request: StaffRequest, place: Workplace) -> list[Vehicle] | None:
    """Return the centre's vans that fit there; nothing where nobody measured the place."""
    room = Size(place.van_height_cm, place.van_length_cm)
    if not room:
        return None
    vans = Vehicle.objects.for_staff(request.user).order_by("name")
    return [van for van in vans if fits(Size(van.height_cm, van.length_cm), room)]


def _suspects(request: StaffRequest, place: Workplace) -> list[Suspect]:
    """Return what may be the same workplace, for those who could merge it."""
    if place.closed_date or not request.user.may(Permission.EDIT_WORKPLACES):
        return []
    return suspects_of(place, asker=request.user)


def _last_merge(request: StaffRequest, place: Workplace) -> MergeRecord | None:
    records = MergeRecord.objects.for_staff(request.user).standing().filter(kept=place)
    return records.select_related("gone").order_by("-merged_at", "-pk").first()


def _page(asked: str | None) -> int:
    """Read which page of the story is wanted; nobody reads a thousand."""
    return min(max(int(asked), 1), DEEPEST) if asked and asked.isdecimal() else 1


def _situation(request: StaffRequest, place: Workplace, *, exposures: int) -> Situation:
    asker, today = request.user, clock.today()
    owed = Q(due_items__closed_at=None, due_items__kind__in=OURS)
    still = Q(exposures__ended_date=None) | Q(exposures__ended_date__gt=today)
    workers = (
        Worker.objects.for_staff(asker)
        .employed()
        .filter(workplace=place)
        .annotate(agents=Count("exposures", filter=still, distinct=True))
        .annotate(next_due=Min("due_items__due_date", filter=owed))
        .order_by("next_due", "name", "pk")
    )
    items = DueItem.objects.for_staff(asker).open().filter(workplace=place)
    in_order = with_bookings(items, asker).order_by("due_date", "pk")
    soon = items.filter(kind__in=KINDS, due_date__lte=today + BOOK_AHEAD)
    booked = Visit.objects.for_staff(asker).live().filter(due_items=OuterRef("pk"))
    visits = Visit.objects.for_staff(asker).live().filter(workplace=place, ends_at__gt=clock.now())
    return Situation(
        workplace=place,
        contacts=list(place.contacts.current().order_by("-is_primary", "pk")),
        workers=list(workers),
        exposures=exposures,
        owed=[Owed(*row) for row in items.order_by().values_list(*Owed._fields)],
        due_items=list(in_order if "all" in request.GET else in_order[: FIRST_SHOWN + MOST_SHOWN]),
        waiting=soon.filter(~Exists(booked)).count(),
        visits=list(visits.select_related("team").order_by("starts_at")),
        wish=OwnerAnswer.objects.for_staff(asker)
        .unhandled()
        .filter(visit__workplace=place)
        .first(),
    )


def _agents(request: StaffRequest, place: Workplace) -> list[tuple[str, int]]:
    """The agents in use, with how many workers handle each."""
    current = Exposure.objects.for_staff(request.user).current(clock.today())
    used = (
        current.filter(worker__workplace=place, worker__left_date=None)
        .order_by()
        .values("hazard")
        .annotate(people=Count("worker", distinct=True))
        .order_by("-people", "hazard")
    )
    return [(row["hazard"], row["people"]) for row in used]


def _seats(request: StaffRequest, place: Workplace) -> list[Enrolment]:
    """The seats of this workplace's people in classes to come."""
    mine = Enrolment.objects.for_staff(request.user).seated()
    ahead = mine.filter(
        worker__workplace=place,
        training_class__state=TrainingClass.State.OPEN,
        training_class__starts_at__gte=clock.now(),
    )
    return list(
        ahead.select_related("worker", "training_class__course").order_by(
            "training_class__starts_at", "pk"
        )
    )


def _industry(code: str) -> str:
    found = find_industry(code) if code else None
    if found is None:
        return code
    return found.name_en if get_language() == "en" else found.name_ko
