"""Two workplaces that are one: shown beforehand, merged in one step, taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.actions import merges as bottom
from outreach.actions.ledgers import (
    Shelf,
    difference,
    picture,
)
from outreach.actions.merging import MergeRefused, Merging, fuller
from outreach.models import Staff, Worker, Workplace
from safety.actions import merges as middle
from scheduling.actions import merge_visits as upper
from scheduling.actions.kept_times import let_go_of_workplaces
from scheduling.models import MergeRecord


class SameWorkplace(MergeRefused):
    words = _("Please choose another workplace: this is the same one.")


class OtherCentre(MergeRefused):
    words = _("The two belong to different centres.")


class MergedAlready(MergeRefused):
    words = _("One of the two has been merged meanwhile. Please look again.")


class ChangedSinceShown(MergeRefused):
    words = _("Somebody else has changed one of the two meanwhile. Please look again.")


class KeptIsClosed(MergeRefused):
    words = _("The one that is to stay is closed, the other is open. Please keep the open one.")


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one person."""

    kept: Worker
    gone: Worker
    is_sure: bool  # same name and birth date: the database lets only one be on a list
    is_likely: bool  # same name and telephone, or sure


def pairs_of(*, kept: Workplace, gone: Workplace) -> list[Pair]:
    """Return people of one name on both lists whose birth dates do not contradict each other."""
    still_first = F("left_date").asc(nulls_first=True)
    mine = list(kept.workers.filter(merged_into=None).order_by(still_first, "pk"))
    theirs = gone.workers.filter(merged_into=None).order_by(still_first, "pk")
    found = [
        _pair(one, other)
        for other in theirs
        for one in mine
        if one.name == other.name
        and (None in (one.birth_date, other.birth_date) or one.birth_date == other.birth_date)
    ]
    found.sort(key=lambda pair: (not pair.is_sure, not pair.is_likely))
    taken: set[int] = set()
    chosen = []
    for pair in found:
        if taken.isdisjoint({pair.kept.pk, pair.gone.pk}):
            taken |= {pair.kept.pk, pair.gone.pk}
            chosen.append(pair)
    return chosen


def preview(
    *,
    kept: Workplace,
    gone: Workplace,
    chosen: Mapping[str, str] | None,
    same_people: Collection[int] | None,
    today: date,
    now: datetime,
) -> Merging:
    """
    Merge, look at what came of it, and take everything back: what is shown is what will be.

    :raises MergeRefused: it would be refused
    """
    with transaction.atomic():
        merging = _merging(kept, gone, chosen, same_people, None, today, now)
        _merge(merging)
        transaction.set_rollback(True)
    return merging


@transaction.atomic
def merge(
    *,
    kept: Workplace,
    gone: Workplace,
    chosen: Mapping[str, str],
    same_people: Collection[int],
    staff: Staff | None,
    today: date,
    now: datetime,
) -> MergeRecord:
    """
    Make one workplace of two; both histories are kept, and the old address leads to the new one.

    `same_people` are the workers of the double who are on the other list too. The two must be as
    they were shown: `version` of both is compared with the rows.

    :raises MergeRefused: with the reason; nothing has changed then
    :raises AlreadyRegistered: a chosen number belongs to a third workplace
    """
    merging = _merging(kept, gone, chosen, same_people, staff, today, now)
    # Before the picture is taken: times that were given back are not kept again by an undo.
    let_go_of_workplaces(workplaces=[kept.pk, gone.pk])
    shelves = shelves_of([kept.pk, gone.pk])
    before = picture(shelves)
    _merge(merging)
    changes = difference(before, picture(shelves), shelves)
    return MergeRecord.objects.create(
        kept=merging.kept,
        gone=merging.gone,
        merged_by=staff,
        merged_at=now,
        moved=merging.moved,
        stayed=merging.stayed,
        changes=json.dumps(changes, ensure_ascii=False),
    )


def shelves_of(pks: Iterable[int]) -> list[Shelf]:
    """Return every row of every layer that merging these workplaces may touch."""
    keys = list(pks)
    return [*bottom.shelves(keys), *middle.shelves(keys), *upper.shelves(keys)]


def _pair(one: Worker, other: Worker) -> Pair:
    is_sure = one.birth_date is not None and one.birth_date == other.birth_date
    is_same_phone = bool(one.phone) and one.phone == other.phone
    return Pair(one, other, is_sure, is_sure or is_same_phone)


def _merging(
    kept: Workplace,
    gone: Workplace,
    chosen: Mapping[str, str] | None,
    same_people: Collection[int] | None,
    staff: Staff | None,
    today: date,
    now: datetime,
) -> Merging:
    """Lock both, refuse what cannot be merged, and settle who is one person."""
    mine, theirs = lock_two(kept, gone)
    pairs = pairs_of(kept=mine, gone=theirs)
    people = {
        pair.gone.pk: pair.kept.pk
        for pair in pairs
        if pair.is_sure or (pair.is_likely if same_people is None else pair.gone.pk in same_people)
    }
    best = fuller(mine, theirs)
    return Merging(mine, theirs, {**best, **(chosen or {})}, people, staff, today, now)


def lock_two(kept: Workplace, gone: Workplace) -> tuple[Workplace, Workplace]:
    """
    Read both again and keep others from merging them, in one order for everybody.

    :raises MergeRefused: they are not as they were shown, or cannot be merged
    """
    if kept.pk == gone.pk:
        raise SameWorkplace
    rows = Workplace.objects.select_for_update(of=("self",)).order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk])}
    mine, theirs = locked[kept.pk], locked[gone.pk]
    if mine.merged_into_id or theirs.merged_into_id:
        raise MergedAlready
    if mine.centre_id != theirs.centre_id:
        raise OtherCentre
    if (mine.version, theirs.version) != (kept.version, gone.version):
        raise ChangedSinceShown
    if mine.closed_date is not None and theirs.closed_date is None:
        raise KeptIsClosed
    return mine, theirs


def _merge(merging: Merging) -> None:
    bottom.refuse_open_lists(merging)
    booked = upper.booked_items([merging.kept.pk, merging.gone.pk])
    upper.merge_rows(merging)
    middle.merge_rows(merging, booked)
    bottom.merge_rows(merging)
    middle.finish(merging)
    bottom.finish(merging)
    upper.finish(merging)
