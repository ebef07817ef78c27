"""Whom a visit or a seat in a class concerns, and what a text says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone

from outreach.actions.message_lists import Date
from outreach.channels.carriers import writes_email
from outreach.models import Centre, ClosedDay, Contact, Link, Worker, Workplace
from outreach.rules.phones import recognise
from scheduling.models import Enrolment, Reminder, Visit
from scheduling.rules.reminder_times import ReminderTime, reminder_times, rules_of

Kind = Literal["visit", "class"]
MAY_SHIFT = timedelta(days=30)  # how far back closed days may push a reminder
CHANGES = (Reminder.Rule.MOVED, Reminder.Rule.CANCELLED)


@dataclass(frozen=True)
class Recipient:
    """A number that takes texts, and whose it is."""

    phone: str
    language: str
    email: str = ""  # instead of a number
    contact: Contact | None = None
    worker: Worker | None = None
    is_first: bool = True  # the one to contact first at the workplace

    @property
    def names(self) -> set[str | int]:
        """By what a text that was sent before is known to be theirs."""
        numbers = {self.phone} if self.phone else set()
        return {*numbers, self.contact.pk} if self.contact else {*numbers}

    @property
    def key(self) -> str:
        """By what a reminder tells its recipients apart."""
        return self.phone or f"mail:{self.contact.pk if self.contact else 0}"


@dataclass(frozen=True)
class Appointment:
    """What a visit and a seat in a class have in common for a text."""

    kind: Kind  # how the names of its templates begin
    subject: dict[str, Visit | Enrolment]  # which key of the reminder points at it
    centre: Centre
    workplace: Workplace
    starts_at: datetime
    version: int
    place: str  # where a class is; a visit comes to its owner
    link: Link | None

    def words(self, rule: str) -> dict[str, str]:
        """Return what the text says beside the centre and its number."""
        words = {"starts_at": self.starts_at.isoformat()}
        if self.place and rule != Reminder.Rule.CANCELLED:
            words["place"] = self.place
        return words

    def in_a_list(self, rule: str) -> Date:
        """Return how it stands in a text that names several dates."""
        return Date(self.starts_at, self.kind, rule if rule in CHANGES else "")

    def times(self, *, announced_at: datetime | None, now: datetime) -> tuple[ReminderTime, ...]:
        """Return its reminders, on days on which the centre works."""
        day = timezone.localdate(self.starts_at)
        return reminder_times(
            starts_at=self.starts_at,
            announced_at=announced_at,
            now=now,
            rules=rules_of(self.kind),
            closures=_closed_days(self.centre, day),
        )


def of_visit(visit: Visit) -> Appointment:
    """Return a visit as texts see it."""
    return Appointment(
        kind="visit",
        subject={"visit": visit},
        centre=visit.centre,
        workplace=visit.workplace,
        starts_at=visit.starts_at,
        version=visit.version,
        place="",
        link=visit.link,
    )


def of_enrolment(enrolment: Enrolment) -> Appointment:
    """Return a seat in a class as texts see it."""
    training_class = enrolment.training_class
    return Appointment(
        kind="class",
        subject={"enrolment": enrolment},
        centre=training_class.centre,
        workplace=enrolment.worker.workplace,
        starts_at=training_class.starts_at,
        version=training_class.version,
        place=training_class.venue.name,
        link=None,
    )


def of_reminder(reminder: Reminder) -> Appointment:
    """Return what a planned text is about."""
    if reminder.visit is not None:
        return of_visit(reminder.visit)
    assert reminder.enrolment is not None  # the database holds one of the two
    return of_enrolment(reminder.enrolment)


def recipients_at(workplace: Workplace) -> Iterator[Recipient]:
    """Return everybody at a workplace whom a text, or else a letter, reaches; texts first."""
    seen: set[str] = set()
    for contact in Contact.objects.filter(workplace=workplace).textable():
        if contact.phone not in seen:
            yield Recipient(contact.phone, contact.language, contact=contact, is_first=not seen)
            seen.add(contact.phone)
    if not writes_email(workplace.centre):
        return
    others = Contact.objects.filter(workplace=workplace, is_textable=False).current()
    for contact in others.exclude(email="").order_by("-is_primary", "pk"):
        if contact.email not in seen:
            yield Recipient(
                "", contact.language, email=contact.email, contact=contact, is_first=not seen
            )
            seen.add(contact.email)


def recipient_of(worker: Worker) -> Recipient | None:
    """Return the worker's own mobile, or else the workplace's first number, if there is one."""
    if recognise(worker.phone).textable:
        return Recipient(worker.phone, worker.language, worker=worker)
    return next(recipients_at(worker.workplace), None)


def _closed_days(centre: Centre, day: date) -> frozenset[date]:
    return ClosedDay.objects.all().kept_by(centre, first=day - MAY_SHIFT, last=day)
