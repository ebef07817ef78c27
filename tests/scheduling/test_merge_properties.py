"""Whatever two rows of one firm hold: merged, every promise holds; undone, nothing has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from outreach.actions.calls import record_call
from outreach.actions.merging import GONE, GROUPS, KEPT
from outreach.models import CallTurn, Workplace
from scheduling.actions.enrolments import enrol
from scheduling.actions.merge_undo import hindrances, undo
from scheduling.models import Team, TrainingClass
from scheduling.models.invariants import broken
from tests import cast, cast_safety, cast_scheduling
from tests.cast import NOW, TODAY
from tests.scheduling.merging import everything, make_double, merge, settle

pytestmark = pytest.mark.django_db
NAMES, PHONES = ("김철수", "이영희"), ("+821000009101", "+821000009102", "")


@dataclass(frozen=True)
class Person:
    """Somebody on one of the lists."""

    name: str
    born: date | None
    phone: str
    has_left: bool
    exam_days: frozenset[int]
    consulted: bool
    trained: bool
    seated: bool


@dataclass(frozen=True)
class Side:
    """What one of the two rows holds."""

    people: tuple[Person, ...]
    phones: frozenset[str]
    visit_hour: int | None
    calls: int
    refused: bool
    is_closed: bool


PEOPLE = st.builds(
    Person,
    name=st.sampled_from(NAMES),
    born=st.sampled_from([None, date(1980, 1, 1)]),
    phone=st.sampled_from(PHONES),
    has_left=st.booleans(),
    exam_days=st.frozensets(st.sampled_from([30, 400]), max_size=2),
    consulted=st.booleans(),
    trained=st.booleans(),
    seated=st.booleans(),
)
SIDES = st.builds(
    Side,
    people=st.lists(PEOPLE, max_size=3, unique_by=lambda one: (one.name, one.born)).map(tuple),
    phones=st.frozensets(st.sampled_from(PHONES[:2]), max_size=2),
    visit_hour=st.sampled_from([None, 10, 14]),
    calls=st.integers(0, 2),
    refused=st.booleans(),
    is_closed=st.booleans(),
)


def furnish(place: Workplace, side: Side, team: Team, training_class: TrainingClass) -> None:
    for number in sorted(side.phones):
        cast.make_contact(place, phone=number, name="")
    for person in side.people:
        worker = cast.make_worker(
            place,
            name=person.name,
            birth_date=person.born,
            phone=person.phone,
            left_date=TODAY if person.has_left else None,
        )
        cast_safety.make_exposure(worker)
        for days in sorted(person.exam_days):
            cast_safety.make_examination(worker, "noise", exam_date=TODAY - timedelta(days=days))
        if person.consulted:
            cast_safety.make_consultation(worker, held_date=TODAY - timedelta(days=9))
        if person.trained:
            cast_safety.make_completion(worker)
        if person.seated and not person.has_left:
            enrol(training_class=training_class, worker=worker, now=NOW)
    if side.visit_hour is not None:
        start = cast_scheduling.NEXT_MONDAY.replace(hour=side.visit_hour)
        cast_scheduling.make_visit(place, team=team, starts_at=start)
    for _ in range(side.calls):
        record_call(workplace=place, outcome="NO_ANSWER", staff=cast.make_staff(), now=NOW)
    if side.refused:
        CallTurn.objects.update_or_create(
            workplace=place, defaults={"refused_at": NOW, "rests_until": None}
        )


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(mine=SIDES, theirs=SIDES, data=st.data())
def test_merged_and_undone(mine: Side, theirs: Side, data: st.DataObject) -> None:
    with transaction.atomic():
        kept, gone = cast.make_workplace(), make_double()
        training_class = cast_scheduling.make_class(seats=3)
        teams = [cast_scheduling.make_team(), cast_scheduling.make_team()]
        for place, side, team in ((kept, mine, teams[0]), (gone, theirs, teams[1])):
            furnish(place, side, team, training_class)
        if theirs.is_closed and theirs.visit_hour is None:
            Workplace.objects.filter(pk=gone.pk).update(closed_date=TODAY)
        settle(kept, gone)
        cast.make_staff()
        before = everything()
        chosen = {group: data.draw(st.sampled_from([KEPT, GONE])) for group in GROUPS}
        people = [
            pk for pk in gone.workers.values_list("pk", flat=True) if data.draw(st.booleans())
        ]

        record = merge(kept, gone, **chosen, same_people=people)

        assert [(told.statement, rows) for told, rows in broken() if rows] == []
        assert hindrances(record) == []
        undo(record=record, staff=cast.make_staff(), today=TODAY, now=NOW)
        after = everything()
        assert {table for table in before if before[table] != after[table]} == set()
        transaction.set_rollback(True)
