"""The upper layer's part of merging two workplaces: visits, proposed stops, seats in classes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from outreach.actions.ledgers import Shelf
from outreach.actions.merging import Merging
from safety.models import DueItem
from scheduling.actions.feeds import write_event
from scheduling.actions.reminders import withdraw_for_enrolment, withdraw_for_visit
from scheduling.actions.reservations import release
from scheduling.models import (
    Attendance,
    CalendarEvent,
    Enrolment,
    Offer,
    OwnerAnswer,
    Plan,
    PlanStop,
    Reminder,
    Reservation,
    TrainingClass,
    Visit,
)
from scheduling.models.reservation import TICK_MINUTES

MERGED = "MERGED"


def shelves(pks: Iterable[int]) -> list[Shelf]:
    """Return every row of this layer that merging these workplaces may touch."""
    keys = list(pks)
    classes = TrainingClass.objects.filter(enrolments__worker__workplace__in=keys)
    reminders = Reminder.objects.filter(visit__workplace__in=keys) | Reminder.objects.filter(
        enrolment__worker__workplace__in=keys
    )
    return [
        Shelf(Visit.objects.filter(workplace__in=keys)),
        Shelf(Visit.due_items.through.objects.filter(visit__workplace__in=keys), bars=False),
        Shelf(OwnerAnswer.objects.filter(visit__workplace__in=keys), bars=False),
        Shelf(Reservation.objects.filter(visit__workplace__in=keys), bars=False),
        Shelf(reminders.distinct(), bars=False),
        Shelf(PlanStop.objects.filter(workplace__in=keys), bars=False),
        Shelf(Offer.objects.filter(workplace__in=keys), bars=False),
        Shelf(classes.distinct()),
        Shelf(Enrolment.objects.filter(worker__workplace__in=keys)),
        Shelf(Attendance.objects.filter(worker__workplace__in=keys)),
        Shelf(CalendarEvent.objects.filter(visit__workplace__in=keys), is_derived=True),
    ]


def booked_items(pks: Iterable[int]) -> frozenset[int]:
    """Return the due items of these workplaces that a visit to come is booked for."""
    live = Visit.objects.live().filter(workplace__in=list(pks), due_items__isnull=False)
    return frozenset(live.values_list("due_items", flat=True))


def merge_rows(merging: Merging) -> None:
    """
    Move what this layer knows of the double.

    1. Of two visits at one time one stays, the confirmed or the earlier booked one, and takes on
       what the other was for.
    2. Of two seats of one person in one class one stays; the other is free again.
    3. Of two stops in a proposed week one stays.
    """
    gone, kept = merging.gone, merging.kept
    _fold_visits(merging)
    merging.move(Visit.objects.filter(workplace=gone), workplace=kept)
    Reservation.objects.filter(
        pk__in=merging.move(
            Reservation.objects.filter(resource=f"workplace:{gone.pk}"),
            resource=f"workplace:{kept.pk}",
        ),
        visit__state__in=[Visit.State.CANCELLED, Visit.State.DONE, Visit.State.MISSED],
    ).delete()
    merging.move(Offer.objects.filter(workplace=gone), workplace=kept)
    stops = merging.move(PlanStop.objects.filter(workplace=gone), workplace=kept)
    PlanStop.objects.filter(pk__in=stops, plan__state=Plan.State.PROPOSED).update(is_kept=False)
    for gone_pk, kept_pk in merging.people.items():
        _join_seats(merging, gone_pk, kept_pk)
        merging.move(Enrolment.objects.filter(worker=gone_pk), worker_id=kept_pk)
        merging.move(Attendance.objects.filter(worker=gone_pk), worker_id=kept_pk)


def finish(merging: Merging) -> None:
    """Write the calendar entries of the visits to come under the one name and address."""
    for visit in Visit.objects.live().filter(workplace=merging.kept).select_related("team"):
        write_event(visit=visit, now=merging.now)


def _fold_visits(merging: Merging) -> None:
    live = Visit.objects.live().filter(workplace__in=[merging.gone, merging.kept])
    staying: list[Visit] = []
    for visit in sorted(live.select_related("team"), key=_claim_to_stay):
        other = next((one for one in staying if _meet(one, visit)), None)
        if other is None:
            staying.append(visit)
        else:
            _fold(merging, visit, into=other)


def _claim_to_stay(visit: Visit) -> tuple[bool, object, int]:
    return visit.state != Visit.State.CONFIRMED, visit.booked_at, visit.pk


def _meet(one: Visit, other: Visit) -> bool:
    """Two visits of different lists that hold one ten minutes of the one workplace."""
    step = TICK_MINUTES * 60
    first, last = (
        max(visit.starts_at.timestamp() // step for visit in (one, other)),
        min(-(-visit.ends_at.timestamp() // step) for visit in (one, other)),
    )
    return one.workplace_id != other.workplace_id and first < last


def _fold(merging: Merging, visit: Visit, *, into: Visit) -> None:
    """Nobody is told that it was cancelled: for the owner the visit at that time stands."""
    able = [kind for kind in DueItem.Kind.values if kind in into.team.skills]
    into.due_items.add(*visit.due_items.filter(closed_at=None, kind__in=able))
    visit.state, visit.cancelled_reason = Visit.State.CANCELLED, _("Merged with another visit")
    visit.version += 1
    visit.save(update_fields=["state", "cancelled_reason", "version"])
    release(visit=visit)
    visit.answers.filter(handled_at=None).update(handled_at=merging.now)
    withdraw_for_visit(visit=visit, reason=MERGED, now=merging.now)
    write_event(visit=visit, now=merging.now)
    merging.remark("SAME_TIME", into, visit)


def _join_seats(merging: Merging, gone_pk: int, kept_pk: int) -> None:
    mine = {
        one.training_class_id: one
        for one in Enrolment.objects.filter(worker=kept_pk).exclude(state=Enrolment.State.CANCELLED)
    }
    theirs = Enrolment.objects.filter(
        worker=gone_pk, training_class__in=list(mine), training_class__state="OPEN"
    ).exclude(state=Enrolment.State.CANCELLED)
    for double in theirs.select_related("training_class__course").order_by("pk"):
        other = mine[double.training_class_id]
        has_better = other.state == Enrolment.State.WAITING and double.state != other.state
        loser = other if has_better else double
        merging.remark("SAME_SEAT", double.training_class)
        if loser.state == Enrolment.State.SEATED:
            TrainingClass.objects.filter(pk=loser.training_class_id).update(
                seats_taken=F("seats_taken") - 1
            )
        loser.state = Enrolment.State.CANCELLED
        loser.save(update_fields=["state"])
        withdraw_for_enrolment(enrolment=loser, reason=MERGED, now=merging.now)
