"""A roster brings what visits are booked for; then it can no longer be taken back."""

from __future__ import annotations

import pytest

from outreach.actions import imports
from safety.models import DueItem
from tests import cast
from tests.cast_safety import make_institution
from tests.cast_scheduling import make_visit
from tests.safety.rosters.lists import painter, take_in, undo

pytestmark = pytest.mark.django_db


def test_a_roster_is_not_undone_once_a_visit_is_booked_for_its_worker() -> None:
    make_institution()
    shop = cast.make_workplace()
    file = take_in(painter())
    make_visit(shop, due_items=[DueItem.objects.get(kind=DueItem.Kind.SPECIAL_EXAM)])

    with pytest.raises(imports.SomethingHangsOnIt):
        undo(file)


def test_without_a_visit_it_is_undone() -> None:
    make_institution()
    cast.make_workplace()

    assert undo(take_in(painter())).state == "UNDONE"
