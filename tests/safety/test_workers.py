from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from outreach.actions.workers import (
    AlreadyOnTheList,
    LeavesLater,
    LeftAlready,
    LeftBeforeHired,
    NotAMobileNumber,
    add_worker,
    change_worker,
    leave,
)
from outreach.actions.workplaces import AlreadyClosed, NotAFact, ResidentNumberGiven
from outreach.models import Worker, Workplace
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
BORN = date(1988, 4, 12)


def add(workplace: Workplace | None = None, **changes: Any) -> Worker:
    facts: dict[str, Any] = {
        "name": " 응우옌  반 안 ", "birth_date": BORN, "phone": "010-0000-9101", "language": "vi",
        "job": "도장", "hired_date": date(2025, 6, 2), "now": NOW,
    }  # fmt: skip
    return add_worker(workplace=workplace or cast.make_workplace(), **{**facts, **changes})


def test_a_worker_is_put_on_the_list() -> None:
    worker = add()

    assert (worker.name, worker.phone) == ("응우옌 반 안", "+821000009101")
    assert worker.workplace.facts_changed_at == NOW


def test_one_person_is_on_the_list_once() -> None:
    worker = add()

    with pytest.raises(AlreadyOnTheList):
        add(worker.workplace)

    assert add(worker.workplace, birth_date=None).pk
    assert add(worker.workplace, birth_date=None).pk  # two of one name may be two people


def test_nobody_is_added_to_a_closed_workplace() -> None:
    with pytest.raises(AlreadyClosed):
        add(cast.make_workplace(closed_date=TODAY))


@pytest.mark.parametrize("phone", ["02-2000-6400", "12345", "070-0000-0001"])
def test_only_a_mobile_number_is_of_use(phone: str) -> None:
    with pytest.raises(NotAMobileNumber):
        add(phone=phone)


@pytest.mark.parametrize("field", ["name", "job", "phone"])
def test_a_resident_number_is_not_kept(field: str) -> None:
    given: dict[str, Any] = {field: "880412-5123456"}

    with pytest.raises(ResidentNumberGiven):
        add(**given)

    assert not Worker.objects.exists()


def test_without_the_guard_it_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the column itself takes any text."""
    monkeypatch.setattr("outreach.actions.workers.holds_resident_number", lambda text: False)

    assert add(job="880412-5123456").job == "880412-5123456"


def test_a_worker_is_changed() -> None:
    worker = change_worker(worker=add(), changes={"job": "세척", "phone": ""}, now=LATER)

    worker.refresh_from_db()
    assert (worker.job, worker.phone) == ("세척", "")
    assert worker.workplace.facts_changed_at == LATER
    with pytest.raises(NotAFact):
        change_worker(worker=worker, changes={"workplace": None}, now=LATER)


def test_a_worker_does_not_become_another() -> None:
    worker = add()
    other = add(worker.workplace, name="박")

    with pytest.raises(AlreadyOnTheList):
        change_worker(worker=other, changes={"name": "응우옌 반 안"}, now=LATER)


def test_a_worker_leaves_once_and_not_in_advance() -> None:
    worker = add()

    with pytest.raises(LeavesLater):
        leave(worker=worker, left_date=TODAY + timedelta(days=1), now=LATER)
    with pytest.raises(LeftBeforeHired):
        leave(worker=worker, left_date=date(2025, 6, 1), now=LATER)
    leave(worker=worker, left_date=TODAY, now=LATER)
    with pytest.raises(LeftAlready):
        leave(worker=worker, left_date=TODAY, now=LATER)

    assert worker.workplace.facts_changed_at == LATER


def test_somebody_who_left_may_come_back() -> None:
    worker = leave(worker=add(), left_date=TODAY, now=LATER)

    assert add(worker.workplace).pk != worker.pk
