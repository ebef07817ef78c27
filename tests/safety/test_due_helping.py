"""What a helper derived is written as if it had been derived here, unless the facts moved on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from outreach.models import Worker
from safety.actions.due_items import recompute_all, recompute_workplace
from safety.actions.due_items.answers import Answer
from safety.actions.due_items.helping import Helper, bring_in_line
from safety.actions.due_items.running import Derived, Run, marks_of
from safety.actions.due_items.writing import Known, Writer, known_items
from safety.models import DueCheck, DueItem
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import make_exposure

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def derived_by(helper: Helper, worker: Worker) -> Derived:
    """Send one workplace through what goes between the processes, and unpack it."""
    place = worker.workplace
    sent = helper.packed(helper.run.derive([place], marks_of([place.pk])))
    known.extend(sent.fresh)
    owed = [(at, who, known[number]) for at, who, number in sent.owed]
    return Derived(sent.marks, sent.workers, owed, sent.checks)


@pytest.fixture
def worker() -> Worker:
    known.clear()
    return make_exposure(cast.make_worker()).worker


known: list[Answer] = []
PLACED = ("kind", "worker_id", "hazard", "detail", "due_date", "status", "why_id", "digest")


def table() -> list[tuple[object, ...]]:
    return sorted(DueItem.objects.open().values_list(*PLACED), key=str)


def test_a_helper_gives_what_is_worked_out_here(worker: Worker) -> None:
    counts = Run(today=TODAY, now=NOW).write(derived_by(Helper(Run(today=TODAY, now=NOW)), worker))
    helped = table()
    DueItem.objects.all().delete()
    DueCheck.objects.all().delete()

    recompute_all(today=TODAY, now=NOW)

    assert counts.opened == len(helped) > 0
    assert table() == helped


def test_an_answer_travels_once(worker: Worker) -> None:
    helper = Helper(Run(today=TODAY, now=NOW))
    place = worker.workplace

    first = helper.packed(helper.run.derive([place], marks_of([place.pk])))
    again = helper.packed(helper.run.derive([place], marks_of([place.pk])))

    assert first.fresh
    assert not again.fresh
    assert again.owed == first.owed


def test_facts_that_changed_since_are_read_again(worker: Worker) -> None:
    """The twin: with the mark of now, what was read before would be written."""
    helper = Helper(Run(today=TODAY, now=NOW))
    old = derived_by(helper, worker)
    worker.exposures.all().delete()
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=LATER)
    kind = DueItem.Kind.SPECIAL_EXAM

    Run(today=TODAY, now=LATER).write(old)
    assert not DueItem.objects.open().filter(kind=kind).exists()

    forged = Derived(marks_of([worker.workplace_id]), old.workers, old.owed, old.checks)
    Run(today=TODAY, now=LATER).write(forged)
    assert DueItem.objects.open().filter(kind=kind).exists()


def test_a_helper_that_writes_gives_the_same(worker: Worker) -> None:
    counts = bring_in_line([worker.workplace_id], TODAY, NOW)
    helped = table()
    DueItem.objects.all().delete()
    DueCheck.objects.all().delete()

    recompute_all(today=TODAY, now=NOW)

    assert counts.opened == len(helped) > 0
    assert table() == helped


def test_what_another_helper_took_along_stays_open(worker: Worker) -> None:
    """The twin: were it known to be there, it would be closed as owed to nobody."""
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    known_before = known_items([worker.workplace_id], [])
    assert known_before
    elsewhere = cast.make_workplace(name="옮긴정밀")
    DueItem.objects.filter(worker=worker).update(workplace=elsewhere)

    def closed_by(known: Known) -> int:
        with transaction.atomic():
            Writer(now=LATER).settle({}, known)
        return DueItem.objects.filter(worker=worker).exclude(closed_at=None).count()

    assert closed_by(known_before) == 0
    assert closed_by(known_items([], [worker.pk])) > 0
