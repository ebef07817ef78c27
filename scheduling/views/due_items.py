"""What is due, week by week, and why on that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Staff, Workplace
from safety.models import DueEvent, DueItem
from safety.models.due_item import DueItemQuerySet
from scheduling.actions.plan_candidates import KINDS
from scheduling.forms.due_filters import DueFilterForm, within
from scheduling.models import Enrolment, TrainingClass, Visit
from scheduling.rules.due_groups import LATER, OVERDUE, DueGroup
from scheduling.views.due_counts import PerDay, by_day

PER_PAGE = 25
ORDER = ("due_date", "workplace_id", "pk")
EARLIER = 5
# The employer says, or a paper shows, that it was done; the rest is recorded where it is done.
DONE_ELSEWHERE = frozenset(DueItem.Kind.values) & frozenset(DueEvent.Kind.values)


def is_bookable(item: DueItem) -> bool:
    """Tell whether a visit can be booked for an item; a class or the employer gives the rest."""
    live: list[Visit] = item.live_visits  # type: ignore[attr-defined]
    return item.kind in KINDS and not live


@dataclass(frozen=True)
class PlaceItems:
    """What one workplace owes within a week."""

    workplace: Workplace
    items: list[DueItem] = field(default_factory=list)

    @property
    def can_be_booked(self) -> bool:
        """Tell whether anything here can have a visit and has none yet."""
        return any(is_bookable(item) for item in self.items)


@dataclass(frozen=True)
class GroupCount:
    """A week or month of the list, and how many items fall in it."""

    group: DueGroup
    count: int
    label: str


def with_bookings(items: DueItemQuerySet, asker: Staff) -> DueItemQuerySet:
    """Read with each item its live visit, and the open class in which its worker has a seat."""
    live = Visit.objects.for_staff(asker).live().order_by("starts_at")
    seated = Enrolment.objects.for_staff(asker).seated()
    seats = seated.filter(training_class__state=TrainingClass.State.OPEN)
    return (
        # Items share workplaces, workers and answers: each is read once.
        items.prefetch_related("workplace", "worker", "why")
        .prefetch_related(Prefetch("visits", live, to_attr="live_visits"))
        .prefetch_related(
            Prefetch("worker__enrolments", seats.select_related("training_class"), to_attr="seats")
        )
    )


@requires(Permission.SEE_DUE)
@require_safe
def due_list(request: StaffRequest) -> HttpResponse:
    """List the open items by week or month, overdue first."""
    today = clock.today()
    form = DueFilterForm(request.GET, centre=request.user.centre, today=today)
    counts = list(_counted(by_day(request.user, form), form.groups))
    group = form.chosen_group
    in_order = _in_order(request.user, form)
    if group:
        in_order = in_order.filter(within(group))
    paginator = Paginator(in_order.values_list("pk", flat=True), PER_PAGE)
    # The groups have been counted; the list is not counted once more.
    paginator.count = sum(c.count for c in counts if group in (None, c.group))
    page = paginator.get_page(request.GET.get("page"))
    shown = DueItem.objects.for_staff(request.user).filter(pk__in=list(page))
    owed = list(with_bookings(shown, request.user).order_by(*ORDER))
    context = {
        "form": form,
        "counts": counts,
        "total": sum(one.count for one in counts),
        "group": group,
        "by_month": form.cleaned_data.get("span") == "month",
        "page": page,
        "shown": [(one, places) for one in counts if (places := list(_places(owed, one.group)))],
    }
    template = "scheduling/_due_rows.html" if request.htmx else "scheduling/due_list.html"
    return render(request, template, context)


@requires(Permission.SEE_DUE)
@require_safe
def due_why(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer why an item is due on its day."""
    items = DueItem.objects.for_staff(request.user).select_related("workplace", "worker", "why")
    item = get_object_or_404(items, pk=pk)
    if request.htmx:
        return render(request, "scheduling/_due_why.html", {"item": item})
    return render(request, "scheduling/due_why.html", {"item": item, **_told_of(item)})


def _told_of(item: DueItem) -> dict[str, object]:
    """Return how the item came to stand where it does, and what can be done about it."""
    decisions = list(item.decisions.select_related("made_by", "undone_by").order_by("-pk"))
    return {
        "moves": item.moves.order_by("-pk"),
        "decisions": decisions,
        "standing": next((one for one in decisions if one.undone_at is None), None),
        "can_be_done": item.closed_at is None and item.kind in DONE_ELSEWHERE,
        "can_be_waived": not (item.is_by_law and item.status == DueItem.Status.OWED),
        "earlier": item.workplace.due_items.filter(
            worker=item.worker,
            kind=item.kind,
            hazard=item.hazard,
            closed_at__isnull=False,
        )
        .exclude(pk=item.pk)
        .order_by("-closed_at")[:EARLIER],
    }


def _in_order(asker: Staff, form: DueFilterForm) -> DueItemQuerySet:
    if form.is_of_few:
        owed = DueItem.objects.open().filter(
            workplace__in=form.of_place(Workplace.objects.for_staff(asker))
        )
    else:
        # A whole city's items are read in the order of their index, each asked whose it is: joined
        # to the centre's workplaces they would all be sorted first.
        places = form.of_place(Workplace.objects.for_staff(asker))
        owed = DueItem.objects.open().filter(Exists(places.filter(pk=OuterRef("workplace_id"))))
    return form.of_agent_and_month(form.of_sort(owed)).order_by(*ORDER)


def _counted(per_day: PerDay, groups: Iterable[DueGroup]) -> Iterator[GroupCount]:
    for group in groups:
        count = sum(count for day, count in per_day.items() if group.holds(day))
        yield GroupCount(group, count, _label(group))


def _label(group: DueGroup) -> str:
    if group.key == OVERDUE:
        return _("overdue")
    if group.key == LATER:
        return _("later")
    return f"{_short(group.first)}–{_short(group.last)}"


def _short(day: date | None) -> str:
    return f"{day.month}.{day.day}" if day else ""


def _places(items: Iterable[DueItem], group: DueGroup) -> Iterator[PlaceItems]:
    """Bring a workplace's items of the group together, in the order of its first one."""
    places: dict[int, PlaceItems] = {}
    for item in items:
        if group.holds(item.due_date):
            place = places.setdefault(item.workplace_id, PlaceItems(item.workplace))
            place.items.append(item)
    yield from places.values()
