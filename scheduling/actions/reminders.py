"""Which texts go out about a visit or a seat in a class, and which are taken back."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from outreach.models import Contact, MessageState
from scheduling.actions.appointments import (
    Appointment,
    Recipient,
    of_enrolment,
    of_visit,
    recipient_of,
    recipients_at,
)
from scheduling.actions.reminder_texts import Line, owe, take_back
from scheduling.models import Enrolment, OwnerAnswer, Reminder, Visit
from scheduling.rules.reminder_times import To

log = logging.getLogger(__name__)
Event = Literal["BOOKED", "MOVED", "CANCELLED"]
# States in which the owner has, or may have, read the text.
PERHAPS_READ = (
    MessageState.CLAIMED,
    MessageState.ACCEPTED,
    MessageState.FOUND,
    MessageState.DOUBT,
    MessageState.UNCERTAIN,
)


@transaction.atomic
def plan_for_visit(*, visit: Visit, now: datetime, event: Event) -> int:
    """
    Plan the texts of a visit for everybody at the workplace whom a text reaches.

    The news itself goes at once, the reminders by rules/reminder_times; what reaches one person
    on one day is one text. Whoever was never told of the visit hears nothing of its end, and of a
    move only as of a new visit. Returns how many things were said; none means that somebody has
    to telephone.
    """
    return _plan_visit(visit, list(recipients_at(visit.workplace)), event, now)


def plan_missing(*, now: datetime) -> int:
    """
    Plan the texts of visits ahead for numbers that were given or changed after the booking.

    Each visit is a transaction of its own, so that one that cannot be planned holds up no other,
    and any number of planners may run at once. Returns how many were planned; asked again, it
    plans nothing more.
    """
    known = Reminder.objects.filter(
        visit=OuterRef(OuterRef("pk")),
        version=OuterRef(OuterRef("version")),
        phone=OuterRef("phone"),
    )
    untold = Contact.objects.filter(workplace=OuterRef("workplace")).textable()
    ahead = Visit.objects.live().filter(Exists(untold.exclude(Exists(known))), starts_at__gt=now)
    planned = 0
    for pk in list(ahead.order_by("pk").values_list("pk", flat=True)):
        try:
            planned += _plan_missing_of(pk, now)
        except DatabaseError as error:
            log.error("texts of visit %s could not be planned: %s", pk, type(error).__name__)
    return planned


@transaction.atomic
def _plan_missing_of(pk: int, now: datetime) -> int:
    # Only the row itself: whoever plans at the same time waits here and finds everybody told.
    Visit.objects.select_for_update().get(pk=pk)
    visit = Visit.objects.select_related("centre", "workplace", "link").get(pk=pk)
    if not visit.is_live or visit.starts_at <= now:
        return 0
    planned_for = visit.reminders.filter(version=visit.version)
    told = {key for pair in planned_for.values_list("message__phone", "phone") for key in pair}
    new = [one for one in recipients_at(visit.workplace) if one.key not in told]
    return _plan_visit(visit, new, "BOOKED", now)


@transaction.atomic
def plan_for_enrolment(
    *, enrolment: Enrolment, now: datetime, event: Literal["BOOKED", "CANCELLED"]
) -> int:
    """
    Plan the texts of a seat in a class; returns how many things were said.

    They go to the worker's own mobile, or else to the workplace's first number that a text reaches.
    """
    recipient = recipient_of(enrolment.worker)
    if recipient is None:
        return 0
    knows = bool(_told(Reminder.objects.filter(enrolment=enrolment)) & recipient.names)
    return _plan(of_enrolment(enrolment), recipient, event, knows=knows, now=now)


def who_knows(*, visit: Visit) -> list[Contact]:
    """Return the contacts who have heard of the visit and would get a text if it ended."""
    reached = list(Contact.objects.filter(workplace=visit.workplace).textable())
    if visit.answers.exists():
        return reached
    told = _told(Reminder.objects.filter(visit=visit))
    return [contact for contact in reached if told & {contact.phone, contact.pk}]


def told_of(*, visits: Collection[int]) -> set[int]:
    """Return those of these visits of which somebody has, or may have, read, or has answered."""
    told = Reminder.objects.filter(visit__in=visits, message__state__in=PERHAPS_READ)
    answered = OwnerAnswer.objects.filter(visit__in=visits)
    return {*told.values_list("visit", flat=True), *answered.values_list("visit", flat=True)}


@transaction.atomic
def withdraw_for_visit(*, visit: Visit, reason: str, now: datetime) -> int:
    """Take back what texts that have not left yet say of a visit."""
    return take_back(reminders=Reminder.objects.filter(visit=visit), reason=reason, now=now)


@transaction.atomic
def withdraw_for_enrolment(*, enrolment: Enrolment, reason: str, now: datetime) -> int:
    """Take back what texts that have not left yet say of a seat."""
    return take_back(reminders=Reminder.objects.filter(enrolment=enrolment), reason=reason, now=now)


def _plan_visit(visit: Visit, recipients: Sequence[Recipient], event: Event, now: datetime) -> int:
    if not recipients:
        return 0
    appointment = of_visit(visit)
    everybody_knows = visit.answers.exists()
    told = _told(Reminder.objects.filter(visit=visit))
    return sum(
        _plan(appointment, one, event, knows=everybody_knows or bool(told & one.names), now=now)
        for one in recipients
    )


def _plan(
    appointment: Appointment, recipient: Recipient, event: Event, *, knows: bool, now: datetime
) -> int:
    """Plan what one recipient is told: the news, then the reminders."""
    return sum(
        owe(recipient=recipient, line=Line(appointment, rule), due_at=due_at, now=now)
        for rule, due_at in what_is_said(appointment, recipient, event, knows=knows, now=now)
    )


def what_is_said(
    appointment: Appointment, recipient: Recipient, event: Event, *, knows: bool, now: datetime
) -> list[tuple[str, datetime]]:
    """Return what one recipient is told of an appointment, and when; nothing is written."""
    if event == "CANCELLED":
        return [(event, now)] if knows else []
    news = "BOOKED" if event == "MOVED" and not knows else event
    times = appointment.times(announced_at=now, now=now)
    return [(news, now)] + [
        (time.key, time.due_at) for time in times if time.to == To.EVERYBODY or recipient.is_first
    ]


def _told(reminders: QuerySet[Reminder]) -> set[str | int]:
    """Return the numbers, and the contacts, that have or may have read one of these texts."""
    read = reminders.filter(message__state__in=PERHAPS_READ)
    pairs = read.values_list("message__phone", "message__contact")
    return {name for pair in pairs for name in pair}
