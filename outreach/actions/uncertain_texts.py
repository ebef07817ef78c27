"""Texts of which nobody knows whether they arrived: staff decide once, and it is written down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions import messages
from outreach.models import Channel, Message, MessageDecision, MessageState, Staff

# The provider is asked once more before the second text leaves.
LEAVES_AFTER = timedelta(minutes=1)


class AlreadyDecided(Exception):
    """Nothing is to be decided about the text any more."""

    def __init__(self) -> None:
        super().__init__(_("This text has been decided already."))


class NoLongerTrue(Exception):
    """What the text says was moved, cancelled or taken back meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("What this text says is no longer true. Please call instead."))


class NumberChanged(Exception):
    """The contact has another number, or left, or no text reaches it any more."""

    def __init__(self) -> None:
        super().__init__(_("The number has changed since, or texts no longer reach it."))


class AgainAlready(Exception):
    """The text is itself a second one; a third would be a nuisance."""

    def __init__(self) -> None:
        super().__init__(_("This text has been sent a second time already. Please call instead."))


class NoReason(Exception):
    """Nobody said why."""

    def __init__(self) -> None:
        super().__init__(_("Please say why."))


def is_open(message: Message) -> bool:
    """Tell whether staff still have to decide about the text."""
    return (
        message.state == MessageState.UNCERTAIN
        and message.handled_at is None
        and not MessageDecision.objects.filter(message=message).exists()
    )


def second_text(*, message: Message, now: datetime) -> Message:
    """
    Return the text that would be sent, as it would read and when; nothing is written.

    :raises AlreadyDecided: it was decided, or the provider showed it meanwhile
    :raises NoLongerTrue: the visit was moved or cancelled, or its link has ended
    :raises NumberChanged: it would reach somebody else, or nobody
    :raises AgainAlready: it was sent a second time already
    :raises messages.OptedOut: texts were refused since
    :raises messages.TooLate: it could only leave when it is of no use any more
    """
    if not is_open(message):
        raise AlreadyDecided
    _check_truth(message, now)
    if message.again_of_id is not None:
        raise AgainAlready
    if Message.objects.unwanted().filter(pk=message.pk).exists():
        raise messages.OptedOut
    second = Message(
        centre=message.centre,
        workplace=message.workplace,
        contact=message.contact,
        worker=message.worker,
        phone=message.phone,
        email=message.email,
        language=message.language,
        template=message.template,
        context=message.context,
        link=message.link,
        send_before=message.send_before,
        again_of=message,
    )
    return messages.prepare(message=second, due_at=now + LEAVES_AFTER, now=now)


def _check_truth(message: Message, now: datetime) -> None:
    """Refuse what was taken back, and what would reach another person than it was meant for."""
    if message.withdrawn_at is not None:
        raise NoLongerTrue
    if message.link is not None and not message.link.is_live(now):
        raise NoLongerTrue
    contact = message.contact
    if contact is None:
        return
    reached = contact.email if message.email else contact.phone * contact.is_textable
    if contact.left_date is not None or reached != message.recipient:
        raise NumberChanged


@transaction.atomic
def send_again(
    *, message: Message, reason: str, by: Staff, now: datetime, real_now: datetime
) -> Message:
    """
    Owe the recipient the text a second time, as a new one that is linked to the first.

    The provider is asked about the first once more before the second leaves; when it has it after
    all, the second is taken back. The refusals are those of `second_text`, and one more.

    :raises NoReason: nobody said why
    """
    first = _lock(message)
    if not reason.strip():
        raise NoReason
    second = messages.keep(second_text(message=first, now=now))
    _decide(first, MessageDecision.Kind.SENT_AGAIN, reason, by, now)
    if first.channel != Channel.EMAIL:
        Message.objects.filter(pk=first.pk).update(look_up_at=real_now)
    return second


@transaction.atomic
def settle(
    *, message: Message, kind: MessageDecision.Kind, reason: str, by: Staff, now: datetime
) -> None:
    """
    Note that the text arrived, or that it is no longer needed; nothing is sent.

    :raises AlreadyDecided: it was decided, or the provider showed it meanwhile
    """
    first = _lock(message)
    if not is_open(first):
        raise AlreadyDecided
    _decide(first, kind, reason, by, now)


def _lock(message: Message) -> Message:
    """Return the text as it is now; whoever decides at the same time waits here."""
    Message.objects.select_for_update().get(pk=message.pk)
    related = ("centre", "link", "contact", "workplace", "worker")
    return Message.objects.select_related(*related).get(pk=message.pk)


def _decide(
    message: Message, kind: MessageDecision.Kind, reason: str, by: Staff, now: datetime
) -> None:
    MessageDecision.objects.create(
        message=message, kind=kind, reason=reason.strip(), decided_by=by, decided_at=now
    )
    Message.objects.filter(pk=message.pk).update(handled_at=now)
