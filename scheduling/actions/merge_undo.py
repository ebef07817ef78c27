"""Taking a merge back as a whole, while nothing that hangs on it has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.ledgers import NotAsLeft, Since, picture, since, take_back
from outreach.actions.merging import MergeRefused
from outreach.models import Contact, Staff, Workplace
from safety.actions import merges as middle
from safety.actions.due_items import recompute_workplaces
from scheduling.actions.merge_visits import MERGED
from scheduling.actions.merges import shelves_of
from scheduling.actions.reminder_texts import take_back as take_back_texts
from scheduling.models import MergeRecord, Reminder, Reservation, Visit

LIVE = (Visit.State.BOOKED, Visit.State.CONFIRMED)


class AlreadyUndone(MergeRefused):
    words = _("This merge has been undone already.")


class SomethingHangsOnIt(MergeRefused):
    """What came, changed or went since the merge; nothing was undone."""

    words = _("Something has changed since the merge, so it cannot be undone as a whole.")

    def __init__(self, found: Iterable[Since]) -> None:
        self.found = list(found)
        super().__init__(len(self.found))


@transaction.atomic
def undo(*, record: MergeRecord, staff: Staff | None, today: date, now: datetime) -> MergeRecord:
    """
    Make two workplaces of one again, as they were.

    :raises AlreadyUndone: somebody was faster
    :raises SomethingHangsOnIt: what hangs on it has changed
    """
    record = MergeRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.undone_at is not None:
        raise AlreadyUndone
    pks = [record.kept_id, record.gone_id]
    list(Workplace.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    changes = json.loads(record.changes)
    if found := list(since(changes, shelves_of(pks))):
        raise SomethingHangsOnIt(found)
    held = set(changes["held"].get("safety.dueitem", ()))
    is_exact = set(picture(middle.shelves(pks)).get("safety.dueitem", {})) == held
    try:
        take_back(changes, shelves_of(pks))
    except NotAsLeft as reason:
        raise SomethingHangsOnIt([Since(str(reason), "", "NEW")]) from reason
    _part_visits(record, now)
    if not is_exact:
        recompute_workplaces(workplaces=pks, today=today, now=now)
    record.changes, record.undone_by, record.undone_at = "", staff, now
    record.save(update_fields=["changes", "undone_by", "undone_at"])
    return record


def hindrances(record: MergeRecord) -> list[Since]:
    """Return what stands in the way of undoing a merge."""
    if not record.changes:
        return []
    return list(since(json.loads(record.changes), shelves_of([record.kept_id, record.gone_id])))


def _part_visits(record: MergeRecord, now: datetime) -> None:
    """Let a visit that has gone back hold its own workplace, and tell nobody of the other one."""
    for pk, other in ((record.gone_id, record.kept_id), (record.kept_id, record.gone_id)):
        Reservation.objects.filter(
            resource=f"workplace:{other}", visit__workplace=pk, visit__state__in=LIVE
        ).update(resource=f"workplace:{pk}")
        astray = Reminder.objects.filter(visit__workplace=pk, message__contact__workplace=other)
        # Whoever has both places was told of both in one text before, and still is.
        own = Contact.objects.current().filter(workplace=pk)
        astray = astray.exclude(phone__in=own.values("phone"))
        take_back_texts(reminders=astray, reason=MERGED, now=now)
