"""Texts owed to people: planned, withdrawn, shown, and taken care of when they fail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.advertising import may_advertise
from outreach.actions.message_bodies import body_of
from outreach.actions.message_templates import current_words, keys
from outreach.actions.opt_outs import digest_of
from outreach.models import (
    Centre,
    Channel,
    Contact,
    Language,
    Link,
    Message,
    Worker,
    Workplace,
)
from outreach.rules.phones import recognise
from outreach.rules.quiet_hours import next_sending_moment


class OptedOut(Exception):
    """The number wants no texts."""

    def __init__(self) -> None:
        super().__init__(_("This person has refused texts. Please call instead."))


class NotAskedFor(OptedOut):
    """The text is advertising, and this person has not agreed to any within two years."""

    def __init__(self) -> None:
        Exception.__init__(self, _("This person has not agreed to advertising."))


class NotTextable(Exception):
    """No text reaches this number."""

    def __init__(self) -> None:
        super().__init__(_("This number cannot receive texts. Please call instead."))


class TooLate(Exception):
    """The text would leave when it is of no use any more."""

    def __init__(self) -> None:
        super().__init__(_("It is too late for this text. Please call instead."))


class UnknownTemplate(Exception):
    """No file holds the words of this text."""


class AlreadyHandled(Exception):
    """Nobody has to look at this text, or somebody has already."""

    def __init__(self) -> None:
        super().__init__(_("This text has been taken care of already."))


@transaction.atomic
def plan(
    *,
    centre: Centre,
    template: str,
    context: Mapping[str, str],
    language: str,
    due_at: datetime,
    send_before: datetime,
    now: datetime,
    phone: str = "",
    email: str = "",
    workplace: Workplace | None = None,
    contact: Contact | None = None,
    worker: Worker | None = None,
    link: Link | None = None,
) -> Message:
    """
    Owe somebody a text; it leaves between 9 and 20 o'clock in Seoul, or not at all.

    The context holds what the text says and nothing else: `starts_at` (ISO 8601 with its offset)
    for {day} and {time}, and the other places of the template. Never a name, never a finding.

    :raises NotTextable: the number is no mobile
    :raises OptedOut: its holder, or the whole workplace, wants no texts, or no advertising
    :raises TooLate: it could only leave after `send_before`
    :raises UnknownTemplate: no such text
    :raises UnknownPlaceholder: the text has a place without a word
    :raises UnknownWord: the context has a word without a place
    """
    message = Message(
        centre=centre,
        workplace=workplace,
        contact=contact,
        worker=worker,
        phone=phone,
        email=email,
        language=Language(language),
        template=template,
        context=dict(context),
        link=link,
        send_before=send_before,
    )
    return keep(prepare(message=message, due_at=due_at, now=now))


def prepare(*, message: Message, due_at: datetime, now: datetime) -> Message:
    """
    Make a text ready to be owed, and write nothing; its refusals are those of `plan`.

    A text goes to a number, or by e-mail to an address.
    """
    if message.template not in keys():
        raise UnknownTemplate(message.template)
    if message.email:
        message.channel, message.phone_digest = Channel.EMAIL, digest_of(message.email.lower())
    else:
        number = recognise(message.phone)
        if not number.textable or number.e164 is None:
            raise NotTextable
        message.phone, message.phone_digest = number.e164, digest_of(number.e164)
    words = current_words(centre=message.centre, key=message.template)
    if words.is_advertising and not may_advertise(
        contact=message.contact, worker=message.worker, now=now
    ):
        raise NotAskedFor
    leaves_at = next_sending_moment(max(due_at, now))
    if leaves_at >= message.send_before:
        raise TooLate
    message.words_version = words.version
    message.planned_at, message.due_at, message.next_try_at = now, leaves_at, leaves_at
    body_of(message)  # a text that cannot be written is refused now, not at 9 in the morning
    return message


def keep(message: Message) -> Message:
    """
    Owe a text that was made ready; inside a transaction only, which a refusal takes back.

    :raises OptedOut: its holder, or the whole workplace, wants no texts
    """
    message.save(force_insert=True)
    if Message.objects.unwanted().filter(pk=message.pk).exists():
        raise OptedOut
    return message


@transaction.atomic
def withdraw(*, messages: QuerySet[Message], reason: str, now: datetime) -> int:
    """Let none of these leave any more, nor a second time; return how many had not left at all."""
    keys_of_rows = list(messages.values_list("pk", flat=True))
    return Message.objects.filter(pk__in=keys_of_rows).take_back(reason=reason, at=now)


def render(message: Message) -> str:
    """Return the text as its recipient reads it; never store it and never log it."""
    return body_of(message)


@transaction.atomic
def mark_handled(*, message: Message, now: datetime) -> None:
    """
    Note that staff took care of a text that failed.

    :raises AlreadyHandled: nobody has to look at it
    """
    if not Message.objects.needing_staff().filter(pk=message.pk).update(handled_at=now):
        raise AlreadyHandled
    message.handled_at = now
