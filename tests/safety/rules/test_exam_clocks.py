from __future__ import annotations

from datetime import date

import pytest

from safety.rules.doubts import Doubt
from safety.rules.exam_clocks import ClockedExam, Ticking, clocks_of
from safety.rules.exam_facts import ExamKind
from safety.rules.results import Clock, DoctorOrder, ResultCode

TODAY = date(2026, 11, 23)
EXAM = date(2026, 10, 31)
REPORTED = [
    DoctorOrder.WORK_BAN_OR_RESTRICTION,
    DoctorOrder.JOB_TRANSFER,
    DoctorOrder.SHORTER_HOURS,
    DoctorOrder.DISEASE_REFERRAL,
]


def clocks(kind: ExamKind = ExamKind.SPECIAL, **facts: object) -> dict[Clock, Ticking]:
    exam = ClockedExam(EXAM, kind, **facts)  # type: ignore[arg-type]
    return {row.clock: row for row in clocks_of(exam, on=TODAY)}


@pytest.mark.parametrize(
    ("kind", "to_the_labour_office"),
    [
        (ExamKind.SPECIAL, True),
        (ExamKind.ON_DEMAND, True),
        (ExamKind.ORDERED, True),
        (ExamKind.PRE_PLACEMENT, False),
        (ExamKind.GENERAL, False),
    ],
)
def test_which_exams_go_to_the_labour_office(kind: ExamKind, to_the_labour_office: bool) -> None:
    found = clocks(kind)

    assert (Clock.TABLE_TO_LABOUR_OFFICE in found) == to_the_labour_office
    assert found[Clock.TABLE_TO_EMPLOYER].deadline == date(2026, 11, 30)


@pytest.mark.parametrize("code", list(ResultCode))
def test_only_a_finding_is_explained(code: ResultCode) -> None:
    is_finding = code in (ResultCode.D1, ResultCode.D2, ResultCode.DN)

    assert (Clock.EXPLANATION_TO_WORKER in clocks(codes=frozenset({code}))) == is_finding


@pytest.mark.parametrize("order", list(DoctorOrder))
def test_four_orders_start_the_report_and_no_other(order: DoctorOrder) -> None:
    found = clocks(orders=frozenset({order}), received=date(2026, 11, 15))

    assert (Clock.EMPLOYER_REPORT in found) == (order in REPORTED)
    if order in REPORTED:
        assert found[Clock.EMPLOYER_REPORT].deadline == date(2026, 12, 15)


@pytest.mark.parametrize("kind", [ExamKind.GENERAL, ExamKind.PRE_PLACEMENT])
def test_no_report_after_another_kind_of_exam(kind: ExamKind) -> None:
    assert Clock.EMPLOYER_REPORT not in clocks(kind, orders=frozenset(REPORTED), received=TODAY)


def test_the_report_does_not_run_before_the_table_has_arrived() -> None:
    report = clocks(orders=frozenset(REPORTED))[Clock.EMPLOYER_REPORT]

    assert report.deadline is None
    assert report.basis.doubts == (Doubt.RECEIPT_UNKNOWN,)


@pytest.mark.parametrize(
    ("facts", "deadline", "doubts"),
    [
        ({"told": date(2026, 11, 2)}, date(2026, 12, 2), [Doubt.SECOND_STAGE_DAYS]),
        (
            {"received": date(2026, 11, 10)},
            date(2026, 12, 10),
            [Doubt.SECOND_STAGE_DAYS, Doubt.TOLD_DATE_UNKNOWN],
        ),
        ({}, date(2026, 11, 30), [Doubt.SECOND_STAGE_DAYS, Doubt.TOLD_DATE_UNKNOWN]),
    ],
)
@pytest.mark.parametrize("code", [ResultCode.R, ResultCode.U])
def test_the_second_stage_counts_from_being_told(
    code: ResultCode, facts: dict[str, object], deadline: date, doubts: list[Doubt]
) -> None:
    clock = clocks(codes=frozenset({code}), **facts)[Clock.SECOND_STAGE]  # type: ignore[arg-type]

    assert clock.deadline == deadline
    assert list(clock.basis.doubts) == doubts


def test_the_days_of_the_second_stage_are_a_setting() -> None:
    exam = ClockedExam(EXAM, ExamKind.SPECIAL, frozenset({ResultCode.R}), told=date(2026, 11, 2))

    found = {row.clock: row for row in clocks_of(exam, on=TODAY, second_stage_days=10)}

    assert found[Clock.SECOND_STAGE].deadline == date(2026, 11, 12)
