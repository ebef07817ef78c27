"""What a visit's changes do to a text that staff sent a second time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.actions import uncertain_texts
from outreach.models import Message, MessageState
from scheduling.actions.visits import cancel_visit, move_visit
from tests import cast
from tests.cast_scheduling import NEXT_MONDAY, make_visit
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import send_due, state_of
from tests.outreach.uncertain import send_again, turn_uncertain

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("is_before", [True, False])
def test_a_visit_that_moves_takes_the_second_text_with_it(is_before: bool) -> None:
    visit = make_visit(cast.make_contact().workplace)
    first = turn_uncertain(Message.objects.get(reminder__rule="BOOKED"))
    second = None if is_before else send_again(first)

    move_visit(
        visit=visit,
        team=visit.team,
        starts_at=NEXT_MONDAY + timedelta(days=1),
        minutes=60,
        staff=None,
        now=cast.NOW,
    )

    if second is None:
        first.refresh_from_db()
        with pytest.raises(uncertain_texts.NoLongerTrue):
            send_again(first)
    else:
        assert state_of(second) == MessageState.WITHDRAWN


def test_twin_without_its_link_to_the_first_the_second_text_tells_of_a_cancelled_visit(
    simulator: RunningSimulator,
) -> None:
    visit = make_visit(cast.make_contact().workplace)
    second = send_again(turn_uncertain(Message.objects.get(reminder__rule="BOOKED")))
    Message.objects.filter(pk=second.pk).update(again_of=None)

    cancel_visit(visit=visit, reason="OWNER_CANCELLED", staff=None, now=cast.NOW)
    send_due(cast.NOW + 2 * MINUTE)

    assert "11월 30일(월) 14:00" in simulator.log()[0]["body"]
    assert state_of(second) == MessageState.ACCEPTED
