"""Numbers that texts cannot be brought to: no more texts, and the workplace is called at once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.actions.calls import due_again
from outreach.models import Contact, Message
from outreach.rules.phones import recognise
from outreach.rules.provider_errors import Reason, is_out_of_reach, provider_error

log = logging.getLogger(__name__)
UNREACHED = "UNREACHED"
# Switched off twice in a row is more than chance: somebody else may have the number by now.
MOST_MISSED = 2
MISSED = ("undelivered", "failed")


class ReachedAlready(Exception):
    """Texts go to this contact, or cannot go there at all."""

    def __init__(self) -> None:
        super().__init__(_("Texts go to this number already, or it is no mobile number."))


@transaction.atomic
def note_failure(*, message: Message, code: str, now: datetime) -> int:
    """
    Take note that the provider could not bring a text to its number; return whom that concerns.

    A landline, or a number not in use, gets no further text: what waits for it is taken back and
    the workplace, if nobody else there gets texts, is in the call list at once. A phone that is
    switched off is not yet out of reach; the second text in a row that finds it so is.
    """
    if not _is_out_of_reach(message, code):
        return 0
    # Before the message's own row, as whoever changes a contact locks the two.
    mine = Contact.objects.current().filter(phone=message.phone, is_textable=True)
    contacts = list(
        mine.filter(workplace__centre=message.centre_id)
        .select_for_update(of=("self",))
        .select_related("workplace")
        .order_by("pk")
    )
    Contact.objects.filter(pk__in=[one.pk for one in contacts]).update(
        is_textable=False, unreached_at=now, unreached_code=code[:12], version=F("version") + 1
    )
    waiting = Message.objects.filter(phone_digest=message.phone_digest, centre=message.centre_id)
    waiting.exclude(pk=message.pk).take_back(reason=UNREACHED, at=now)
    for contact in contacts:
        log.info("contact %s: no texts any more, code %s", contact.pk, code)
        if not contact.workplace.contacts.textable().exists():
            due_again(workplace=contact.workplace, now=now)
    return len(contacts)


@transaction.atomic
def trust_again(*, contact: Contact, now: datetime) -> Contact:
    """
    Text a number again because somebody there said that texts reach it.

    :raises ReachedAlready: nothing is known against it, or it is no mobile number
    """
    number = recognise(contact.phone)
    again = Contact.objects.current().filter(pk=contact.pk, unreached_at__isnull=False)
    if not number.textable or not again.update(
        is_textable=True, unreached_at=None, unreached_code="", version=F("version") + 1
    ):
        raise ReachedAlready
    contact.refresh_from_db()
    return contact


def _is_out_of_reach(message: Message, code: str) -> bool:
    error = provider_error(int(code) if code.isdecimal() else None)
    if is_out_of_reach(error):
        return True
    return error.reason is Reason.UNREACHABLE and _missed_in_a_row(message) + 1 >= MOST_MISSED


def _missed_in_a_row(message: Message) -> int:
    """Return how many texts before this one found the phone switched off, since one arrived."""
    before = (
        Message.objects.filter(phone_digest=message.phone_digest, centre=message.centre_id)
        .exclude(pk=message.pk)
        .exclude(delivery="")
        .order_by("-due_at", "-pk")
        .values_list("delivery", "error_code")[:MOST_MISSED]
    )
    missed = 0
    for delivery, code in before:
        if delivery not in MISSED or not code.isdecimal():
            break
        if provider_error(int(code)).reason is not Reason.UNREACHABLE:
            break
        missed += 1
    return missed
