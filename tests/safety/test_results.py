from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from outreach.access import Role
from outreach.models import Worker
from safety.actions import results
from safety.actions.due_items import recompute_workplace
from safety.actions.exposures import NotEmployed
from safety.actions.results import (
    AlreadyExamined,
    CodeNotAllowed,
    ContradictoryAdvice,
    ExaminedLater,
    FitnessMissing,
    IncompleteResults,
    NoHazards,
    NotDesignated,
    NotExposed,
    ReceivedOnAWrongDay,
    ResultEntry,
    enter_results,
    record_examination,
)
from safety.models import DueItem, Examination
from safety.rules.derivations import RuleKey
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    NIGHT,
    NOISE,
    TOLUENE,
    make_examination,
    make_exposure,
    make_institution,
    open_item,
)

pytestmark = pytest.mark.django_db
KIND = Examination.Kind
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def painter() -> Worker:
    """응우옌, exposed to toluene and noise, with his exams on the list."""
    worker = cast.make_worker()
    for hazard in (TOLUENE, NOISE):
        make_exposure(worker, hazard=hazard)
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def examine(worker: Worker, *hazards: str, **changes: Any) -> Examination:
    facts: dict[str, Any] = {
        "kind": KIND.SPECIAL, "institution": make_institution(), "exam_date": TODAY,
        "cost": 80_000, "paid_by": Examination.PaidBy.EMPLOYER,
        "staff": cast.make_staff(Role.CLINICIAN), "today": TODAY, "now": LATER,
    }  # fmt: skip
    return record_examination(worker=worker, hazards=list(hazards), **{**facts, **changes})


def enter(examination: Examination, *entries: ResultEntry, received: date = TODAY) -> Examination:
    return enter_results(
        examination=examination,
        results=list(entries),
        received_date=received,
        staff=cast.make_staff(Role.CLINICIAN),
        today=TODAY,
        now=LATER,
    )


def test_a_special_exam_closes_what_was_due_and_opens_the_next(painter: Worker) -> None:
    before = open_item(painter, hazard=TOLUENE)

    examination = examine(painter, TOLUENE)

    before.refresh_from_db()
    assert (before.closed_as, before.examination) == (DueItem.Closed.DONE, examination)
    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 11, 23)
    assert open_item(painter, hazard=NOISE).due_date == date(2027, 7, 1)  # not covered
    assert [(row.hazard, row.code) for row in examination.results.all()] == [(TOLUENE, "")]


@pytest.mark.parametrize("kind", [KIND.PRE_PLACEMENT, KIND.ON_DEMAND, KIND.ORDERED, KIND.GENERAL])
def test_no_other_exam_closes_what_is_due(painter: Worker, kind: str) -> None:
    examine(painter, TOLUENE, kind=kind)

    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 1, 1)
    done = DueItem.objects.filter(closed_as=DueItem.Closed.DONE)
    assert not done.exclude(kind=DueItem.Kind.GENERAL_EXAM).exists()


def test_a_general_exam_closes_its_own_and_opens_the_next_year(painter: Worker) -> None:
    before = open_item(painter, DueItem.Kind.GENERAL_EXAM)

    examination = examine(painter, kind=KIND.GENERAL)

    before.refresh_from_db()
    assert (before.closed_as, before.examination) == (DueItem.Closed.DONE, examination)
    assert open_item(painter, DueItem.Kind.GENERAL_EXAM).due_date == date(2027, 11, 23)


def test_an_exam_of_an_earlier_job_does_not_close(painter: Worker) -> None:
    examine(painter, TOLUENE, exam_date=date(2026, 6, 1))

    assert open_item(painter, hazard=TOLUENE).basis["rule"] == RuleKey.FIRST_EXAM
    assert not DueItem.objects.filter(closed_as=DueItem.Closed.DONE).exists()


def test_an_older_exam_written_down_late_closes_nothing(painter: Worker) -> None:
    examine(painter, TOLUENE, exam_date=date(2026, 11, 2))
    examine(painter, TOLUENE, exam_date=date(2026, 8, 3))

    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 11, 2)
    assert DueItem.objects.filter(closed_as=DueItem.Closed.DONE).count() == 1


def test_without_the_anchor_an_old_exam_would_close_the_next_round(
    painter: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: closing by agent alone calls the next round done."""
    monkeypatch.setattr("safety.actions.due_closing.fulfils", lambda basis, held: True)

    examine(painter, TOLUENE, exam_date=date(2026, 11, 2))
    examine(painter, TOLUENE, exam_date=date(2026, 8, 3))

    assert DueItem.objects.filter(closed_as=DueItem.Closed.DONE).count() == 2


@pytest.mark.parametrize("kind", [KIND.SPECIAL, KIND.PRE_PLACEMENT, KIND.ON_DEMAND])
def test_only_a_designated_institution_examines(painter: Worker, kind: str) -> None:
    with pytest.raises(NotDesignated, match="옆집의원"):
        examine(painter, TOLUENE, kind=kind, institution=make_institution(is_designated=False))

    assert not Examination.objects.exists()


def test_any_clinic_may_hold_a_general_exam(painter: Worker) -> None:
    clinic = make_institution(is_designated=False)

    assert examine(painter, kind=KIND.GENERAL, institution=clinic).results.count() == 0


def test_without_the_guard_an_exam_next_door_would_count(
    painter: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: an exam unknown to the law would put the next one off."""
    monkeypatch.setattr(results, "NEEDS_DESIGNATION", frozenset())

    examine(painter, TOLUENE, institution=make_institution(is_designated=False))

    assert open_item(painter, hazard=TOLUENE).due_date == date(2027, 11, 23)


def test_an_exam_covers_only_what_the_worker_handles(painter: Worker) -> None:
    with pytest.raises(NotExposed, match="벤젠"):
        examine(painter, TOLUENE, "benzene")
    with translation.override("en"), pytest.raises(NotExposed, match="Benzene"):
        examine(painter, "benzene")
    with pytest.raises(NoHazards):
        examine(painter)


def test_an_exam_is_not_of_tomorrow_nor_written_down_twice(painter: Worker) -> None:
    with pytest.raises(ExaminedLater):
        examine(painter, TOLUENE, exam_date=TODAY + timedelta(days=1))
    examine(painter, TOLUENE)
    with pytest.raises(AlreadyExamined):
        examine(painter, NOISE)


def test_an_exam_before_the_leaving_is_still_written_down(painter: Worker) -> None:
    painter.left_date = TODAY - timedelta(days=2)
    painter.save()

    assert examine(painter, TOLUENE, exam_date=TODAY - timedelta(days=5)).pk
    with pytest.raises(NotEmployed):
        examine(painter, TOLUENE)


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
