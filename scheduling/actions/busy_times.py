"""When teams are promised: to visits, classes their people teach, and times kept for owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.models import Centre
from scheduling.models import OfferSlot, Reservation, Team, TrainingClass, Visit
from scheduling.models.reservation import TICK_MINUTES


@dataclass(frozen=True)
class BusyTime:
    """A team is somewhere, from then until then."""

    team_id: int
    starts_at: datetime
    ends_at: datetime
    latitude: float
    longitude: float
    visit_id: int | None = None
    name: str = ""  # of the place

    @cached_property
    def day(self) -> date:
        """The day in Seoul."""
        return timezone.localdate(self.starts_at)

    @property
    def minutes(self) -> int:
        """How long."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def busy_times(*, centre: Centre, teams: Sequence[Team], first: date, last: date) -> list[BusyTime]:
    """
    Return what holds the teams on these days, whichever of their resources it holds.

    A class holds its instructor's team at the centre, since a room has no point of its own.
    """
    teams_of: dict[str, list[int]] = {}
    for team in teams:
        names = [f"team:{team.pk}", *(f"staff:{person.pk}" for person in team.members.all())]
        if team.vehicle_id is not None:
            names.append(f"vehicle:{team.vehicle_id}")
        for name in names:
            teams_of.setdefault(name, []).append(team.pk)
    held = (
        Reservation.objects.filter(
            resource__in=teams_of, tick__range=(_tick(first), _tick(last + timedelta(days=1)) - 1)
        )
        .values_list("resource", "visit", "training_class", "offer_slot")
        .distinct()
    )
    by_visit: set[tuple[int, int]] = set()
    by_class: set[tuple[int, int]] = set()
    by_slot: set[tuple[int, int]] = set()
    for resource, visit, training_class, slot in held:
        pairs = by_visit if visit else by_class if training_class else by_slot
        pairs.update((team, visit or training_class or slot) for team in teams_of[resource])
    visits = Visit.objects.select_related("workplace").in_bulk({key for _team, key in by_visit})
    classes = TrainingClass.objects.in_bulk({key for _team, key in by_class})
    times = [_at_visit(team, visits[key], centre) for team, key in sorted(by_visit)]
    times += [_at_class(team, classes[key], centre) for team, key in sorted(by_class)]
    slots = OfferSlot.objects.select_related("offer__workplace").in_bulk(
        {key for _team, key in by_slot}
    )
    times += [_at_slot(team, slots[key], centre) for team, key in sorted(by_slot)]
    return times


def _at_visit(team: int, visit: Visit, centre: Centre) -> BusyTime:
    place = visit.workplace
    return BusyTime(
        team_id=team,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        latitude=centre.latitude if place.latitude is None else place.latitude,
        longitude=centre.longitude if place.longitude is None else place.longitude,
        visit_id=visit.pk,
        name=place.name,
    )


def _at_slot(team: int, slot: OfferSlot, centre: Centre) -> BusyTime:
    """A time that is kept for an owner who has not chosen yet."""
    place = slot.offer.workplace
    return BusyTime(
        team_id=team,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        latitude=centre.latitude if place.latitude is None else place.latitude,
        longitude=centre.longitude if place.longitude is None else place.longitude,
        name=place.name,
    )


def _at_class(team: int, training_class: TrainingClass, centre: Centre) -> BusyTime:
    return BusyTime(
        team_id=team,
        starts_at=training_class.starts_at,
        ends_at=training_class.ends_at,
        latitude=centre.latitude,
        longitude=centre.longitude,
        name=_("a class"),
    )


def _tick(day: date) -> int:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return int(midnight.timestamp()) // (TICK_MINUTES * 60)
