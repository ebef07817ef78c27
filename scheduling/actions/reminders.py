"""Which texts go out about a visit or a seat in a class, and which are taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from outreach.actions import messages
from outreach.models import Centre, Contact, Link, Message, MessageState, Worker, Workplace
from outreach.rules.phones import recognise
from scheduling.models import Enrolment, Reminder, Visit
from scheduling.rules.reminder_times import reminder_times

Event = Literal["BOOKED", "MOVED", "CANCELLED"]
# States in which the owner has, or may have, read the text.
_PERHAPS_READ = (
    MessageState.CLAIMED,
    MessageState.ACCEPTED,
    MessageState.FOUND,
    MessageState.DOUBT,
    MessageState.UNCERTAIN,
)


@dataclass(frozen=True)
class _Recipient:
    phone: str
    language: str
    contact: Contact | None = None
    worker: Worker | None = None

    @property
    def names(self) -> set[str | int]:
        """By what a text that was sent before is known to be theirs."""
        return {self.phone} if self.contact is None else {self.phone, self.contact.pk}


@dataclass(frozen=True)
class _Appointment:
    """What a visit and a seat in a class have in common for a text."""

    kind: Literal["visit", "class"]  # how the names of its templates begin
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


@transaction.atomic
def plan_for_visit(*, visit: Visit, now: datetime, event: Event) -> int:
    """
    Plan the texts of a visit for everybody at the workplace whom a text reaches.

    The news itself goes at once, the reminders by rules/reminder_times. Whoever was never told of
    the visit hears nothing of its end, and of a move only as of a new visit. Returns how many
    texts were planned; none means that somebody has to telephone.
    """
    return _plan_visit(visit, list(_contacts_of(visit.workplace)), event, now)


@transaction.atomic
def plan_missing(*, now: datetime) -> int:
    """
    Plan the texts of visits ahead for numbers that were given or changed after the booking.

    Returns how many were planned; asked again, it plans nothing more.
    """
    known = Reminder.objects.filter(
        visit=OuterRef(OuterRef("pk")),
        version=OuterRef(OuterRef("version")),
        phone=OuterRef("phone"),
    )
    untold = Contact.objects.filter(workplace=OuterRef("workplace")).textable()
    ahead = Visit.objects.live().filter(Exists(untold.exclude(Exists(known))), starts_at__gt=now)
    planned = 0
    for visit in ahead.select_related("centre", "workplace", "link").order_by("pk"):
        planned_for = visit.reminders.filter(version=visit.version)
        told = set(planned_for.values_list("message__phone", flat=True))
        new = [one for one in _contacts_of(visit.workplace) if one.phone not in told]
        planned += _plan_visit(visit, new, "BOOKED", now)
    return planned


@transaction.atomic
def plan_for_enrolment(
    *, enrolment: Enrolment, now: datetime, event: Literal["BOOKED", "CANCELLED"]
) -> int:
    """
    Plan the texts of a seat in a class; returns how many were planned.

    They go to the worker's own mobile, or else to the workplace's first number that a text reaches.
    """
    training_class, worker = enrolment.training_class, enrolment.worker
    appointment = _Appointment(
        kind="class",
        subject={"enrolment": enrolment},
        centre=training_class.centre,
        workplace=worker.workplace,
        starts_at=training_class.starts_at,
        version=training_class.version,
        place=training_class.venue.name,
        link=None,
    )
    recipient = _recipient_of(worker)
    if recipient is None:
        return 0
    knows = bool(_told(Reminder.objects.filter(enrolment=enrolment)) & recipient.names)
    return _plan(appointment, recipient, event, knows=knows, now=now)


def who_knows(*, visit: Visit) -> list[Contact]:
    """Return the contacts who have heard of the visit and would get a text if it ended."""
    reached = list(Contact.objects.filter(workplace=visit.workplace).textable())
    if visit.answers.exists():
        return reached
    told = _told(Reminder.objects.filter(visit=visit))
    return [contact for contact in reached if told & {contact.phone, contact.pk}]


@transaction.atomic
def withdraw_for_visit(*, visit: Visit, reason: str, now: datetime) -> int:
    """Take back the texts of a visit that have not left yet."""
    planned = Message.objects.filter(reminder__visit=visit)
    return messages.withdraw(messages=planned, reason=reason, now=now)


@transaction.atomic
def withdraw_for_enrolment(*, enrolment: Enrolment, reason: str, now: datetime) -> int:
    """Take back the texts of a seat that have not left yet."""
    planned = Message.objects.filter(reminder__enrolment=enrolment)
    return messages.withdraw(messages=planned, reason=reason, now=now)


def _plan_visit(visit: Visit, recipients: Sequence[_Recipient], event: Event, now: datetime) -> int:
    appointment = _Appointment(
        kind="visit",
        subject={"visit": visit},
        centre=visit.centre,
        workplace=visit.workplace,
        starts_at=visit.starts_at,
        version=visit.version,
        place="",
        link=visit.link,
    )
    everybody_knows = visit.answers.exists()
    told = _told(Reminder.objects.filter(visit=visit))
    return sum(
        _plan(appointment, one, event, knows=everybody_knows or bool(told & one.names), now=now)
        for one in recipients
    )


def _plan(
    appointment: _Appointment, recipient: _Recipient, event: Event, *, knows: bool, now: datetime
) -> int:
    """Plan one recipient's texts: the news, then the reminders."""
    if event == "CANCELLED" and not knows:
        return 0
    news = "BOOKED" if event == "MOVED" and not knows else event
    times: list[tuple[str, datetime]] = [(news, now)]
    if event != "CANCELLED":
        times += [
            (time.key, time.due_at)
            for time in reminder_times(starts_at=appointment.starts_at, announced_at=now, now=now)
        ]
    return sum(_plan_one(appointment, recipient, rule, due_at, now) for rule, due_at in times)


def _plan_one(
    appointment: _Appointment, recipient: _Recipient, rule: str, due_at: datetime, now: datetime
) -> bool:
    """Plan one text, unless the number wants none or the text would come too late."""
    try:
        message = messages.plan(
            centre=appointment.centre,
            template=f"{appointment.kind}_{rule.lower()}",
            context=appointment.words(rule),
            phone=recipient.phone,
            language=recipient.language,
            due_at=due_at,
            send_before=appointment.starts_at,
            now=now,
            workplace=appointment.workplace,
            contact=recipient.contact,
            worker=recipient.worker,
            link=appointment.link,
        )
    except (messages.OptedOut, messages.NotTextable, messages.TooLate):
        return False  # nothing to undo: the page of the visit says whom nobody told
    Reminder.objects.create(
        rule=rule,
        version=appointment.version,
        phone=recipient.phone,
        message=message,
        **appointment.subject,
    )
    return True


def _recipient_of(worker: Worker) -> _Recipient | None:
    if recognise(worker.phone).textable:
        return _Recipient(worker.phone, worker.language, worker=worker)
    return next(_contacts_of(worker.workplace), None)


def _contacts_of(workplace: Workplace) -> Iterator[_Recipient]:
    seen: set[str] = set()
    for contact in Contact.objects.filter(workplace=workplace).textable():
        if contact.phone not in seen:
            seen.add(contact.phone)
            yield _Recipient(contact.phone, contact.language, contact=contact)


def _told(reminders: QuerySet[Reminder]) -> set[str | int]:
    """Return the numbers, and the contacts, that have or may have read one of these texts."""
    read = reminders.filter(message__state__in=_PERHAPS_READ)
    pairs = read.values_list("message__phone", "message__contact")
    return {name for pair in pairs for name in pair}
