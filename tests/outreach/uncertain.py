"""Texts of which nobody knows whether they arrived, for tests."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from outreach.access import Role
from outreach.actions import uncertain_texts
from outreach.models import Message, MessageState
from tests import cast
from tests.outreach.outbox import make_message


def make_uncertain(**changes: object) -> Message:
    """Make a text whose two calls left no trace at the provider."""
    contact = cast.make_contact()
    facts = {"contact": contact, "workplace": contact.workplace, "phone": contact.phone, **changes}
    return turn_uncertain(make_message(**facts))


def turn_uncertain(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.UNCERTAIN,
        resends=1,
        attempt_number=2,
        claimed_at=timezone.now() - timedelta(hours=1),
    )
    message.refresh_from_db()
    return message


def send_again(message: Message, *, reason: str = "전화해 보니 받지 못함") -> Message:
    return uncertain_texts.send_again(
        message=message,
        reason=reason,
        by=cast.make_staff(Role.COORDINATOR),
        now=cast.NOW,
        real_now=timezone.now(),
    )
