"""Texts of which nobody knows whether they arrived, and what staff decide about them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outreach.actions import links, messages, sending_doubts, uncertain_texts
from outreach.actions.contacts import change_contact
from outreach.actions.message_bodies import body_of
from outreach.actions.opt_outs import opt_out
from outreach.models import Message, MessageDecision, MessageState
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, make_message, send_due, state_of
from tests.outreach.uncertain import make_uncertain, send_again, turn_uncertain

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
Kind = MessageDecision.Kind


def test_the_second_text_is_a_row_of_its_own_and_who_sent_it_is_written_down(
    simulator: RunningSimulator,
) -> None:
    first = make_uncertain()

    second = send_again(first)
    send_due(cast.NOW + 2 * MINUTE)

    first.refresh_from_db()
    assert (first.state, second.again_of, first.handled_at) == ("UNCERTAIN", first, cast.NOW)
    assert (first.decision.kind, first.decision.reason) == (
        Kind.SENT_AGAIN,
        "전화해 보니 받지 못함",
    )
    assert state_of(second) == MessageState.ACCEPTED
    [sent] = simulator.log()
    assert sent["body"] == body_of(second) != body_of(first)  # told apart in the provider's list


def test_it_is_decided_once() -> None:
    first = make_uncertain()
    send_again(first)

    with pytest.raises(uncertain_texts.AlreadyDecided):
        send_again(first)
    with pytest.raises(uncertain_texts.AlreadyDecided):
        uncertain_texts.settle(
            message=first, kind=Kind.ARRIVED, reason="", by=cast.make_staff(), now=cast.NOW
        )

    assert Message.objects.count() == 2


def test_the_database_refuses_two_second_texts() -> None:
    first = make_uncertain()
    second = send_again(first)

    second.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


def test_looking_at_it_writes_nothing_and_says_what_would_be_sent() -> None:
    first = make_uncertain()

    shown = uncertain_texts.second_text(message=first, now=cast.NOW)

    assert shown._state.adding
    assert Message.objects.count() == 1
    assert body_of(shown) == body_of(send_again(first))


def test_at_night_it_waits_until_nine() -> None:
    second = uncertain_texts.second_text(message=make_uncertain(), now=cast.NOW.replace(hour=21))

    assert timezone.localtime(second.due_at).hour == 9


def test_it_needs_a_reason() -> None:
    with pytest.raises(uncertain_texts.NoReason):
        send_again(make_uncertain(), reason=" ")


def test_nothing_is_sent_that_came_too_late_or_was_refused_since() -> None:
    late, refused = make_uncertain(), make_uncertain(phone=cast.mobile(), contact=None)
    Message.objects.filter(pk=late.pk).update(send_before=cast.NOW + MINUTE / 2)
    opt_out(phone=refused.phone, now=cast.NOW)
    Message.objects.filter(pk=refused.pk).update(withdrawn_at=None)

    with pytest.raises(messages.TooLate):
        send_again(late)
    with pytest.raises(messages.OptedOut):
        send_again(refused)


def test_nothing_is_sent_to_a_number_that_is_no_longer_theirs() -> None:
    first = make_uncertain()
    assert first.contact is not None
    change_contact(contact=first.contact, changes={"phone": cast.mobile()}, now=cast.NOW)

    with pytest.raises(uncertain_texts.NumberChanged):
        send_again(first)


def test_nothing_is_sent_with_a_link_that_has_ended() -> None:
    first = make_uncertain()
    assert first.link is not None
    links.revoke(link=first.link, now=cast.NOW)

    with pytest.raises(uncertain_texts.NoLongerTrue):
        send_again(first)


def test_a_second_text_that_is_uncertain_too_is_not_sent_a_third_time() -> None:
    second = turn_uncertain(send_again(make_uncertain()))

    with pytest.raises(uncertain_texts.AgainAlready):
        send_again(second)


def test_the_provider_is_asked_once_more_and_what_it_has_is_not_sent_a_second_time(
    simulator: RunningSimulator,
) -> None:
    first = make_message()
    simulator.faults("500-after-accept")
    send_due()
    first = turn_uncertain(first)
    Message.objects.update(look_up_at=None)
    second = send_again(first)

    at = timezone.now() + MINUTE / 2
    for one in sending_doubts.take_look_ups(real_now=at, limit=5):
        sending_doubts.settle(one, sending_doubts.look_up(one), now=cast.NOW, asked_at=at)
    send_due(cast.NOW + 2 * MINUTE)

    assert (state_of(first), state_of(second)) == (MessageState.FOUND, MessageState.WITHDRAWN)
    assert len(simulator.log()) == 1


def test_it_arrived_or_never_mind_sends_nothing() -> None:
    for kind in (Kind.ARRIVED, Kind.NEVER_MIND):
        first = make_uncertain(phone=cast.mobile(), contact=None)
        uncertain_texts.settle(
            message=first, kind=kind, reason="", by=cast.make_staff(), now=cast.NOW
        )
        assert first not in Message.objects.needing_staff()

    assert not Message.objects.due(VISIT_AT - MINUTE).exists()
