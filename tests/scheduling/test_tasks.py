"""What runs by the clock."""

from __future__ import annotations

import pytest

from scheduling import tasks
from scheduling.models import Visit
from scheduling.models.invariants import INVARIANTS
from tests.cast_scheduling import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def test_the_night_asks_every_statement() -> None:
    assert tasks.check_invariants() == len(INVARIANTS)


def test_a_broken_statement_fails_the_job_without_naming_a_row() -> None:
    Visit.objects.filter(pk=make_visit().pk).update(state=Visit.State.CANCELLED)

    with pytest.raises(tasks.InvariantBroken, match="a cancelled one nothing") as raised:
        tasks.check_invariants()

    assert not any(character.isdigit() for character in str(raised.value))
