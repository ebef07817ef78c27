from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from outreach.actions.calls import HealthWordsGiven
from outreach.models import Worker
from safety.actions.due_decisions import (
    DutyWaived,
    NoReasonGiven,
    NothingDecided,
    NotOpen,
    PutOffOnAWrongDay,
    put_off,
    take_back,
    waive,
)
from safety.actions.due_items import recompute_all, recompute_workplace
from safety.models import DueDecision, DueItem, DueMove
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    TOLUENE,
    make_completion,
    make_examination,
    make_exposure,
    make_measurement,
    open_item,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def painter() -> Worker:
    worker = make_exposure().worker
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def put_it_off(item: DueItem, until: date = CHRISTMAS, reason: str = "공장 이사") -> DueDecision:
    return put_off(
        item=item, until=until, reason=reason, staff=cast.make_staff(), today=TODAY, now=NOW
    )


def test_what_is_put_off_comes_back_on_its_day(painter: Worker) -> None:
    item = open_item(painter)

    put_it_off(item)

    assert item not in DueItem.objects.standing(TODAY)
    assert item in DueItem.objects.put_off(TODAY)
    assert item in DueItem.objects.standing(CHRISTMAS)


def test_a_decision_outlives_every_recompute(painter: Worker) -> None:
    item, offer = open_item(painter), open_item(painter, DueItem.Kind.TRAINING)
    put_it_off(item)
    waive(item=offer, reason="원하지 않음", staff=cast.make_staff(), now=NOW)
    make_measurement(painter.exposures.get())
    make_examination(painter, TOLUENE, exam_date=TODAY - timedelta(days=9))

    recompute_all(today=TODAY, now=LATER)

    item.refresh_from_db()
    offer.refresh_from_db()
    assert item.put_off_until == CHRISTMAS
    assert offer.waived
    assert item.moves.count() == 1  # its day moved all the same


def test_an_item_opened_anew_would_have_lost_it(painter: Worker) -> None:
    """The twin: were items closed and opened instead of moved, the decision would be gone."""
    put_it_off(open_item(painter))
    DueItem.objects.filter(worker=painter).delete()

    recompute_all(today=TODAY, now=LATER)

    assert open_item(painter) in DueItem.objects.standing(TODAY)


def test_it_is_taken_back_and_both_stay_on_record(painter: Worker) -> None:
    item = open_item(painter)
    put_it_off(item)

    take_back(item=item, staff=cast.make_staff(), now=LATER)

    item.refresh_from_db()
    decision = item.decisions.get()
    assert (item.put_off_until, decision.undone_at) == (None, LATER)
    with pytest.raises(NothingDecided):
        take_back(item=item, staff=cast.make_staff(), now=LATER)


def test_a_second_decision_takes_the_place_of_the_first(painter: Worker) -> None:
    item = open_item(painter, DueItem.Kind.TRAINING)
    put_it_off(item)
    waive(item=item, reason="원하지 않음", staff=cast.make_staff(), now=LATER)

    item.refresh_from_db()
    assert (item.put_off_until, item.waived) == (None, True)
    assert item.decisions.filter(undone_at=None).get().kind == DueDecision.Kind.WAIVE
    first = item.decisions.order_by("pk").first()
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():  # two would stand at once
        DueDecision.objects.filter(pk=first.pk).update(undone_at=None)


def test_what_the_law_asks_is_not_waived(painter: Worker) -> None:
    with pytest.raises(DutyWaived):
        waive(item=open_item(painter), reason="바쁨", staff=cast.make_staff(), now=NOW)

    # in a firm of two, regular training is only recommended
    training = open_item(painter, DueItem.Kind.REGULAR_TRAINING)
    waive(item=training, reason="바쁨", staff=cast.make_staff(), now=NOW)


@pytest.mark.parametrize(
    ("until", "reason", "refusal"),
    [
        (TODAY, "이사", PutOffOnAWrongDay),
        (date(2027, 11, 24), "이사", PutOffOnAWrongDay),
        (CHRISTMAS, "  ", NoReasonGiven),
        (CHRISTMAS, "당뇨 치료 중", HealthWordsGiven),
    ],
)
def test_a_bad_decision_is_refused(
    painter: Worker, until: date, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        put_it_off(open_item(painter), until, reason)

    assert not DueDecision.objects.exists()


def test_nothing_is_decided_about_what_is_closed(painter: Worker) -> None:
    item = open_item(painter)
    DueItem.objects.filter(pk=item.pk).update(closed_at=NOW, closed_as="DONE")

    with pytest.raises(NotOpen):
        put_it_off(item)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda worker: make_examination(worker, TOLUENE), DueMove.Cause.NEW_FACT),
        (
            lambda worker: worker.exposures.update(placed_date=date(2026, 6, 1)),
            DueMove.Cause.CORRECTED,
        ),
    ],
)
def test_a_move_says_from_when_to_when_and_why(painter: Worker, change: object, cause: str) -> None:
    change(painter)  # type: ignore[operator]

    recompute_all(today=TODAY, now=LATER)

    move = open_item(painter).moves.get()
    assert (move.old_date, move.cause) == (date(2027, 1, 1), cause)
    assert move.new_date == open_item(painter).due_date


def test_a_halved_round_is_told_as_such(painter: Worker) -> None:
    make_examination(painter, TOLUENE)
    recompute_all(today=TODAY, now=NOW)
    make_measurement(painter.exposures.get())
    recompute_all(today=TODAY, now=LATER)

    causes = open_item(painter).moves.order_by("pk").values_list("cause", flat=True)
    assert list(causes) == [DueMove.Cause.NEW_FACT, DueMove.Cause.SHORTENED]


def test_a_class_moves_the_next_one(painter: Worker) -> None:
    make_completion(painter)
    recompute_all(today=TODAY, now=LATER)

    move = open_item(painter, DueItem.Kind.TRAINING).moves.get()
    assert (move.cause, move.new_date) == (DueMove.Cause.NEW_FACT, date(2027, 11, 23))
