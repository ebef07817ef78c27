"""What a week could be planned for: one stop per workplace, with everything it owes soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q

from outreach.models import Centre, Workplace
from safety.models import DueItem, FirstDue
from safety.models.due_item import DueItemQuerySet
from scheduling.actions.plan_skills import equipment_for
from scheduling.models import Offer, Visit
from scheduling.rules.van_room import Size
from scheduling.rules.visit_minutes import VisitMinutes, site_minutes, suggested_minutes

KINDS = (DueItem.Kind.SPECIAL_EXAM, DueItem.Kind.CONSULTATION)  # training goes to classes
REACH = timedelta(weeks=4)  # after the week: what is due by then may be done now
MOST_STOPS = 150
MOST_NEIGHBOURS = 50  # more of them, in buildings that a team goes to anyway
MOST_PEOPLE = 6  # seen in one visit, where the workplace's consultation is due as a whole
NEEDS = VisitMinutes(set_up=30, consultation=20, exam=10)
SHORTEST, LONGEST = 30, 180


@dataclass(frozen=True)
class Candidate:
    """One workplace that could be visited, and for what."""

    workplace: Workplace
    due_items: tuple[DueItem, ...]

    @property
    def due_date(self) -> date:
        """The first day on which something is due."""
        return min(item.due_date for item in self.due_items)

    @property
    def skills(self) -> frozenset[str]:
        """What the team has to bring; each kind of item is a skill of the same name."""
        return frozenset(item.kind for item in self.due_items)

    @property
    def equipment(self) -> frozenset[str]:
        """What the exams take that only some vans carry."""
        return equipment_for(self.due_items)

    @property
    def room(self) -> Size:
        """How large a van may be there, where the site card tells."""
        return Size(self.workplace.van_height_cm, self.workplace.van_length_cm)

    @property
    def minutes(self) -> int:
        """How long the visit takes."""
        return stop_minutes(workplace=self.workplace, due_items=self.due_items)


@dataclass(frozen=True)
class Candidates:
    """The stops to plan, and how many workplaces had to stay out before planning began."""

    chosen: tuple[Candidate, ...]
    left_for_later: int
    without_point: int


def stop_minutes(*, workplace: Workplace, due_items: Sequence[DueItem]) -> int:
    """
    Return the minutes of a stop: 30, 20 a consultation, 10 a person examined; 30 to 180.

    Stairs and the want of a quiet corner, as the site card tells them, take ten more each.
    """
    consultations = [item for item in due_items if item.kind == DueItem.Kind.CONSULTATION]
    people = min(max(workplace.regular_workers or 1, 1), MOST_PEOPLE)
    examined = {item.worker_id for item in due_items if item.kind == DueItem.Kind.SPECIAL_EXAM}
    minutes = suggested_minutes(
        consultations=sum(1 if item.worker_id else people for item in consultations),
        exams=len(examined),
        trainings=0,
        needs=NEEDS,
    )
    minutes += site_minutes(
        floor=workplace.floor,
        has_lift=workplace.has_lift,
        has_quiet_corner=workplace.has_quiet_corner,
    )
    return min(max(minutes, SHORTEST), LONGEST)


def find_candidates(*, centre: Centre, until: date, limit: int = MOST_STOPS) -> Candidates:
    """Return the workplaces of a centre with something due by a day, the earliest due first."""
    owed = plannable(centre=centre).standing(until).due_by(until)
    with_point = owed.filter(workplace__latitude__isnull=False, workplace__longitude__isnull=False)
    earliest = with_point.values("workplace").annotate(first=Min("due_date"))
    chosen = [row["workplace"] for row in earliest.order_by("first", "workplace")[:limit]]
    chosen += _neighbours(with_point, chosen)
    all_places = owed.aggregate(n=Count("workplace", distinct=True))["n"]
    placed = with_point.aggregate(n=Count("workplace", distinct=True))["n"]
    items: dict[int, list[DueItem]] = {key: [] for key in chosen}
    for item in with_point.filter(workplace__in=chosen).select_related("workplace").order_by("pk"):
        items[item.workplace_id].append(item)
    return Candidates(
        chosen=tuple(
            Candidate(workplace=own[0].workplace, due_items=tuple(own)) for own in items.values()
        ),
        left_for_later=placed - len(chosen),
        without_point=all_places - placed,
    )


def earliest_candidates(*, centre: Centre, until: date, limit: int) -> list[Candidate]:
    """
    Return a few workplaces with the earliest due dates that have no visit yet, quickly.

    It reads the first due dates that the database keeps, and no more items than it needs.
    """
    booked = Visit.objects.live().filter(workplace=OuterRef("workplace"))
    first = FirstDue.objects.filter(
        ~Exists(booked),
        Q(exam_date__lte=until) | Q(consultation_date__lte=until),
        due_date__lte=until,
        workplace__centre=centre,
        workplace__closed_date=None,
        workplace__latitude__isnull=False,
        workplace__longitude__isnull=False,
    )
    keys = list(first.order_by("due_date").values_list("workplace", flat=True)[:limit])
    owed = plannable(centre=centre).standing(until).due_by(until).filter(workplace__in=keys)
    items: dict[int, list[DueItem]] = {}
    for item in owed.select_related("workplace").order_by("due_date", "pk"):
        items.setdefault(item.workplace_id, []).append(item)
    return [Candidate(own[0].workplace, tuple(own)) for own in items.values()]


def _neighbours(owed: DueItemQuerySet, chosen: list[int]) -> list[int]:
    """Return who owes something behind the same doors: one drive and one parking for all."""
    doors = Workplace.objects.filter(pk__in=chosen, precision=Workplace.Precision.ADDRESS)
    points = set(doors.values_list("latitude", "longitude"))
    near = owed.exclude(workplace__in=chosen).filter(
        workplace__precision=Workplace.Precision.ADDRESS,
        workplace__latitude__in={latitude for latitude, _ in points},
    )
    places = near.values_list("workplace", "workplace__latitude", "workplace__longitude")
    rows = places.order_by("due_date", "workplace")
    found = dict.fromkeys(place for place, *point in rows if tuple(point) in points)
    return list(found)[:MOST_NEIGHBOURS]


def plannable(*, centre: Centre) -> DueItemQuerySet:
    """Return what open workplaces owe that no visit is booked for and no owner may choose now."""
    booked = Visit.objects.live().filter(due_items=OuterRef("pk"))
    offered = Offer.objects.filter(due_items=OuterRef("pk"), state=Offer.State.OPEN)
    return DueItem.objects.open().filter(
        ~Exists(booked),
        ~Exists(offered),
        workplace__centre=centre,
        workplace__closed_date=None,
        kind__in=KINDS,
    )
