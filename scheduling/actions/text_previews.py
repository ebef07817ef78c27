"""Every text that a mass action would send: who gets what when, and who is skipped and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F
from django.utils import timezone

from outreach.actions.opt_outs import digest_of
from outreach.models import Consent, Contact, OptOut, Workplace
from outreach.rules.quiet_hours import next_sending_moment
from scheduling.actions.appointments import Appointment, Recipient
from scheduling.actions.reminders import what_is_said
from scheduling.models import Plan, PlanStop


class Why(StrEnum):
    """Why somebody gets no text."""

    NO_NUMBER = "NO_NUMBER"
    REFUSED = "REFUSED"
    TOO_LATE = "TOO_LATE"


@dataclass(frozen=True)
class Planned:
    """One text that somebody would get; several things of one day are one text."""

    workplace: Workplace
    contact: Contact
    rules: tuple[str, ...]
    leaves_at: datetime


@dataclass(frozen=True)
class Skipped:
    """Somebody who would get none."""

    workplace: Workplace
    contact: Contact | None
    why: Why


@dataclass(frozen=True)
class Preview:
    """All of it, in the order in which it would leave."""

    planned: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]


def preview_plan(*, plan: Plan, now: datetime) -> Preview:
    """Return every text that accepting the kept stops of a plan would plan; nothing is written."""
    stops = list(
        plan.stops.filter(is_kept=True).select_related("workplace__centre").order_by("starts_at")
    )
    contacts = _contacts_of([stop.workplace_id for stop in stops])
    refused = refusing([one for of_place in contacts.values() for one in of_place])
    planned: dict[tuple[str, date], Planned] = {}
    skipped: list[Skipped] = []
    for stop in stops:
        mine = contacts.get(stop.workplace_id, [])
        if not mine:
            skipped.append(Skipped(stop.workplace, None, Why.NO_NUMBER))
        for number, contact in enumerate(mine):
            if contact.pk in refused:
                skipped.append(Skipped(stop.workplace, contact, Why.REFUSED))
            elif not _plan(planned, stop, contact, is_first=number == 0, now=now):
                skipped.append(Skipped(stop.workplace, contact, Why.TOO_LATE))
    in_order = sorted(planned.values(), key=lambda one: (one.leaves_at, one.workplace.name))
    return Preview(tuple(in_order), tuple(skipped))


def refusing(contacts: Collection[Contact]) -> set[int]:
    """Return which of these contacts want no texts, or work where nobody does."""
    digests = {contact.pk: digest_of(contact.phone) for contact in contacts}
    out = set(
        OptOut.objects.filter(phone_digest__in=set(digests.values())).values_list(
            "phone_digest", flat=True
        )
    )
    answers = Consent.objects.filter(contact__workplace__in={one.workplace_id for one in contacts})
    no = answers.refusing_texts()
    people = set(no.values_list("contact", flat=True))
    places = set(
        no.exclude(contact__line_kind=Contact.LineKind.MOBILE).values_list(
            "contact__workplace", flat=True
        )
    )
    yes = set(answers.wanting_texts().values_list("contact", flat=True))
    return {
        one.pk
        for one in contacts
        if digests[one.pk] in out
        or one.pk in people
        or (one.workplace_id in places and one.pk not in yes)
    }


def _contacts_of(workplaces: Iterable[int]) -> dict[int, list[Contact]]:
    """Return the contacts of each workplace whom a text reaches, one for each number."""
    found: dict[int, list[Contact]] = {}
    rows = Contact.objects.filter(workplace__in=list(workplaces)).textable()
    for contact in rows.order_by(F("workplace"), "-is_primary", "pk"):
        of_place = found.setdefault(contact.workplace_id, [])
        if contact.phone not in {one.phone for one in of_place}:
            of_place.append(contact)
    return found


def _plan(
    planned: dict[tuple[str, date], Planned],
    stop: PlanStop,
    contact: Contact,
    *,
    is_first: bool,
    now: datetime,
) -> bool:
    """Add what one contact would be told of one stop; false when all of it would be too late."""
    about = Appointment(
        kind="visit", subject={}, centre=stop.workplace.centre, workplace=stop.workplace,
        starts_at=stop.starts_at, version=1, place="", link=None,
    )  # fmt: skip
    recipient = Recipient(contact.phone, contact.language, contact=contact, is_first=is_first)
    is_told = False
    for rule, due_at in what_is_said(about, recipient, "BOOKED", knows=False, now=now):
        leaves_at = next_sending_moment(max(due_at, now))
        if leaves_at >= stop.starts_at:
            continue
        is_told = True
        key = (contact.phone, timezone.localdate(leaves_at))
        before = planned.get(key)
        planned[key] = Planned(
            stop.workplace if before is None else before.workplace,
            contact,
            (*(before.rules if before else ()), rule),
            min(leaves_at, before.leaves_at) if before else leaves_at,
        )
    return is_told
