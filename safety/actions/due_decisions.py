"""Putting a due item off, or waiving it, with a reason; and taking that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.calls import HealthWordsGiven
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.models import Staff
from outreach.rules.health_words import holds_health_words
from outreach.rules.resident_numbers import holds_resident_number
from safety.models import DueDecision, DueItem
from safety.rules.dates import add_months

Kind = DueDecision.Kind
LONGEST_MONTHS = 12  # nobody is forgotten: what is put off comes back


class NoReasonGiven(Exception):
    """A decision on a due item has a reason that others can read."""

    def __init__(self) -> None:
        super().__init__(_("Please write down the reason."))


class PutOffOnAWrongDay(Exception):
    """An item is put off to a later day, and not for ever."""

    def __init__(self) -> None:
        super().__init__(_("Please choose a day after today, within twelve months."))


class DutyWaived(Exception):
    """What the law asks is not ours to waive; it can be put off."""

    def __init__(self) -> None:
        super().__init__(
            _("The law asks for this, so it cannot be waived here. Please put it off instead.")
        )


class NotOpen(Exception):
    """The item is closed: there is nothing left to decide."""

    def __init__(self) -> None:
        super().__init__(_("This is not due any more."))


class NothingDecided(Exception):
    """Nobody put the item off or waived it, or that was taken back already."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to take back."))


@transaction.atomic
def put_off(
    *, item: DueItem, until: date, reason: str, staff: Staff, today: date, now: datetime
) -> DueDecision:
    """
    Leave an item out of the lists until a day; a decision before it is replaced.

    :raises NotOpen: it is closed
    :raises PutOffOnAWrongDay: not after today, or later than in twelve months
    :raises NoReasonGiven: without a reason
    :raises HealthWordsGiven: the reason speaks of somebody's health
    :raises ResidentNumberGiven: the reason holds a resident number
    """
    if not today < until <= add_months(today, LONGEST_MONTHS):
        raise PutOffOnAWrongDay
    return _decide(item, Kind.PUT_OFF, until, reason, staff, now)


@transaction.atomic
def waive(*, item: DueItem, reason: str, staff: Staff, now: datetime) -> DueDecision:
    """
    Leave an item out of the lists for good, this round of it.

    :raises NotOpen: it is closed
    :raises DutyWaived: the law asks for it
    :raises NoReasonGiven: without a reason
    :raises HealthWordsGiven: the reason speaks of somebody's health
    :raises ResidentNumberGiven: the reason holds a resident number
    """
    if item.status == DueItem.Status.OWED and item.is_by_law:
        raise DutyWaived
    return _decide(item, Kind.WAIVE, None, reason, staff, now)


@transaction.atomic
def take_back(*, item: DueItem, staff: Staff, now: datetime) -> DueDecision:
    """
    Take back what was decided: the item stands in the lists again.

    :raises NothingDecided: nothing stands
    """
    held = DueItem.objects.select_for_update().get(pk=item.pk)
    standing = held.decisions.filter(undone_at=None).first()
    if standing is None:
        raise NothingDecided
    _undo(standing, staff, now)
    _mark(held, None, waived=False)
    return standing


def _decide(
    item: DueItem, kind: Kind, until: date | None, reason: str, staff: Staff, now: datetime
) -> DueDecision:
    reason = reason.strip()
    if not reason:
        raise NoReasonGiven
    if holds_resident_number(reason):
        raise ResidentNumberGiven
    if holds_health_words(reason):
        raise HealthWordsGiven
    held = DueItem.objects.select_for_update().get(pk=item.pk)
    if held.closed_at is not None:
        raise NotOpen
    for standing in held.decisions.filter(undone_at=None):
        _undo(standing, staff, now)
    decision = DueDecision.objects.create(
        item=held, kind=kind, until_date=until, reason=reason, made_by=staff, made_at=now
    )
    _mark(held, until, waived=kind is Kind.WAIVE)
    return decision


def _undo(decision: DueDecision, staff: Staff, now: datetime) -> None:
    decision.undone_by, decision.undone_at = staff, now
    decision.save(update_fields=["undone_by", "undone_at"])


def _mark(item: DueItem, until: date | None, *, waived: bool) -> None:
    item.put_off_until, item.waived = until, waived
    item.save(update_fields=["put_off_until", "waived"])
