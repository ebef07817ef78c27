"""What halves the next round, and for whom (시행규칙 제202조제2항)."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.models import Workplace
from safety.actions.due_items import Counts, recompute_workplace
from safety.models import Exposure
from safety.rules.derivations import RuleKey
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    TOLUENE,
    make_examination,
    make_exposure,
    make_measurement,
    open_item,
)

pytestmark = pytest.mark.django_db


def recompute(workplace: Workplace) -> Counts:
    return recompute_workplace(workplace=workplace, today=TODAY, now=NOW)


def test_a_measurement_over_the_limit_halves_everybodys_next_round() -> None:
    workplace = cast.make_workplace()
    in_it = make_exposure(cast.make_worker(workplace))
    elsewhere = make_exposure(cast.make_worker(workplace, name="이웃"), process="세척")
    for exposure in (in_it, elsewhere):
        make_examination(exposure.worker, TOLUENE, exam_date=date(2026, 9, 1))
    make_measurement(in_it, measured_date=date(2026, 10, 1))

    recompute(workplace)

    assert open_item(in_it.worker).due_date == date(2027, 3, 1)
    assert open_item(in_it.worker).basis["rule"] == RuleKey.HALVED_MEASUREMENT
    assert open_item(elsewhere.worker).due_date == date(2027, 9, 1)


def test_a_measurement_does_not_reach_whoever_had_left_the_process() -> None:
    worker = cast.make_worker()
    left = make_exposure(worker, ended_date=date(2026, 9, 15))
    make_exposure(worker, process="조색", placed_date=date(2026, 9, 15))
    make_examination(worker, TOLUENE, exam_date=date(2026, 9, 1))
    make_measurement(left, measured_date=date(2026, 10, 1))

    recompute(worker.workplace)

    assert open_item(worker).due_date == date(2027, 9, 1)


def _patient_and_coworker(**patient: object) -> tuple[Exposure, Exposure]:
    workplace = cast.make_workplace()
    sick = make_exposure(cast.make_worker(workplace, **patient))
    beside = make_exposure(cast.make_worker(workplace, name="동료"))
    make_examination(beside.worker, TOLUENE, exam_date=date(2026, 9, 1))
    return sick, beside


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("SPECIAL", RuleKey.HALVED_D1),
        ("ON_DEMAND", RuleKey.HALVED_D1),
        ("ORDERED", RuleKey.HALVED_D1),
        ("GENERAL", RuleKey.FOLLOWING_EXAM),  # 제202조제2항제2호 names only the other three
        ("PRE_PLACEMENT", RuleKey.FOLLOWING_EXAM),
    ],
)
def test_a_disease_found_in_a_coworker_halves_the_next_round(kind: str, rule: RuleKey) -> None:
    sick, beside = _patient_and_coworker()
    make_examination(
        sick.worker, TOLUENE, kind=kind, results={"code": "D1", "fitness": "나"},
        exam_date=date(2026, 10, 1), result_table_received_date=date(2026, 10, 20),
    )  # fmt: skip

    recompute(sick.worker.workplace)

    assert open_item(beside.worker).basis["rule"] == rule


def test_a_disease_found_in_somebody_who_has_left_still_halves() -> None:
    sick, beside = _patient_and_coworker(left_date=date(2026, 11, 1))
    make_examination(
        sick.worker, TOLUENE, results={"code": "D1", "fitness": "다"}, exam_date=date(2026, 10, 1)
    )

    recompute(sick.worker.workplace)

    assert open_item(beside.worker).due_date == date(2027, 3, 1)


def test_a_disease_does_not_follow_the_patient_to_another_process() -> None:
    workplace = cast.make_workplace()
    sick = make_exposure(cast.make_worker(workplace), ended_date=date(2026, 10, 25))
    make_exposure(sick.worker, process="포장", placed_date=date(2026, 10, 25))
    beside = make_exposure(cast.make_worker(workplace, name="동료"), process="포장")
    make_examination(beside.worker, TOLUENE, exam_date=date(2026, 9, 1))
    make_examination(
        sick.worker, TOLUENE, results={"code": "D1", "fitness": "나"}, exam_date=date(2026, 10, 1)
    )

    recompute(workplace)

    assert open_item(beside.worker).due_date == date(2027, 9, 1)


def test_a_doctor_halves_for_that_worker_alone() -> None:
    sick, beside = _patient_and_coworker()
    make_examination(
        sick.worker, TOLUENE, results={"doctor_shortens": True}, exam_date=date(2026, 10, 1)
    )

    recompute(sick.worker.workplace)

    assert open_item(sick.worker).basis["rule"] == RuleKey.HALVED_DOCTOR
    assert open_item(sick.worker).due_date == date(2027, 4, 1)
    assert open_item(beside.worker).due_date == date(2027, 9, 1)
