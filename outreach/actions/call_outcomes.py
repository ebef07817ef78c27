"""The four outcomes of a call for a number that takes texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.calls import record_call
from outreach.actions.consents import record_consent
from outreach.actions.contacts import add_contact, remove_contact
from outreach.actions.opt_outs import is_opted_out
from outreach.models import Consent, Contact, ContactAttempt, Staff, Workplace
from outreach.rules.phone_plan import PhoneKind
from outreach.rules.phones import recognise

Outcome, Purpose = ContactAttempt.Outcome, ContactAttempt.Purpose
WHY_NOT = {
    PhoneKind.LANDLINE: _("This is a landline, which gets no texts. Please ask for a 010 number."),
    PhoneKind.INTERNET: _(
        "This is an internet telephone (070), which gets no texts. Please ask for a 010 number."
    ),
    PhoneKind.REPRESENTATIVE: _(
        "This is a representative number, which gets no texts. Please ask for a 010 number."
    ),
    PhoneKind.SAFE: _(
        "This is a virtual number (050), which passes on calls but no texts of ours. Please ask"
        " for the 010 number behind it."
    ),
    PhoneKind.RETIRED_MOBILE: _(
        "011, 016, 017, 018 and 019 are switched off. Please ask for the new 010 number."
    ),
    PhoneKind.MASKED: _("Part of the number is hidden. Please ask for the whole number."),
}


class NoTextsReachIt(Exception):
    """The number that was given gets no texts; the words say why."""

    def __init__(self, kind: PhoneKind) -> None:
        otherwise = _("This is no Korean mobile number. Please ask for a 010 number.")
        super().__init__(WHY_NOT.get(kind, otherwise))


class NumberRefusesTexts(Exception):
    """The holder of the number has refused texts before."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The holder of this number has refused texts. If they want them again now, please"
                " add the number to the contacts with that consent."
            )
        )


class NumberMayNotBeKept(Exception):
    """Without consent to keep it, a number is not written down (개인정보 보호법 제15조)."""

    def __init__(self) -> None:
        super().__init__(
            _("Without this consent the number may not be kept. Please choose “refused” instead.")
        )


@dataclass(frozen=True)
class Answer:
    """A yes or no to one wording."""

    is_given: bool
    text_version: str


Answers = Mapping[Consent.Purpose, Answer]


def check_mobile(phone: str) -> None:
    """
    Accept a number that texts reach and whose holder has not refused them.

    :raises NoTextsReachIt: it is no mobile number
    :raises NumberRefusesTexts: its holder has refused texts
    """
    number = recognise(phone)
    if not number.textable or number.e164 is None:
        raise NoTextsReachIt(number.kind)
    if is_opted_out(number.e164):
        raise NumberRefusesTexts


@transaction.atomic
def take_mobile(
    *,
    workplace: Workplace,
    called: Contact | None,
    role: str,
    name: str,
    phone: str,
    language: str,
    answers: Answers,
    staff: Staff,
    now: datetime,
    note: str = "",
) -> Contact:
    """
    Write down the number somebody gave, with what they agreed to, purpose by purpose.

    :raises NoTextsReachIt: it is no mobile number
    :raises NumberRefusesTexts: its holder has refused texts
    :raises NumberMayNotBeKept: its holder does not agree to that
    :raises NumberAlreadyThere: a current contact has the number
    :raises HealthWordsGiven: the note speaks of somebody's health
    :raises ResidentNumberGiven: a text looks like one
    """
    check_mobile(phone)
    if not answers[Consent.Purpose.PERSONAL_DATA].is_given:
        raise NumberMayNotBeKept
    contact = add_contact(
        workplace=workplace,
        role=role,
        name=name,
        phone=phone,
        language=language,
        is_primary=True,
        now=now,
    )
    _write_down(contact, answers, staff, now)
    record_call(
        workplace=workplace,
        contact=called,
        purpose=Purpose.NUMBER,
        outcome=Outcome.GOT_MOBILE,
        staff=staff,
        now=now,
        note=note,
    )
    return contact


@transaction.atomic
def refuse(
    *,
    workplace: Workplace,
    called: Contact,
    answers: Answers,
    staff: Staff,
    now: datetime,
    note: str = "",
) -> ContactAttempt:
    """
    Write down what was refused; the workplace leaves the list until staff put it back.

    :raises HealthWordsGiven: the note speaks of somebody's health
    :raises ResidentNumberGiven: the note holds a resident number
    """
    _write_down(called, answers, staff, now)
    return record_call(
        workplace=workplace,
        contact=called,
        purpose=Purpose.NUMBER,
        outcome=Outcome.REFUSED,
        staff=staff,
        now=now,
        note=note,
    )


@transaction.atomic
def strike_off(
    *,
    workplace: Workplace,
    called: Contact,
    staff: Staff,
    today: date,
    now: datetime,
    note: str = "",
) -> ContactAttempt:
    """
    Take a wrong number off the workplace; another of its numbers, or a letter, is next.

    :raises ContactLeftAlready: it is off
    :raises HealthWordsGiven: the note speaks of somebody's health
    :raises ResidentNumberGiven: the note holds a resident number
    """
    remove_contact(contact=called, left_date=today, now=now)
    return record_call(
        workplace=workplace,
        contact=called,
        purpose=Purpose.NUMBER,
        outcome=Outcome.WRONG_NUMBER,
        staff=staff,
        now=now,
        note=note,
    )


def _write_down(contact: Contact, answers: Answers, staff: Staff, now: datetime) -> None:
    for purpose, answer in answers.items():
        record_consent(
            purpose=purpose,
            is_given=answer.is_given,
            channel=Consent.Channel.TELEPHONE,
            text_version=answer.text_version,
            staff=staff,
            now=now,
            contact=contact,
        )
