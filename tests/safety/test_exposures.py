from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from safety.actions.exposures import (
    AlreadyExposed,
    EndedAlready,
    EndsBeforePlaced,
    NotEmployed,
    PlacedBeforeHired,
    UnknownHazard,
    add_exposure,
    end_exposure,
)
from safety.actions.measurements import AlreadyMeasured, MeasuredLater, record_measurement
from safety.models import DueItem, Exposure
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import PLACED, TOLUENE, make_examination, make_exposure, open_item

pytestmark = pytest.mark.django_db


def add(**changes: Any) -> Exposure:
    facts: dict[str, Any] = {
        "hazard": TOLUENE, "process": "도장", "placed_date": PLACED, "today": TODAY, "now": NOW,
    }  # fmt: skip
    return add_exposure(**{**facts, **changes})


def test_an_exposure_opens_its_exam_at_once() -> None:
    worker = cast.make_worker()

    exposure = add(worker=worker, process="  도장   부스 ")

    assert exposure.process == "도장 부스"
    assert open_item(worker).due_date == date(2027, 1, 1)
    assert worker.workplace.facts_changed_at == NOW


def test_an_agent_of_no_annex_is_refused() -> None:
    with pytest.raises(UnknownHazard):
        add(worker=cast.make_worker(), hazard="air")


def test_an_exposure_is_written_down_once_per_process() -> None:
    worker = cast.make_worker()
    add(worker=worker)

    with pytest.raises(AlreadyExposed, match="톨루엔"):
        add(worker=worker)

    assert add(worker=worker, process="세척").process == "세척"


def test_nobody_who_left_is_exposed() -> None:
    with pytest.raises(NotEmployed):
        add(worker=cast.make_worker(left_date=TODAY))


def test_nobody_is_exposed_in_a_closed_workplace() -> None:
    with pytest.raises(NotEmployed):
        add(worker=cast.make_worker(cast.make_workplace(closed_date=TODAY)))


def test_nobody_is_placed_before_being_hired() -> None:
    worker = cast.make_worker(hired_date=PLACED + timedelta(days=1))

    with pytest.raises(PlacedBeforeHired):
        add(worker=worker)


def test_the_end_of_an_exposure_closes_its_exam() -> None:
    exposure = add(worker=cast.make_worker())

    end_exposure(exposure=exposure, ended_date=TODAY, today=TODAY, now=NOW)

    item = DueItem.objects.get(kind=DueItem.Kind.SPECIAL_EXAM)
    assert item.closed_as == DueItem.Closed.NO_LONGER_OWED


def test_an_exposure_ends_once_and_after_it_began() -> None:
    exposure = make_exposure()

    with pytest.raises(EndsBeforePlaced):
        end_exposure(exposure=exposure, ended_date=PLACED - timedelta(days=1), today=TODAY, now=NOW)
    end_exposure(exposure=exposure, ended_date=TODAY, today=TODAY, now=NOW)
    with pytest.raises(EndedAlready):
        end_exposure(exposure=exposure, ended_date=TODAY, today=TODAY, now=NOW)


def measure(exposure: Exposure, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "workplace": exposure.worker.workplace, "process": "도장", "hazard": TOLUENE,
        "measured_date": TODAY, "is_over_limit": True, "today": TODAY, "now": NOW,
    }  # fmt: skip
    record_measurement(**{**facts, **changes})


def test_a_measurement_over_the_limit_moves_the_next_exam() -> None:
    exposure = make_exposure()
    make_examination(exposure.worker, TOLUENE, exam_date=date(2026, 9, 1))

    measure(exposure, is_over_limit=False, measured_date=date(2026, 11, 1))
    before = open_item(exposure.worker).due_date
    measure(exposure)

    assert (before, open_item(exposure.worker).due_date) == (date(2027, 9, 1), date(2027, 3, 1))


def test_a_measurement_is_made_once_and_not_tomorrow() -> None:
    exposure = make_exposure()
    measure(exposure)

    with pytest.raises(AlreadyMeasured):
        measure(exposure)
    with pytest.raises(MeasuredLater):
        measure(exposure, measured_date=TODAY + timedelta(days=1))
    with pytest.raises(UnknownHazard):
        measure(exposure, hazard="air")
