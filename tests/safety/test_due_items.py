from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from outreach.actions.workers import leave
from outreach.actions.workplaces import close_workplace
from outreach.models import Centre, Workplace
from safety.actions.due_items import (
    Counts,
    recompute_all,
    recompute_changed,
    recompute_workplace,
)
from safety.actions.exposures import end_exposure
from safety.models import DueItem
from safety.rules.derivations import RuleKey
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    BENZENE,
    NOISE,
    TOLUENE,
    make_completion,
    make_consultation,
    make_examination,
    make_exposure,
    make_measurement,
    open_item,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
T = TypeVar("T")


def recompute(workplace: Workplace, on: date = TODAY) -> Counts:
    return recompute_workplace(workplace=workplace, today=on, now=NOW)


def queries(work: Callable[[], T]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured]


def selects(work: Callable[[], T]) -> int:
    return len([sql for sql in queries(work) if sql.startswith("SELECT")])


def test_the_first_exam_counts_from_the_placement() -> None:
    exposure = make_exposure()

    recompute(exposure.worker.workplace)

    item = open_item(exposure.worker)
    assert item.due_date == date(2027, 1, 1)
    assert item.basis["rule"] == RuleKey.FIRST_EXAM
    assert item.hazard == TOLUENE


def test_cycles_run_per_agent() -> None:
    worker = cast.make_worker()
    for hazard in (TOLUENE, NOISE, BENZENE):
        make_exposure(worker, hazard=hazard)
    make_examination(worker, TOLUENE, exam_date=date(2026, 9, 1))

    recompute(worker.workplace)

    assert open_item(worker, hazard=TOLUENE).due_date == date(2027, 9, 1)
    assert open_item(worker, hazard=NOISE).due_date == date(2027, 7, 1)
    assert open_item(worker, hazard=BENZENE).due_date == date(2026, 9, 1)


def test_a_workplace_owes_a_consultation_and_each_worker_a_class() -> None:
    worker = cast.make_worker()

    recompute(worker.workplace)

    consultation = DueItem.objects.get(kind=DueItem.Kind.CONSULTATION)
    assert (consultation.worker, consultation.due_date) == (None, date(2026, 6, 2))
    assert open_item(worker, DueItem.Kind.TRAINING).basis["authority"] == "PROGRAMME"


def test_what_ends_is_no_longer_owed() -> None:
    workplace = cast.make_workplace()
    ending, leaving = (make_exposure(cast.make_worker(workplace, name=n)) for n in ("가", "나"))
    recompute(workplace)

    end_exposure(exposure=ending, ended_date=TODAY, today=TODAY, now=LATER)
    leave(worker=leaving.worker, left_date=TODAY, now=LATER)
    recompute(workplace)

    exams = DueItem.objects.filter(kind=DueItem.Kind.SPECIAL_EXAM)
    assert {item.closed_as for item in exams} == {DueItem.Closed.NO_LONGER_OWED}
    assert not DueItem.objects.open().filter(worker=leaving.worker).exists()
    assert open_item(ending.worker, DueItem.Kind.TRAINING).closed_at is None


def test_a_closed_workplace_owes_nothing() -> None:
    exposure = make_exposure()
    workplace = exposure.worker.workplace
    recompute(workplace)

    close_workplace(workplace=workplace, today=TODAY, now=LATER)
    counts = recompute(workplace)

    assert not DueItem.objects.open().exists()
    assert counts.closed == 7


def test_only_what_changed_is_written() -> None:
    exposure = make_exposure()
    workplace = exposure.worker.workplace
    recompute(workplace)
    make_examination(exposure.worker, TOLUENE)

    counts = recompute(workplace)
    written = [
        sql for sql in queries(lambda: recompute(workplace)) if sql.startswith(("UPDATE", "INSERT"))
    ]

    assert counts == Counts(workplaces=1, moved=1)
    assert len(written) == 1, written  # when it was checked
    assert "duecheck" in written[0]


def _full_workplaces(number: int) -> None:
    for _ in range(number):
        workplace = cast.make_workplace()
        exposures = [make_exposure(cast.make_worker(workplace, name=name)) for name in ("가", "나")]
        make_examination(exposures[0].worker, TOLUENE, results={"code": "D1", "fitness": "나"})
        make_measurement(exposures[0])
        make_consultation(exposures[0].worker)
        make_completion(exposures[1].worker)


def test_one_workplace_and_fifty_are_read_by_as_many_queries() -> None:
    _full_workplaces(1)
    for_one = selects(lambda: recompute_all(today=TODAY, now=NOW))
    DueItem.objects.all().delete()
    _full_workplaces(49)

    for_fifty = selects(lambda: recompute_all(today=TODAY, now=NOW))

    assert Workplace.objects.count() == 50
    assert for_fifty == for_one


def test_only_changed_workplaces_are_worked_out() -> None:
    first, second = cast.make_workplace(), cast.make_workplace(name="다른 곳")
    assert recompute_changed(today=TODAY, now=LATER).workplaces == 2
    assert recompute_changed(today=TODAY, now=LATER) == Counts()

    second.facts_changed_at = LATER + timedelta(minutes=1)
    second.save()

    assert recompute_changed(today=TODAY, now=LATER + timedelta(minutes=2)).workplaces == 1
    first.due_check.refresh_from_db()
    assert first.due_check.checked_at == LATER


def test_one_centre_can_be_worked_out_alone(centre: Centre, other_centre: Centre) -> None:
    cast.make_workplace(centre)
    cast.make_workplace(other_centre)

    recompute_all(today=TODAY, now=NOW, centre=centre)

    assert set(DueItem.objects.values_list("workplace__centre", flat=True)) == {centre.pk}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_each_item_once() -> None:
    workplace = make_exposure().worker.workplace
    ready = Barrier(2)

    def work() -> Counts:
        try:
            ready.wait(timeout=10)
            return recompute(workplace)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        counts = [future.result() for future in [both.submit(work), both.submit(work)]]

    assert sorted(count.opened for count in counts) == [0, 7]


class TestAgain(TestCase):
    @settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(
        placed=st.dates(date(2020, 1, 1), date(2026, 11, 23)),
        exams=st.lists(st.dates(date(2024, 1, 1), date(2026, 11, 23)), unique=True, max_size=3),
        measured=st.lists(st.dates(date(2024, 1, 1), date(2026, 11, 23)), unique=True, max_size=2),
        on=st.dates(date(2026, 11, 23), date(2030, 1, 1)),
    )
    def test_a_second_run_changes_nothing(
        self, placed: date, exams: list[date], measured: list[date], on: date
    ) -> None:
        exposure = make_exposure(placed_date=placed)
        for day in exams:
            make_examination(exposure.worker, TOLUENE, exam_date=day)
        for day in measured:
            make_measurement(exposure, measured_date=day)
        recompute(exposure.worker.workplace, on)
        before = list(DueItem.objects.order_by("pk").values())

        counts = recompute(exposure.worker.workplace, on)

        assert counts == Counts(workplaces=1)
        assert list(DueItem.objects.order_by("pk").values()) == before
