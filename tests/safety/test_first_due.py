from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from outreach.models import Worker, Workplace
from safety.models import DueBasis, DueItem, FirstDue
from safety.models.due_item import OURS
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
K = DueItem.Kind
COLUMNS = {
    "exam_date": {
        K.PREPLACEMENT_EXAM, K.SPECIAL_EXAM, K.FOLLOW_UP_EXAM, K.ON_DEMAND_EXAM, K.ORDERED_EXAM,
    },
    "consultation_date": {K.CONSULTATION},
    "class_date": {K.TRAINING},
    "work_environment_date": {K.WORK_ENVIRONMENT},
    "employer_date": {
        K.GENERAL_EXAM, K.ON_HIRE_TRAINING, K.ON_CHANGE_TRAINING, K.SPECIAL_TRAINING,
        K.REGULAR_TRAINING, K.RISK_ASSESSMENT,
    },
}  # fmt: skip
PLAIN = [K.CONSULTATION, K.REGULAR_TRAINING, K.RISK_ASSESSMENT, K.TRAINING]


def item(place: Workplace, kind: str, day: date, **more: object) -> DueItem:
    worker = cast.make_worker(place, name=f"사람 {Worker.objects.count()}")
    why = DueBasis.objects.holding({})
    return DueItem(
        workplace=place, worker=worker, kind=kind, due_date=day, why=why, opened_at=NOW, **more
    )


def first(place: Workplace) -> dict[str, date | None]:
    names = ("due_date", *COLUMNS)
    found = FirstDue.objects.filter(workplace=place).values(*names)
    return dict(found.get()) if found else dict.fromkeys(names)


def worked_out(place: Workplace) -> dict[str, date | None]:
    """The same by the plainest of means."""
    open_items = list(DueItem.objects.open().filter(workplace=place, waived=False))

    def earliest(kinds: set[K]) -> date | None:
        days = [
            max(one.due_date, one.put_off_until or one.due_date)
            for one in open_items
            if one.kind in kinds
        ]
        return min(days, default=None)

    return {
        "due_date": earliest({K(kind) for kind in OURS}),
        **{n: earliest(kinds) for n, kinds in COLUMNS.items()},
    }


def test_every_kind_is_of_one_sort() -> None:
    assert sorted(kind for kinds in COLUMNS.values() for kind in kinds) == sorted(K)


def test_the_first_date_counts_and_a_closed_one_does_not() -> None:
    place = cast.make_workplace()
    soon = item(place, K.CONSULTATION, TODAY)
    DueItem.objects.bulk_create([soon, item(place, K.TRAINING, TODAY + timedelta(days=9))])
    assert first(place)["due_date"] == TODAY

    DueItem.objects.filter(pk=soon.pk).update(closed_at=NOW, closed_as="DONE")

    assert first(place)["due_date"] == first(place)["class_date"] == TODAY + timedelta(days=9)
    assert first(place)["consultation_date"] is None


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_written_it_stays_true(seed: int) -> None:
    rng = random.Random(seed)
    places = [cast.make_workplace() for _ in range(3)]
    for _ in range(20):
        place, day = rng.choice(places), TODAY + timedelta(days=rng.randrange(-60, 200))
        some = DueItem.objects.open().filter(workplace=place)[: rng.randrange(1, 3)]
        rows = DueItem.objects.filter(pk__in=[one.pk for one in some])
        match rng.randrange(7):
            case 0 | 1:
                new = [item(place, rng.choice(PLAIN), day, waived=rng.random() < 0.2)]
                new += [item(rng.choice(places), rng.choice(PLAIN), day)]
                DueItem.objects.bulk_create(new)
            case 2:
                rows.update(closed_at=NOW, closed_as="DONE")
            case 3:
                rows.update(due_date=day)
            case 4:
                rows.filter(waived=False).update(put_off_until=day)
            case 5:
                rows.update(workplace=rng.choice(places))
            case _:
                rows.delete()

    assert [first(place) for place in places] == [worked_out(place) for place in places]


def test_a_workplace_goes_with_what_it_owes() -> None:
    place = cast.make_workplace()
    owed = item(place, K.CONSULTATION, TODAY)
    Worker.objects.all().delete()
    owed.worker = None
    owed.save()

    place.delete()

    assert not FirstDue.objects.exists()


def test_without_its_trigger_it_would_be_false() -> None:
    """The twin: nothing but the database keeps it true."""
    place = cast.make_workplace()
    on = " ON safety_dueitem" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER safety_dueitem_insert_kept{on}")

    item(place, K.CONSULTATION, TODAY).save()

    assert first(place) != worked_out(place)
