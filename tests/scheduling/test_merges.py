"""Two workplaces become one, and two again."""

from __future__ import annotations

import pytest

from scheduling.actions.merge_undo import undo
from scheduling.models.invariants import broken
from tests import cast
from tests.cast import NOW, TODAY
from tests.scheduling.merging import everything, make_pair, merge

pytestmark = pytest.mark.django_db


def test_undone_leaves_every_table_as_it_was() -> None:
    kept, gone = make_pair()
    before = everything()

    record = merge(kept, gone)
    assert everything() != before
    undo(record=record, staff=cast.make_staff(), today=TODAY, now=NOW)

    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert not [rows for _invariant, rows in broken() if rows]
