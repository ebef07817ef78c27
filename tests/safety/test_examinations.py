"""An exam is written down: what it closes, who may hold it, what it covers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from outreach.models import Worker
from safety.actions import results
from safety.actions.exposures import NotEmployed
from safety.actions.results import (
    AlreadyExamined,
    ExaminedLater,
    NoHazards,
    NotDesignated,
    NotExposed,
)
from safety.models import DueItem, Examination
from safety.rules.derivations import RuleKey
from tests.cast import TODAY
from tests.cast_safety import NOISE, TOLUENE, make_institution, open_item
from tests.safety.examinations import KIND, examine, make_painter

pytestmark = pytest.mark.django_db


@pytest.fixture
def painter() -> Worker:
    return make_painter()


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
