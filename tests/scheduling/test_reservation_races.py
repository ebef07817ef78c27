"""Many at once want one time: one gets it; each guard is shown to be needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from random import Random
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection, connections

from outreach.models import Workplace
from safety.models import DueItem
from scheduling.actions import visits
from scheduling.actions.bookings import VisitRefused, resources_of
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import Reservation, Team, Visit
from tests.cast import NOW, make_workplace
from tests.cast_scheduling import NEXT_MONDAY, make_due_item, make_team, make_visit

PARALLEL = 50  # owners who want one time
HOUR = timedelta(hours=1)


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Let every deed begin at the same moment, each on its own connection."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        try:
            start.wait()
            return deed()
        except (AlreadyTaken, VisitRefused) as reason:
            return reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def booking(
    workplace: Workplace, item: DueItem, team: Team, starts_at: datetime = NEXT_MONDAY
) -> Callable[[], Visit]:
    def book() -> Visit:
        return visits.book_visit(
            workplace=workplace,
            due_items=[item],
            team=team,
            starts_at=starts_at,
            minutes=60,
            staff=None,
            now=NOW,
        )

    return book


def bookings_of_one_team() -> list[Callable[[], object]]:
    team = make_team()
    places = [make_workplace(name=f"한빛도장 {number}") for number in range(PARALLEL)]
    return [booking(place, make_due_item(place), team) for place in places]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_owners_who_want_one_time_one_gets_it() -> None:
    results = at_once(bookings_of_one_team())

    assert sum(isinstance(result, Visit) for result in results) == 1
    assert sum(isinstance(result, AlreadyTaken) for result in results) == PARALLEL - 1
    assert Visit.objects.count() == 1


@contextmanager
def without_unique_steps() -> Iterator[None]:
    """Take the constraint out of the database for a while (SQLite rebuilds the table for it)."""
    every = Reservation._meta.constraints
    unique, others = every[0], every[1:]
    assert unique.name == "a_resource_is_in_one_place_at_a_time"
    with mock.patch.object(Reservation._meta, "constraints", others):
        with connection.schema_editor() as editor:
            editor.remove_constraint(Reservation, unique)
        yield
    Reservation.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Reservation, unique)


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_steps_more_than_one_gets_the_team() -> None:
    """The twin: the table of steps is what keeps the others out."""
    deeds = bookings_of_one_team()

    with without_unique_steps():
        results = at_once(deeds)

    assert sum(isinstance(result, Visit) for result in results) > 1


@pytest.mark.django_db(transaction=True)
def test_without_reserve_more_than_one_gets_the_team() -> None:
    with mock.patch.object(visits, "reserve"):
        results = at_once(bookings_of_one_team())

    assert sum(isinstance(result, Visit) for result in results) > 1


@pytest.mark.django_db(transaction=True)
def test_a_due_item_is_booked_once_by_two_teams() -> None:
    place = make_workplace()
    item = make_due_item(place)
    deeds = [
        booking(place, item, make_team(name=f"{number}조"), NEXT_MONDAY + number * 2 * HOUR)
        for number in range(4)
    ]

    results = at_once(list(deeds))

    assert sum(isinstance(result, Visit) for result in results) == 1


@pytest.mark.django_db(transaction=True)
def test_visits_that_move_to_one_place_at_once_do_not_meet() -> None:
    team = make_team()
    booked = [
        make_visit(make_workplace(), team=team, starts_at=NEXT_MONDAY + day * timedelta(days=1))
        for day in range(5)
    ]
    goal = NEXT_MONDAY + timedelta(days=10)

    def move(visit: Visit) -> Callable[[], object]:
        return lambda: visits.move_visit(
            visit=visit, team=team, starts_at=goal, minutes=60, staff=None, now=NOW
        )

    results = at_once([move(visit) for visit in booked])

    assert sum(isinstance(result, Visit) for result in results) == 1
    assert Visit.objects.filter(starts_at=goal).count() == 1
    for visit in Visit.objects.all():
        held = set(visit.reservations.values_list("tick", flat=True))
        start = int(visit.starts_at.timestamp()) // 600
        assert held == set(range(start, start + 6))


@pytest.mark.django_db(transaction=True)
def test_after_many_parallel_changes_every_visit_holds_its_own_time_and_nothing_else() -> None:
    teams = [make_team() for _number in range(2)]
    items = [make_due_item(make_workplace(name=f"한빛도장 {n}")) for n in range(24)]

    def change(seed: int) -> Callable[[], object]:
        def deeds() -> None:
            chance = Random(seed)
            for item in items[seed::6]:
                mine: Visit | None = None
                for _step in range(4):
                    team = chance.choice(teams)
                    starts_at = NEXT_MONDAY + timedelta(minutes=10 * chance.randrange(18))
                    with suppress(AlreadyTaken):
                        if mine is None:
                            mine = booking(item.workplace, item, team, starts_at)()
                        elif chance.random() < 0.2:
                            visits.cancel_visit(visit=mine, reason="", staff=None, now=NOW)
                            mine = None
                        else:
                            mine = visits.move_visit(
                                visit=mine, team=team, starts_at=starts_at, minutes=60,
                                staff=None, now=NOW,
                            )  # fmt: skip

        return deeds

    assert at_once([change(seed) for seed in range(6)]) == [None] * 6

    held = {
        (row.visit_id, row.resource, row.tick) for row in Reservation.objects.all() if row.visit_id
    }
    assert held == {
        (visit.pk, resource, int(visit.starts_at.timestamp()) // 600 + step)
        for visit in Visit.objects.live()
        for resource in resources_of(workplace=visit.workplace, team=visit.team)
        for step in range(6)
    }
    assert Visit.objects.live().exists()
