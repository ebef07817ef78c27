from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.consents import record_consent
from outreach.actions.opt_outs import digest_of
from outreach.actions.search import refresh
from outreach.actions.workplaces import NotAFact, ResidentNumberGiven, next_version
from outreach.models import Consent, Contact, Message, Staff, Workplace
from outreach.models.message import UNDER_WAY, WAITING
from outreach.rules.phones import recognise
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import tidy

FACTS = frozenset({"role", "name", "phone", "email", "is_primary", "language"})
NUMBER_CHANGED = "NUMBER_CHANGED"


class NumberAlreadyThere(Exception):
    """The workplace has that number on record."""

    def __init__(self) -> None:
        super().__init__(_("This number is already on record for this workplace."))


class NobodyToReach(Exception):
    """A contact without a name and a number reaches nobody."""

    def __init__(self) -> None:
        super().__init__(_("Please enter a name or a telephone number."))


class ContactLeftAlready(Exception):
    """The contact was taken off before."""

    def __init__(self) -> None:
        super().__init__(_("This contact has been removed already."))


@transaction.atomic
def add_contact(
    *,
    workplace: Workplace,
    role: str,
    name: str,
    phone: str,
    language: str,
    is_primary: bool,
    now: datetime,
    email: str = "",
) -> Contact:
    """
    Remember whom to reach at a workplace, with the number as people write it.

    :raises NobodyToReach: neither name nor number is given
    :raises NumberAlreadyThere: a current contact has the number
    :raises ResidentNumberGiven: a text looks like one
    """
    contact = Contact(workplace=workplace)
    facts = {
        "role": role,
        "name": name,
        "phone": phone,
        "email": email,
        "language": language,
        "is_primary": is_primary,
    }
    _take(contact, facts)
    contact.save(force_insert=True)
    _only_one_is_first(contact)
    _facts_changed(workplace, now)
    return contact


@transaction.atomic
def change_contact(
    *, contact: Contact, changes: Mapping[str, Any], now: datetime, version: int | None = None
) -> Contact:
    """
    Change some facts of a contact; texts that wait for an old number go to the new one.

    :raises ChangedMeanwhile: somebody changed it since `version` was read
    :raises NobodyToReach: neither name nor number would be left
    :raises NumberAlreadyThere: another current contact has the number
    :raises ResidentNumberGiven: a text looks like one
    """
    contact.version = next_version(Contact.objects.filter(pk=contact.pk), version)
    old_number, old_email = contact.phone, contact.email
    _take(contact, changes)
    contact.save()
    _only_one_is_first(contact)
    if contact.phone != old_number:
        _redirect_texts(contact, now)
    if contact.email != old_email:
        _redirect_letters(contact, now)
    _facts_changed(contact.workplace, now)
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, left_date: date, now: datetime) -> Contact:
    """
    Take a contact off from a day on; texts that still wait for it are withdrawn.

    :raises ContactLeftAlready: it is off
    """
    if contact.left_date is not None:
        raise ContactLeftAlready
    contact.version = next_version(Contact.objects.filter(pk=contact.pk), None)
    contact.left_date = left_date
    contact.is_textable = False
    contact.save(update_fields=["left_date", "is_textable"])
    Message.objects.filter(contact=contact).take_back(reason=NUMBER_CHANGED, at=now)
    _facts_changed(contact.workplace, now)
    return contact


@transaction.atomic
def record_texts_consent(
    *, contact: Contact, is_given: bool, text_version: str, staff: Staff, now: datetime
) -> Consent | None:
    """Write down by telephone whether the contact wants our texts; the same answer is one."""
    standing = Consent.objects.filter(
        contact=contact, purpose=Consent.Purpose.TEXTS, withdrawn_at=None
    ).first()
    if standing is not None and standing.is_given == is_given:
        return standing
    return record_consent(
        purpose=Consent.Purpose.TEXTS,
        is_given=is_given,
        channel=Consent.Channel.TELEPHONE,
        text_version=text_version,
        staff=staff,
        now=now,
        contact=contact,
    )


def _take(contact: Contact, facts: Mapping[str, Any]) -> None:
    if unknown := facts.keys() - FACTS:
        raise NotAFact(", ".join(sorted(unknown)))
    if any(holds_resident_number(value) for value in facts.values() if isinstance(value, str)):
        raise ResidentNumberGiven
    old_number = contact.phone
    for name, value in facts.items():
        setattr(contact, name, tidy(value) if name == "name" else value)
    if "phone" in facts:
        _recognise(contact, facts["phone"], old_number)
    if not (contact.name or contact.phone_as_given or contact.email):
        raise NobodyToReach
    others = Contact.objects.current().filter(workplace=contact.workplace).exclude(pk=contact.pk)
    if contact.phone and others.filter(phone=contact.phone).exists():
        raise NumberAlreadyThere


def _recognise(contact: Contact, written: str, old_number: str) -> None:
    number = recognise(written)
    contact.phone = number.e164 or ""
    contact.phone_as_given = written.strip()[:60]
    contact.line_kind = Contact.LineKind(number.kind)
    if contact.phone != old_number:  # which is what texts did not reach
        contact.unreached_at, contact.unreached_code = None, ""
    contact.is_textable = number.textable and contact.unreached_at is None


def _only_one_is_first(contact: Contact) -> None:
    if contact.is_primary:
        Contact.objects.filter(workplace=contact.workplace).exclude(pk=contact.pk).update(
            is_primary=False
        )


def _redirect_texts(contact: Contact, now: datetime) -> None:
    """A text for a number that is no longer theirs would reach a stranger."""
    texts = Message.objects.filter(contact=contact, email="")
    if not contact.is_textable:
        texts.take_back(reason=NUMBER_CHANGED, at=now)
        return
    # What was handed over to the old number, or perhaps was, must not go there a second time.
    texts.filter(state__in=UNDER_WAY).take_back(reason=NUMBER_CHANGED, at=now)
    texts.filter(state__in=WAITING, withdrawn_at=None).update(
        phone=contact.phone, phone_digest=digest_of(contact.phone)
    )


def _redirect_letters(contact: Contact, now: datetime) -> None:
    letters = Message.objects.filter(contact=contact).exclude(email="")
    if not contact.email:
        letters.take_back(reason=NUMBER_CHANGED, at=now)
        return
    letters.filter(state__in=WAITING, withdrawn_at=None).update(
        email=contact.email, phone_digest=digest_of(contact.email.lower())
    )


def _facts_changed(workplace: Workplace, now: datetime) -> None:
    workplace.facts_changed_at = now
    workplace.save(update_fields=["facts_changed_at"])
    refresh(workplaces=[workplace.pk])
