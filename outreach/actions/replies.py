"""What people say by the page of a text about themselves: not me, no more texts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions import messages
from outreach.actions.contacts import remove_contact
from outreach.actions.opt_outs import opt_out
from outreach.models import Contact, Link, Message, Reply, Staff, Workplace

NOT_ME = "NOT_ME"


class WhichNumber(Exception):
    """The link went to several numbers, or to none that ends so."""

    def __init__(self) -> None:
        super().__init__(_("That is not the number which our text went to. Please check it."))


class AlreadyLookedAt(Exception):
    """Somebody has taken care of this reply."""

    def __init__(self) -> None:
        super().__init__(_("This has been taken care of already."))


def numbers_of(link: Link) -> list[str]:
    """Return the numbers that texts with this link went to, or would."""
    return sorted(set(Message.objects.filter(link=link).values_list("phone", flat=True)))


def number_that_ends(link: Link, ending: str) -> str:
    """
    Return the number of whoever holds the link: the only one, or the one that ends so.

    :raises WhichNumber: none, or more than one
    """
    found = numbers_of(link)
    if len(found) > 1:
        found = [phone for phone in found if len(ending) == 4 and phone.endswith(ending)]
    if len(found) != 1:
        raise WhichNumber
    return found[0]


@transaction.atomic
def stop_texts(*, link: Link, workplace: Workplace, phone: str, now: datetime) -> Reply:
    """Send this number nothing more, and let staff know that they have to telephone."""
    opt_out(phone=phone, now=now)
    return _note(link, workplace, Reply.Kind.STOP_TEXTS, phone, now)


@transaction.atomic
def not_me(*, link: Link, workplace: Workplace, phone: str, now: datetime) -> Reply:
    """Take a number off a workplace that it does not belong to; its texts do not leave."""
    for contact in Contact.objects.current().filter(workplace=workplace, phone=phone):
        remove_contact(contact=contact, left_date=timezone.localdate(now), now=now)
    theirs = Message.objects.filter(workplace=workplace, phone=phone)
    messages.withdraw(messages=theirs, reason=NOT_ME, now=now)
    return _note(link, workplace, Reply.Kind.NOT_ME, phone, now)


@transaction.atomic
def settle(*, reply: Reply, staff: Staff, now: datetime) -> None:
    """
    Note that staff took care of a reply.

    :raises AlreadyLookedAt: somebody was faster
    """
    if not Reply.objects.unhandled().filter(pk=reply.pk).update(handled_at=now, handled_by=staff):
        raise AlreadyLookedAt


def _note(link: Link, workplace: Workplace, kind: Reply.Kind, phone: str, now: datetime) -> Reply:
    reply, _is_new = Reply.objects.get_or_create(
        workplace=workplace,
        kind=kind,
        phone=phone,
        handled_at=None,
        defaults={"centre": workplace.centre, "link": link, "received_at": now},
    )
    return reply
