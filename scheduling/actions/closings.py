"""Closing a workplace with everything that was still to come there, and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.workplaces import AlreadyClosed, close_workplace, reopen_workplace
from outreach.models import Message, Staff, Workplace
from safety.actions.due_items import recompute_workplace
from safety.models import DueItem
from scheduling.actions.enrolments import leave_class
from scheduling.actions.kept_times import let_go_of_workplaces
from scheduling.actions.visits import cancel_visit
from scheduling.models import Enrolment, Plan, PlanStop, TrainingClass, Visit


class ClosesLater(Exception):
    """A workplace that still works is not closed in advance."""

    def __init__(self) -> None:
        super().__init__(_("The closing date lies in the future."))


class ClosedBeforeRegistered(Exception):
    """Nothing closes before it was known."""

    def __init__(self) -> None:
        super().__init__(_("The closing date lies before the registration."))


@dataclass(frozen=True)
class StillAhead:
    """What a closing takes back, to be shown before."""

    due_items: QuerySet[DueItem]
    visits: QuerySet[Visit]
    texts: QuerySet[Message]
    seats: QuerySet[Enrolment]


def still_ahead(*, workplace: Workplace, now: datetime) -> StillAhead:
    """Return what is owed, planned and about to be sent at a workplace."""
    live = Visit.objects.live().filter(workplace=workplace)
    seats = Enrolment.objects.exclude(state=Enrolment.State.CANCELLED).filter(
        worker__workplace=workplace,
        training_class__state=TrainingClass.State.OPEN,
        training_class__starts_at__gt=now,
    )
    return StillAhead(
        due_items=DueItem.objects.open().filter(workplace=workplace),
        visits=live.select_related("team").order_by("starts_at"),
        texts=Message.objects.waiting().filter(workplace=workplace),
        seats=seats.select_related("worker", "training_class__course").order_by("pk"),
    )


@transaction.atomic
def close_site(
    *,
    workplace: Workplace,
    closed_date: date,
    reason: str,
    staff: Staff | None,
    today: date,
    now: datetime,
) -> Workplace:
    """
    Close a workplace: nothing is owed, planned or sent to it any more, all in one step.

    :raises AlreadyClosed: it closed before
    :raises ClosesLater: the day lies in the future
    :raises ClosedBeforeRegistered: the day lies before it was registered
    """
    if workplace.closed_date is not None:
        raise AlreadyClosed
    if closed_date > today:
        raise ClosesLater
    if closed_date < workplace.registered_date:
        raise ClosedBeforeRegistered
    ahead = still_ahead(workplace=workplace, now=now)
    why = str(Workplace.ClosedReason(reason).label)
    let_go_of_workplaces(workplaces=[workplace.pk])
    for visit in list(ahead.visits):
        cancel_visit(visit=visit, reason=why, staff=staff, now=now)
    for seat in list(ahead.seats):
        leave_class(enrolment=seat, now=now)
    PlanStop.objects.filter(workplace=workplace, plan__state=Plan.State.PROPOSED).update(
        is_kept=False
    )
    closed = close_workplace(workplace=workplace, today=closed_date, reason=reason, now=now)
    recompute_workplace(workplace=closed, today=today, now=now)
    return closed


@transaction.atomic
def reopen_site(*, workplace: Workplace, today: date, now: datetime) -> Workplace:
    """
    Open a closed workplace again; what is owed is worked out, visits are booked anew.

    :raises NotClosed: it is open
    :raises AlreadyRegistered: its number belongs to another one by now
    """
    opened = reopen_workplace(workplace=workplace, now=now)
    recompute_workplace(workplace=opened, today=today, now=now)
    return opened
