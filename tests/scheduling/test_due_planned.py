from __future__ import annotations

from datetime import date

import pytest

from safety.actions.due_decisions import put_off, take_back, waive
from safety.models import DueItem
from scheduling.actions.plan_candidates import find_candidates
from tests.cast import NOW, TODAY, make_centre, make_staff, make_workplace
from tests.cast_scheduling import make_due_item

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 12, 31)


def planned(until: date = UNTIL) -> int:
    return len(find_candidates(centre=make_centre(), until=until).chosen)


def test_what_is_put_off_is_not_planned_before_its_day() -> None:
    item = make_due_item(make_workplace(), due_date=TODAY)
    put_off(
        item=item, until=date(2027, 2, 1), reason="이사", staff=make_staff(), today=TODAY, now=NOW
    )

    assert planned() == 0
    assert planned(until=date(2027, 2, 1)) == 1
    take_back(item=item, staff=make_staff(), now=NOW)
    assert planned() == 1


def test_what_is_waived_is_not_planned() -> None:
    item = make_due_item(make_workplace(), due_date=TODAY, status=DueItem.Status.OFFERED)
    assert planned() == 1

    waive(item=item, reason="원하지 않음", staff=make_staff(), now=NOW)

    assert planned() == 0
