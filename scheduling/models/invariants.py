"""What must hold of the whole database, asked of it as questions whose answer is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Count,
    F,
    Model,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from outreach.actions.outbox import accepted_twice
from outreach.actions.search import false_entries
from outreach.models import MessageAttempt, MessageState, Workplace
from outreach.models.message import SENT, WAITING
from safety.models import Certificate, CertificateSerial, ClaimLine, DueItem, Programme
from scheduling.models.reminder import Reminder
from scheduling.models.reservation import TICK_MINUTES, Reservation
from scheduling.models.training_class import Enrolment, TrainingClass
from scheduling.models.visit import Visit

LIVE = (Visit.State.BOOKED, Visit.State.CONFIRMED)


@dataclass(frozen=True)
class Invariant:
    """A statement, and the rows that belie it."""

    statement: str
    belied_by: Callable[[], Iterable[str]]


def broken() -> Iterator[tuple[Invariant, list[str]]]:
    """Ask every question and yield each statement with the rows that belie it."""
    for invariant in INVARIANTS:
        yield invariant, list(invariant.belied_by())


def _twice(rows: QuerySet[Model], *fields: str) -> Iterator[str]:
    """Name the values that occur in more than one row."""
    counted = rows.order_by().values(*fields).annotate(rows=Count("pk")).filter(rows__gt=1)
    for row in counted:
        yield " ".join(f"{field}={row[field]}" for field in fields) + f": {row['rows']} rows"


def _double_ticks() -> Iterator[str]:
    yield from _twice(Reservation.objects.all(), "resource", "tick")


def _team_not_held() -> Iterator[str]:
    """A live visit holds its team for each ten minutes of its time; any other holds nothing."""
    team = Concat(Value("team:"), Cast("team_id", CharField()))
    visits = Visit.objects.annotate(
        held=Count("reservations", filter=Q(reservations__resource=team))
    ).filter(Q(state__in=LIVE) | Q(state=Visit.State.CANCELLED, held__gt=0))
    step = TICK_MINUTES * 60
    rows = visits.values_list("pk", "state", "starts_at", "ends_at", "held")
    for pk, state, starts_at, ends_at, held in rows.iterator():
        steps = int(-(-ends_at.timestamp() // step) - starts_at.timestamp() // step)
        wanted = steps if state in LIVE else 0
        if held != wanted:
            yield f"visit {pk}: {held} steps held of {wanted}"


def _mixed_centres() -> Iterator[str]:
    wrong = Visit.objects.exclude(workplace__centre=F("centre"), team__centre=F("centre"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"visit {pk}"


def _seats() -> Iterator[str]:
    seated = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.SEATED))
    classes = TrainingClass.objects.annotate(seated=seated)
    wrong = classes.filter(~Q(seated=F("seats_taken")) | Q(seated__gt=F("seats")))
    for pk, sits, counted, seats in wrong.values_list("pk", "seated", "seats_taken", "seats"):
        yield f"class {pk}: {sits} seated, {counted} counted, {seats} seats"


def _due_items() -> Iterator[str]:
    items = DueItem.objects.open()
    yield from _twice(items.exclude(worker=None), "worker", "kind", "hazard", "detail")
    yield from _twice(items.filter(worker=None), "workplace", "kind")


def _booked_twice() -> Iterator[str]:
    booked = Visit.due_items.through.objects.filter(visit__state__in=LIVE)
    yield from _twice(booked, "dueitem")


def _certificate_numbers() -> Iterator[str]:
    yield from _twice(Certificate.objects.all(), "centre", "year", "serial")
    last = {(row.centre_id, row.year): row.last for row in CertificateSerial.objects.all()}
    for row in Certificate.objects.all().iterator():
        if row.serial > last.get((row.centre_id, row.year), 0):
            yield f"certificate {row.pk}: serial {row.serial} was never given out"


def _valid_certificates() -> Iterator[str]:
    yield from _twice(Certificate.objects.valid(), "completion")


def _claimed_twice() -> Iterator[str]:
    yield from _twice(ClaimLine.objects.filter(is_void=False), "examination")


def _budgets() -> Iterator[str]:
    claimed = Sum(
        "applications__claims__lines__amount",
        filter=Q(applications__claims__lines__is_void=False),
    )
    rows = Programme.objects.annotate(claimed=Coalesce(claimed, 0))
    for pk, committed, sum_claimed, budget in rows.values_list(
        "pk", "committed", "claimed", "budget"
    ):
        if not committed == sum_claimed <= budget:
            yield f"programme {pk}: committed {committed}, claimed {sum_claimed}"


def _left_behind() -> Iterator[str]:
    """What is still to come at a merged workplace would be seen by nobody."""
    for name in ("contacts__left_date", "workers__left_date", "due_items__closed_at"):
        relation = name.partition("__")[0]
        there = Workplace.objects.exclude(merged_into=None)
        there = there.filter(**{f"{relation}__isnull": False, name: None})
        for pk in there.values_list("pk", flat=True).distinct():
            yield f"workplace {pk}: {relation}"
    merged = Visit.objects.live().exclude(workplace__merged_into=None)
    for pk, place in merged.values_list("pk", "workplace"):
        yield f"workplace {place}: visit {pk}"


def _reminders() -> Iterator[str]:
    yield from _twice(
        Reminder.objects.exclude(visit=None), "visit", "rule", "phone", "version", "turn"
    )
    seats = Reminder.objects.exclude(enrolment=None)
    yield from _twice(seats, "enrolment", "rule", "phone", "version", "turn")


def _stale_texts() -> Iterator[str]:
    """A text about what was moved or cancelled must not wait any more, but the news of it."""
    waiting = Reminder.objects.filter(message__state__in=WAITING, message__withdrawn_at=None)
    waiting = waiting.exclude(rule=Reminder.Rule.CANCELLED)
    visits = waiting.exclude(visit=None).exclude(visit__state__in=LIVE, visit__version=F("version"))
    seats = waiting.exclude(enrolment=None).exclude(
        enrolment__state=Enrolment.State.SEATED,
        enrolment__training_class__state=TrainingClass.State.OPEN,
    )
    for row in [*visits, *seats]:
        yield f"message {row.message_id}: of {'visit' if row.visit_id else 'seat'} that is not so"


def _sent_twice() -> Iterator[str]:
    """The provider has each text once; one it has twice is named, for somebody to apologise."""
    for pk in sorted(accepted_twice()):
        yield f"message {pk}"


def _forgotten_sends() -> Iterator[str]:
    """What the provider has a number for is a sent text, or one whose answer is under way."""
    known = MessageAttempt.objects.exclude(sid="")
    known = known.exclude(message__state__in=[*SENT, MessageState.CLAIMED])
    for row in known.order_by("pk"):
        yield f"message {row.message_id}: attempt {row.number}"


INVARIANTS = (
    Invariant("no team, person, vehicle or room is twice at one time", _double_ticks),
    Invariant("a live visit holds its team's time, a cancelled one nothing", _team_not_held),
    Invariant("a visit, its team and its workplace are of one centre", _mixed_centres),
    Invariant("seats are counted right and never above capacity", _seats),
    Invariant("one open due item per subject, kind and agent", _due_items),
    Invariant("a due item is in one live visit", _booked_twice),
    Invariant("certificate numbers are given once, from the counter", _certificate_numbers),
    Invariant("one valid certificate per completion", _valid_certificates),
    Invariant("an examination is claimed once", _claimed_twice),
    Invariant("a budget is what was claimed, never overspent", _budgets),
    Invariant("one reminder per subject, rule, recipient and version", _reminders),
    Invariant("no text waits for what was moved or cancelled", _stale_texts),
    Invariant("no text went out twice", _sent_twice),
    Invariant("what the provider has is a sent text", _forgotten_sends),
    Invariant("nothing is still to come at a merged workplace", _left_behind),
    Invariant("everything is found by what it is", false_entries),
)
