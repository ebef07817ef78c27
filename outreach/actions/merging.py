"""Two workplaces on their way to become one: what every layer is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Workplace

KEPT, GONE = "kept", "gone"
# What is chosen as one: columns that would lie if they came from two places.
GROUPS: dict[str, tuple[str, ...]] = {
    "name": ("name", "comparable_name"),
    "representative_name": ("representative_name",),
    "business_no": ("business_no", "site_no"),
    "factory_no": ("factory_no",),
    "insurance_no": ("insurance_no",),
    "ksic": ("ksic",),
    "address": (
        "road_address", "lot_address", "district_code", "dong", "latitude", "longitude",
        "precision",
    ),
    "regular_workers": ("regular_workers",),
    "floor": ("floor",),
    "has_lift": ("has_lift",),
    "has_van_parking": ("has_van_parking",),
    "van_room": ("van_height_cm", "van_length_cm"),
    "has_power": ("has_power",),
    "has_quiet_corner": ("has_quiet_corner",),
    "site_note": ("site_note",),
    "photo": ("photo",),
    "preferred": ("preferred_from", "preferred_to"),
}  # fmt: skip


class MergeRefused(Exception):
    """The two cannot become one; the words are shown to the person who asked."""

    words: str | Promise = _("These two cannot be merged.")

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Remark:
    """Something that both had, and what becomes of it."""

    code: str
    subject: Any = None
    other: Any = None


@dataclass
class Merging:
    """What is merged into what, as the person who asked chose, and what came of it so far."""

    kept: Workplace
    gone: Workplace
    chosen: Mapping[str, str]  # group of GROUPS → KEPT or GONE
    people: Mapping[int, int]  # worker who goes → who stays
    staff: Staff | None
    today: date
    now: datetime
    moved: dict[str, list[Any]] = field(default_factory=dict)
    stayed: dict[str, list[Any]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def move(self, rows: QuerySet[Any], **into: Any) -> list[Any]:
        """
        Point rows to what is kept; the database says of which it has one already.

        Returns the ids of those: they stay with what goes, as its history.
        """
        model = rows.model
        keys = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
        moved, stayed = keys, []
        if not _moves(model._base_manager.filter(pk__in=keys), into):
            moved = [pk for pk in keys if _moves(model._base_manager.filter(pk=pk), into)]
            stayed = [pk for pk in keys if pk not in set(moved)]
        table = model._meta.label_lower
        if moved:
            self.moved.setdefault(table, []).extend(_names(moved))
        if stayed:
            self.stayed.setdefault(table, []).extend(_names(stayed))
        return stayed

    def remark(self, code: str, subject: Any = None, other: Any = None) -> None:
        """Say what both had."""
        self.remarks.append(Remark(code, subject, other))


def fuller(kept: Workplace, gone: Workplace) -> dict[str, str]:
    """Return for each group the side that knows more; the kept one where they know alike."""
    return {
        group: GONE if _worth(gone, columns) > _worth(kept, columns) else KEPT
        for group, columns in GROUPS.items()
    }


def values_of(workplace: Workplace, group: str) -> tuple[Any, ...]:
    """Return what a workplace says in a group."""
    return tuple(getattr(workplace, column) for column in GROUPS[group])


def _worth(workplace: Workplace, columns: tuple[str, ...]) -> tuple[int, int]:
    """Return how many columns say something, and how much the words among them say."""
    said = [value for column in columns if (value := getattr(workplace, column)) not in (None, "")]
    if columns[-1] == "precision":
        exact = {"ADDRESS": 2, "DONG": 1}.get(workplace.precision, 0)
        return exact, sum(len(value) for value in said[:2] if isinstance(value, str))
    return len(said), sum(len(value) for value in said if isinstance(value, str))


def _moves(rows: QuerySet[Any], into: Mapping[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**into)
    except IntegrityError:
        return False
    return True


def _names(keys: list[Any]) -> list[Any]:
    return [key if isinstance(key, int) else str(key) for key in keys]
