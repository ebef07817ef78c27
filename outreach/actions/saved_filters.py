"""Filters under a name: saved, renamed, shared, taken away, opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.finding.filters import Filter
from outreach.models import FilterUse, SavedFilter, Staff

MOST = 50  # of one person


class NothingToSave(Exception):
    """The filter asks for nothing."""

    def __init__(self) -> None:
        super().__init__(_("Choose a filter first; then save it."))


class TooManySaved(Exception):
    """Somebody has as many filters as a list can be read."""

    def __init__(self) -> None:
        super().__init__(_("You have 50 filters. Delete one before you save another."))


class NotYours(Exception):
    """Whoever did not make a filter, and does not look after the centre, leaves it as it is."""

    def __init__(self) -> None:
        super().__init__(_("Only whoever made this filter can change or delete it."))


@transaction.atomic
def save_filter(
    *, staff: Staff, name: str, is_shared: bool, wanted: Filter, now: datetime
) -> SavedFilter:
    """
    Keep a filter under a name; it counts as used.

    :raises NothingToSave: it asks for nothing
    :raises TooManySaved: there are fifty already
    """
    if not wanted.as_lists() or staff.centre is None:
        raise NothingToSave
    if staff.saved_filters.count() >= MOST:
        raise TooManySaved
    saved = SavedFilter(
        centre=staff.centre,
        staff=staff,
        name=name,
        is_shared=is_shared,
        query=wanted.as_lists(),
        saved_at=now,
    )
    saved.validate_constraints()
    saved.save()
    open_filter(saved_filter=saved, staff=staff, now=now)
    return saved


@transaction.atomic
def change_filter(
    *, saved_filter: SavedFilter, staff: Staff, name: str, is_shared: bool
) -> SavedFilter:
    """
    Rename a filter, or give it to the whole centre or take it back.

    :raises NotYours: somebody else made it
    """
    if not saved_filter.may_be_changed_by(staff):
        raise NotYours
    saved_filter.name, saved_filter.is_shared = name, is_shared
    saved_filter.validate_constraints()
    saved_filter.save(update_fields=["name", "is_shared"])
    return saved_filter


@transaction.atomic
def delete_filter(*, saved_filter: SavedFilter, staff: Staff) -> None:
    """
    Take a filter away; no workplace changes.

    :raises NotYours: somebody else made it
    """
    if not saved_filter.may_be_changed_by(staff):
        raise NotYours
    saved_filter.delete()


@transaction.atomic
def open_filter(*, saved_filter: SavedFilter, staff: Staff, now: datetime) -> None:
    """Remember that somebody uses a filter, to offer it again."""
    FilterUse.objects.update_or_create(
        staff=staff, saved_filter=saved_filter, defaults={"used_at": now}
    )
