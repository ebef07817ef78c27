"""A roster is taken back as a whole, while nothing hangs on it."""

from __future__ import annotations

import pytest

from outreach.actions import imports
from outreach.models import ImportRow, Worker, Workplace
from safety.actions.exposures import end_exposure
from safety.models import DueItem, Examination, ExaminationResult, Exposure
from tests import cast
from tests.cast_safety import make_exposure, make_institution
from tests.safety.rosters.lists import (
    due_dates,
    painter,
    take_in,
    undo,
)

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture
def shop() -> Workplace:
    """한빛도장, and the hospital that examines its people."""
    make_institution()
    return cast.make_workplace()


def facts() -> list[list[dict[str, object]]]:
    """Return all workers and exposures; a version counts changes, also those taken back."""
    tables = (Worker.objects.values(), Exposure.objects.values())
    return [[{**row, "version": 0} for row in rows] for rows in tables]


def test_undo_takes_everything_back(shop: Workplace) -> None:
    file = take_in(painter(판정="C1", 업무수행적합여부="나"), painter(유해인자="소음"))

    undone = undo(file)

    assert undone.state == undone.State.UNDONE
    for model in (Worker, Exposure, Examination, ExaminationResult):
        assert not model.objects.exists()
    assert not DueItem.objects.open().exclude(worker=None).exists()


def test_undo_sets_a_changed_worker_back(shop: Workplace) -> None:
    take_in(painter())
    before = facts()
    due = due_dates(Worker.objects.get())
    file = take_in(
        painter(휴대폰="010-0000-7777", 배치일="2025-02-02", **{"최종 특수검진일": "2026-11-20"})
    )

    undo(file)

    assert facts() == before
    assert due_dates(Worker.objects.get()) == due


def test_undo_is_refused_once_somebody_works_with_it(shop: Workplace) -> None:
    file = take_in(painter())
    make_exposure(Worker.objects.get(), hazard="noise")

    with pytest.raises(imports.SomethingHangsOnIt):
        undo(file)


def test_undo_is_refused_once_an_exposure_was_ended(shop: Workplace) -> None:
    file = take_in(painter())
    end_exposure(
        exposure=Exposure.objects.get(), ended_date=cast.TODAY, today=cast.TODAY, now=cast.NOW
    )

    with pytest.raises(imports.SomethingHangsOnIt):
        undo(file)
