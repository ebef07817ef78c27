"""After a restore nothing leaves before the provider was asked what had gone out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outreach import clock
from outreach.actions import restores
from outreach.actions.sending import claim, send_claimed
from outreach.models import Message, MessageAttempt, MessageState, SendingStop
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db


def send_due() -> None:
    send_claimed(claim(now=cast.NOW, real_now=timezone.now(), limit=100), now=cast.NOW)


def restore_from_before_the_sending() -> None:
    """Put the rows back as a backup made before they were sent would have them."""
    MessageAttempt.objects.all().delete()
    Message.objects.update(
        state="PLANNED", sid="", attempt_number=0, accepted_at=None, check_at=None, claimed_at=None
    )


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    def ten() -> datetime:
        return cast.NOW

    monkeypatch.setattr(clock, "now", ten)


@pytest.mark.usefixtures("at_ten")
def test_what_had_gone_out_is_taken_for_sent_and_the_rest_leaves(
    simulator: RunningSimulator,
) -> None:
    gone = [make_message() for _ in range(3)]
    send_due()
    unsent = make_message()
    restore_from_before_the_sending()
    restores.hold(now=cast.NOW)

    send_due()
    held = len(simulator.log())
    call_command("release_hold")
    send_due()

    assert held == 3
    assert sorted(line["to"] for line in simulator.log()) == sorted(
        text.phone for text in (*gone, unsent)
    )
    states = Message.objects.filter(pk__in=[text.pk for text in gone])
    assert set(states.values_list("state", flat=True)) == {MessageState.FOUND}


def test_twin_without_the_hold_they_go_out_twice(simulator: RunningSimulator) -> None:
    make_message()
    send_due()
    restore_from_before_the_sending()

    send_due()

    assert len(simulator.log()) == 2


@pytest.mark.usefixtures("at_ten")
def test_nothing_is_released_while_the_provider_does_not_answer(
    simulator: RunningSimulator,
) -> None:
    make_message()
    restores.hold(now=cast.NOW)
    simulator.stop()

    with pytest.raises(CommandError):
        call_command("release_hold")

    assert SendingStop.objects.standing().exists()


def test_a_sender_notices_that_its_database_is_an_older_copy(
    simulator: RunningSimulator, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    make_message()
    send_due()

    noticed = [restores.hold_if_older(mark=mark, now=cast.NOW) for _ in range(2)]
    restore_from_before_the_sending()
    noticed.append(restores.hold_if_older(mark=mark, now=cast.NOW))

    assert noticed == [False, False, True]
    assert claim(now=cast.NOW, real_now=timezone.now(), limit=9) == []
