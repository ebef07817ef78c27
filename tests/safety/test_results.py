from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.access import Role
from outreach.models import Worker
from safety.actions.results import (
    CodeNotAllowed,
    ContradictoryAdvice,
    FitnessMissing,
    IncompleteResults,
    ReceivedOnAWrongDay,
    ResultEntry,
    enter_results,
)
from safety.models import Examination
from safety.rules.derivations import RuleKey
from tests import cast
from tests.cast import TODAY
from tests.cast_safety import NIGHT, NOISE, TOLUENE, make_examination, make_exposure, open_item
from tests.safety.examinations import LATER, examine, make_painter

pytestmark = pytest.mark.django_db


@pytest.fixture
def painter() -> Worker:
    return make_painter()


def enter(examination: Examination, *entries: ResultEntry, received: date = TODAY) -> Examination:
    return enter_results(
        examination=examination,
        results=list(entries),
        received_date=received,
        staff=cast.make_staff(Role.CLINICIAN),
        today=TODAY,
        now=LATER,
    )


def test_a_disease_moves_the_coworkers_exam(painter: Worker) -> None:
    coworker = cast.make_worker(painter.workplace, name="동료")
    make_exposure(coworker)
    make_examination(coworker, TOLUENE, exam_date=date(2026, 9, 1))
    examination = examine(painter, TOLUENE, exam_date=date(2026, 11, 2))

    enter(examination, ResultEntry(TOLUENE, "D1", "나"))

    assert open_item(coworker).basis["rule"] == RuleKey.HALVED_D1
    assert open_item(coworker).due_date == date(2027, 3, 1)
    assert examination.result_table_received_date == TODAY


def test_a_result_can_be_corrected(painter: Worker) -> None:
    examination = examine(painter, TOLUENE)
    enter(examination, ResultEntry(TOLUENE, "D1", "나"))

    enter(examination, ResultEntry(TOLUENE, "A", "가"))

    assert examination.results.get().code == "A"
    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (ResultEntry(TOLUENE, "CN", "가"), CodeNotAllowed),
        (ResultEntry(TOLUENE, "", "가"), CodeNotAllowed),
        (ResultEntry(TOLUENE, "X", "가"), CodeNotAllowed),
        (ResultEntry(TOLUENE, "A"), FitnessMissing),
        (ResultEntry(TOLUENE, "A", "마"), FitnessMissing),
        (ResultEntry(TOLUENE, "R", "마"), FitnessMissing),
        (ResultEntry(TOLUENE, "D1", "나", True, True), ContradictoryAdvice),
        (ResultEntry(NOISE, "A", "가"), IncompleteResults),
    ],
)
def test_an_impossible_result_is_refused(
    painter: Worker, entry: ResultEntry, refusal: type[Exception]
) -> None:
    examination = examine(painter, TOLUENE)

    with pytest.raises(refusal):
        enter(examination, entry)

    assert examination.results.get().code == ""


def test_night_work_has_its_own_codes() -> None:
    worker = make_exposure(hazard=NIGHT).worker
    examination = examine(worker, NIGHT)

    with pytest.raises(CodeNotAllowed, match="야간"):
        enter(examination, ResultEntry(NIGHT, "C1", "가"))
    enter(examination, ResultEntry(NIGHT, "CN", "가"))
    assert examination.results.get().code == "CN"


def test_a_second_exam_is_needed_before_the_fitness(painter: Worker) -> None:
    examination = enter(examine(painter, TOLUENE), ResultEntry(TOLUENE, "R"))

    assert (examination.results.get().code, examination.results.get().fitness) == ("R", "")


def test_each_agent_has_one_line(painter: Worker) -> None:
    examination = examine(painter, TOLUENE, NOISE)
    line = ResultEntry(TOLUENE, "A", "가")

    for lines in ([line], [line, line], []):
        with pytest.raises(IncompleteResults):
            enter(examination, *lines)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_table_comes_after_the_exam_and_not_tomorrow(painter: Worker, days: int) -> None:
    examination = examine(painter, TOLUENE)

    with pytest.raises(ReceivedOnAWrongDay):
        enter(examination, ResultEntry(TOLUENE, "A", "가"), received=TODAY + timedelta(days=days))
