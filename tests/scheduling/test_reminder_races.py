"""Two planners at once plan each text once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from scheduling.actions import reminders
from scheduling.actions.appointments import recipients_at
from scheduling.actions.reminders import plan_missing
from scheduling.models import Reminder, Visit
from tests.cast import NOW, make_contact
from tests.cast_scheduling import NEXT_MONDAY, make_visit

pytestmark = pytest.mark.django_db(transaction=True)
PLANNERS, VISITS = 4, 3


def untold_visits() -> None:
    for number in range(VISITS):
        visit = make_visit(starts_at=NEXT_MONDAY.replace(hour=10 + 2 * number))
        make_contact(visit.workplace)


def all_at_once() -> list[int]:
    start = Barrier(PLANNERS)

    def plan() -> int:
        try:
            start.wait()
            return plan_missing(now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PLANNERS) as pool:
        return [one.result() for one in [pool.submit(plan) for _ in range(PLANNERS)]]


def test_four_planners_at_once_plan_each_text_once() -> None:
    untold_visits()

    planned = all_at_once()

    told = Counter(Reminder.objects.values_list("visit", "rule", "phone"))
    assert set(told.values()) == {1}
    assert sum(planned) == Reminder.objects.count() == VISITS * 2


def test_a_planner_that_believes_what_it_saw_before_the_lock_is_refused() -> None:
    """The twin: without the look under the lock the database has to say no."""
    untold_visits()
    assert plan_missing(now=NOW) == VISITS * 2

    for visit in Visit.objects.select_related("centre", "workplace", "link"):
        with pytest.raises(IntegrityError):
            reminders._plan_visit(visit, list(recipients_at(visit.workplace)), "BOOKED", NOW)

    assert Reminder.objects.count() == VISITS * 2
