from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from outreach.models import Worker
from safety.actions.completions import (
    AlreadyCompleted,
    EndsBeforeItStarts,
    NotOverYet,
    record_completion,
)
from safety.actions.due_items import recompute_workplace
from safety.models import Completion, DueItem
from tests import cast
from tests.cast import NOW, SEOUL, TODAY
from tests.cast_safety import make_course, open_item

pytestmark = pytest.mark.django_db
TRAINING = DueItem.Kind.TRAINING


@pytest.fixture
def painter() -> Worker:
    """응우옌, whose class is on the list."""
    worker = cast.make_worker()
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def complete(worker: Worker, **changes: Any) -> Completion:
    facts: dict[str, Any] = {
        "centre": worker.workplace.centre, "course": make_course(), "minutes": 120,
        "started_at": datetime(2026, 11, 23, 7, 0, tzinfo=SEOUL),
        "ended_at": datetime(2026, 11, 23, 9, 0, tzinfo=SEOUL),
        "place": "중구 소공인 지원센터", "instructor_name": "한도윤", "today": TODAY,
        "now": NOW + timedelta(hours=1),
    }  # fmt: skip
    return record_completion(worker=worker, **{**facts, **changes})


def test_a_completion_closes_the_class_that_was_due_and_opens_the_next(painter: Worker) -> None:
    before = open_item(painter, TRAINING)

    completion = complete(painter)

    before.refresh_from_db()
    assert (before.closed_as, before.completion) == (DueItem.Closed.DONE, completion)
    assert open_item(painter, TRAINING).due_date > date(2027, 1, 1)
    assert completion.workplace_name == "한빛도장"


def test_a_later_change_of_firm_does_not_rewrite_the_completion(painter: Worker) -> None:
    completion = complete(painter)
    painter.workplace.name = "다른이름"
    painter.workplace.save()

    completion.refresh_from_db()

    assert completion.workplace_name == "한빛도장"


def test_a_completion_is_written_down_once(painter: Worker) -> None:
    complete(painter)

    with pytest.raises(AlreadyCompleted):
        complete(painter)


def test_a_class_ends_after_it_starts_and_before_it_is_completed(painter: Worker) -> None:
    start = datetime(2026, 11, 23, 9, 0, tzinfo=SEOUL)
    tomorrow = start + timedelta(days=1)

    with pytest.raises(EndsBeforeItStarts):
        complete(painter, started_at=start, ended_at=start)
    with pytest.raises(NotOverYet):
        complete(painter, started_at=tomorrow, ended_at=tomorrow + timedelta(hours=2))


def test_whoever_left_after_the_class_still_completes_it(painter: Worker) -> None:
    painter.left_date = TODAY
    painter.save()

    assert complete(painter).pk
    assert not DueItem.objects.open().filter(worker=painter).exists()
