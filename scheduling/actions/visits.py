"""Booking a visit, moving it and cancelling it: place, texts, link and calendar in one step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.links import open_link
from outreach.models import Link, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused, check_time, lock_due_items, resources_of
from scheduling.actions.feeds import write_event
from scheduling.actions.kept_times import let_go_of_visit
from scheduling.actions.reminders import plan_for_visit, withdraw_for_visit
from scheduling.actions.reservations import release, reserve
from scheduling.models import OwnerAnswer, Team, Visit, VisitLock

LINK_OUTLIVES = timedelta(hours=24)  # the owner may look once more after the visit


class VisitIsOver(VisitRefused):
    words = _("This visit is over or was cancelled.")


class ChangedMeanwhile(VisitRefused):
    words = _("Somebody else has changed this visit meanwhile. Please look at it again.")


class VisitHasBegun(VisitRefused):
    words = _("This visit has already begun.")


class AlreadyConfirmed(VisitRefused):
    words = _("This visit is already confirmed.")


class AlreadyAsked(VisitRefused):
    words = _("This wish has already been noted.")


@transaction.atomic
def book_visit(
    *,
    workplace: Workplace,
    due_items: Collection[DueItem],
    team: Team,
    starts_at: datetime,
    minutes: int,
    staff: Staff | None,
    now: datetime,
) -> Visit:
    """
    Book a visit for due items of one workplace.

    :raises VisitRefused: the time or an item cannot be had
    :raises AlreadyTaken: the team, one of its people, its van or the workplace has something else
    """
    check_time(team=team, workplace=workplace, starts_at=starts_at, minutes=minutes, now=now)
    items = lock_due_items(workplace=workplace, due_items=due_items)
    link = open_link(
        centre=workplace.centre,
        purpose=Link.Purpose.VISIT,
        workplace=workplace,
        expires_at=starts_at + LINK_OUTLIVES,
        now=now,
    )
    visit = Visit.objects.create(
        centre=workplace.centre,
        workplace=workplace,
        team=team,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        link=link,
        booked_by=staff,
        booked_at=now,
    )
    visit.due_items.set(items)
    _reserve(visit)
    plan_for_visit(visit=visit, now=now, event="BOOKED")
    write_event(visit=visit, now=now)
    return visit


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    team: Team,
    starts_at: datetime,
    minutes: int,
    staff: Staff | None,
    now: datetime,
) -> Visit:
    """
    Move a visit to another time or team; the owner has to confirm it anew.

    The new place is taken before the old one is given back, so that a refusal leaves the visit
    where it was.

    :raises VisitRefused: the visit has changed or is over, or the time cannot be had
    :raises AlreadyTaken: somebody or something is busy then
    """
    visit = _lock(visit, must_be_live=True)
    check_time(team=team, workplace=visit.workplace, starts_at=starts_at, minutes=minutes, now=now)
    visit.team, visit.starts_at = team, starts_at
    visit.ends_at = starts_at + timedelta(minutes=minutes)
    visit.state = Visit.State.BOOKED
    visit.version += 1
    visit.address_changed_at = None  # whoever moves it has looked where it goes
    visit.expected_at = None  # what the team said was of the old time
    visit.save(
        update_fields=[
            "team", "starts_at", "ends_at", "state", "version", "address_changed_at", "expected_at",
        ]
    )  # fmt: skip
    _reserve(visit)
    if visit.link is not None:
        visit.link.expires_at = starts_at + LINK_OUTLIVES
        visit.link.save(update_fields=["expires_at"])
    let_go_of_visit(visit=visit)
    _settle_answers(visit, now)
    VisitLock.objects.filter(visit=visit).delete()  # it was said of the time it had
    withdraw_for_visit(visit=visit, reason="MOVED", now=now)
    plan_for_visit(visit=visit, now=now, event="MOVED")
    write_event(visit=visit, now=now)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, staff: Staff | None, now: datetime) -> Visit:
    """
    Cancel a visit: its due items are free again, its texts are taken back.

    :raises VisitRefused: the visit has changed or is over
    """
    visit = _lock(visit, must_be_live=True)
    visit.state, visit.cancelled_reason = Visit.State.CANCELLED, reason
    visit.version += 1
    visit.save(update_fields=["state", "cancelled_reason", "version"])
    release(visit=visit)
    let_go_of_visit(visit=visit)
    _settle_answers(visit, now)
    withdraw_for_visit(visit=visit, reason="CANCELLED", now=now)
    plan_for_visit(visit=visit, now=now, event="CANCELLED")
    write_event(visit=visit, now=now)
    return visit


@transaction.atomic
def confirm_visit(*, visit: Visit, now: datetime, staff: Staff | None = None) -> OwnerAnswer:
    """
    Note that the owner expects the visit; `staff` took the answer by telephone, if anybody.

    :raises VisitRefused: the visit has changed, is over, has begun, or is confirmed already
    """
    visit = _lock(visit, must_be_live=True)
    if visit.starts_at <= now:
        raise VisitHasBegun
    if visit.state == Visit.State.CONFIRMED:
        raise AlreadyConfirmed
    visit.state = Visit.State.CONFIRMED
    visit.save(update_fields=["state"])
    VisitLock.objects.filter(visit=visit, is_locked=False).delete()  # a promise anew
    _settle_answers(visit, now)
    return OwnerAnswer.objects.create(
        visit=visit,
        visit_version=visit.version,
        answer=OwnerAnswer.Answer.CONFIRMED,
        answered_at=now,
        taken_by=staff,
    )


@transaction.atomic
def ask_other_time(
    *,
    visit: Visit,
    wish: str,
    now: datetime,
    staff: Staff | None = None,
    parts: Collection[str] = (),
) -> OwnerAnswer:
    """
    Note that the owner would like another time; staff see it among today's work.

    :raises VisitRefused: the visit has changed, is over or has begun, or this wish is known
    """
    visit = _lock(visit, must_be_live=True)
    if visit.starts_at <= now:
        raise VisitHasBegun
    waiting = visit.answers.unhandled()
    if waiting.filter(visit_version=visit.version, wish=wish, parts=list(parts)).exists():
        raise AlreadyAsked
    visit.state = Visit.State.BOOKED
    visit.save(update_fields=["state"])
    _settle_answers(visit, now)
    return OwnerAnswer.objects.create(
        visit=visit,
        visit_version=visit.version,
        answer=OwnerAnswer.Answer.OTHER_TIME,
        wish=wish,
        parts=list(parts),
        answered_at=now,
        taken_by=staff,
    )


def lock_visit(visit: Visit) -> Visit:
    """
    Read the visit again and keep others from changing it.

    :raises ChangedMeanwhile: it is no longer as the asking person saw it
    """
    return _lock(visit, must_be_live=False)


def lock_live_visit(visit: Visit) -> Visit:
    """
    Read a visit that is still to come again and keep others from changing it.

    :raises VisitRefused: it has changed or is over
    """
    return _lock(visit, must_be_live=True)


def _lock(visit: Visit, *, must_be_live: bool) -> Visit:
    locked = Visit.objects.select_for_update().get(pk=visit.pk)
    if must_be_live and not locked.is_live:
        raise VisitIsOver
    if locked.version != visit.version:
        raise ChangedMeanwhile
    return locked


def _reserve(visit: Visit) -> None:
    reserve(
        resources=resources_of(workplace=visit.workplace, team=visit.team),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        visit=visit,
    )


def _settle_answers(visit: Visit, now: datetime) -> None:
    """Whatever the owner said before is taken care of by what happens now."""
    visit.answers.filter(handled_at=None).update(handled_at=now)
