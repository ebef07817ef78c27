from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.search import refresh
from outreach.models import Centre, Message, Workplace
from outreach.places.geocoding import UnknownDistrict, geocode
from outreach.rules.addresses import locate
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import comparable, tidy

FACTS = frozenset(
    {
        "name", "representative_name", "business_no", "site_no", "factory_no", "insurance_no",
        "ksic", "road_address", "lot_address", "latitude", "longitude", "regular_workers", "floor",
        "has_lift", "has_van_parking", "has_power", "has_quiet_corner", "site_note",
        "van_height_cm", "van_length_cm", "preferred_from", "preferred_to",
    }
)  # fmt: skip
CLOSED = "WORKPLACE_CLOSED"


class ChangedMeanwhile(Exception):
    """Somebody else saved it since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Please look again."))


class AlreadyRegistered(Exception):
    """Another workplace of the centre holds that number."""

    def __init__(self, other: Workplace) -> None:
        self.other = other
        super().__init__(_("A workplace with this number is already registered."))


class AlreadyClosed(Exception):
    """The workplace closed before."""

    def __init__(self) -> None:
        super().__init__(_("This workplace is closed already."))


class NotClosed(Exception):
    """The workplace is open."""

    def __init__(self) -> None:
        super().__init__(_("This workplace is not closed."))


class ResidentNumberGiven(Exception):
    """A text holds what looks like a resident number; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__(_("Please leave out the resident registration number."))


class NotAFact(Exception):
    """Somebody tried to set a column that is worked out, or belongs to nobody."""


@transaction.atomic
def register_workplace(
    *, centre: Centre, facts: Mapping[str, Any], today: date, now: datetime
) -> Workplace:
    """
    Put a workplace on the centre's list; a shop without a business number is as welcome.

    :raises AlreadyRegistered: an open workplace has the business and site number, or one has the
        factory number
    :raises ResidentNumberGiven: a text looks like one
    """
    columns = _columns(facts)
    workplace = Workplace(
        centre=centre, registered_date=today, facts_changed_at=now, **_located(columns)
    )
    refuse_a_second(workplace)
    workplace.save(force_insert=True)
    refresh(workplaces=[workplace.pk])
    return workplace


@transaction.atomic
def change_workplace(
    *, workplace: Workplace, version: int, changes: Mapping[str, Any], now: datetime
) -> Workplace:
    """
    Change some facts of a workplace, if nobody changed it since `version` was read.

    :raises ChangedMeanwhile: somebody did
    :raises AlreadyRegistered: the new number belongs to another workplace
    :raises ResidentNumberGiven: a text looks like one
    """
    changes = _columns(changes)
    if {"road_address", "lot_address"} & {
        name for name, value in changes.items() if getattr(workplace, name) != value
    }:
        addresses = {
            "road_address": workplace.road_address,
            "lot_address": workplace.lot_address,
        }
        changes = _located({**addresses, **changes})
    for name, value in changes.items():
        setattr(workplace, name, value)
    refuse_a_second(workplace)
    _save(workplace, version, {**changes, "facts_changed_at": now})
    refresh(workplaces=[workplace.pk])
    return workplace


@transaction.atomic
def close_workplace(
    *, workplace: Workplace, today: date, now: datetime, reason: str = ""
) -> Workplace:
    """
    Close a workplace that has given up; its texts that still wait are withdrawn.

    :raises AlreadyClosed: it closed before
    """
    if workplace.closed_date is not None:
        raise AlreadyClosed
    changes = {"closed_date": today, "closed_reason": reason, "facts_changed_at": now}
    _save(workplace, workplace.version, changes)
    Message.objects.filter(workplace=workplace).take_back(reason=CLOSED, at=now)
    return workplace


@transaction.atomic
def reopen_workplace(*, workplace: Workplace, now: datetime) -> Workplace:
    """
    Open a workplace again; what was withdrawn when it closed stays withdrawn.

    :raises NotClosed: it is open, or lives on in another one
    :raises AlreadyRegistered: its number belongs to another workplace by now
    """
    if workplace.closed_date is None or workplace.merged_into_id is not None:
        raise NotClosed
    workplace.closed_date = None
    refuse_a_second(workplace)
    changes = {"closed_date": None, "closed_reason": "", "facts_changed_at": now}
    _save(workplace, workplace.version, changes)
    return workplace


def next_version(row: QuerySet[Any], version: int | None) -> int:
    """
    Count a change of one row, and hold the row; None stands for whatever version it has.

    :raises ChangedMeanwhile: it is no longer at the version that was read
    """
    unchanged = row if version is None else row.filter(version=version)
    if not unchanged.update(version=F("version") + 1):
        raise ChangedMeanwhile
    counted: int = row.values_list("version", flat=True).get()
    return counted


def _save(workplace: Workplace, version: int, changes: Mapping[str, Any]) -> None:
    """Write only over the version that was read: the row itself decides, not what we remember."""
    rows = Workplace.objects.filter(pk=workplace.pk, version=version)
    if not rows.update(**changes, version=F("version") + 1):
        raise ChangedMeanwhile
    workplace.refresh_from_db()


def _columns(facts: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := facts.keys() - FACTS:
        raise NotAFact(", ".join(sorted(unknown)))
    columns = {
        name: tidy(value) if isinstance(value, str) else value for name, value in facts.items()
    }
    texts = [value for value in columns.values() if isinstance(value, str)]
    if any(holds_resident_number(text) for text in texts):
        raise ResidentNumberGiven
    if "name" in columns:
        columns["comparable_name"] = comparable(columns["name"])
    return columns


def _located(columns: dict[str, Any]) -> dict[str, Any]:
    """Add district, neighbourhood and the best point the addresses tell, unless one is given."""
    place = locate(
        road_address=columns.get("road_address", ""), lot_address=columns.get("lot_address", "")
    )
    located: dict[str, Any] = {"district_code": place.district_code or "", "dong": place.dong}
    if columns.get("latitude") is not None and columns.get("longitude") is not None:
        located["precision"] = Workplace.Precision.ADDRESS
        return {**columns, **located}
    try:
        point = geocode(district_code=located["district_code"], dong=place.dong)
    except UnknownDistrict:
        unknown = {"latitude": None, "longitude": None, "precision": Workplace.Precision.UNKNOWN}
        return {**columns, **located, **unknown}
    located |= {"latitude": point.lat, "longitude": point.lon, "precision": point.precision}
    return {**columns, **located}


def refuse_a_second(workplace: Workplace) -> None:
    """
    Let a number belong to one workplace.

    :raises AlreadyRegistered: an open one has the business number, or any has the factory number
    """
    others = Workplace.objects.filter(centre=workplace.centre).exclude(pk=workplace.pk)
    other = None
    if workplace.business_no and workplace.closed_date is None:
        other = (
            others.open()
            .filter(business_no=workplace.business_no, site_no=workplace.site_no)
            .first()
        )
    if other is None and workplace.factory_no:
        other = others.filter(factory_no=workplace.factory_no).first()
    if other is not None:
        raise AlreadyRegistered(other)
