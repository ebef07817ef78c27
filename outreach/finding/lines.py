"""What the list and the export tell of each workplace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch

from outreach.access import Asker
from outreach.finding.facets import columns_for
from outreach.models import Contact, Workplace

SHOWN = (
    "name", "closed_date", "district_code", "dong", "ksic", "regular_workers", "road_address",
    "lot_address", "business_no", "representative_name",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One workplace, the telephone to use, when somebody last got through, and what is added."""

    workplace: Workplace
    contact: Contact | None
    last_contact_at: datetime | None
    added: Sequence[date | None]
    """What the further columns say, in their order."""


def lines(pks: Sequence[int], asker: Asker) -> list[Line]:
    """
    Read the workplaces in this order; one that is gone is left out.

    Of their telephones, one that a text reaches comes first, then any other.
    """
    columns = columns_for(asker)
    contacts = Contact.objects.for_staff(asker).current().exclude(phone="")
    best_first = contacts.order_by("-is_textable", "-is_primary", "pk")
    found = (
        Workplace.objects.for_staff(asker)
        .filter(pk__in=pks)
        .annotate(
            last_contact_at=F("reach__last_contact_at"),
            **{column.name: F(column.path) for column in columns},
        )
        .only(*SHOWN)
        .prefetch_related(Prefetch("contacts", best_first, to_attr="reachable"))
    )
    by_key = {workplace.pk: workplace for workplace in found}
    return [
        Line(
            workplace,
            next(iter(workplace.reachable), None),  # type: ignore[attr-defined]
            workplace.last_contact_at,  # type: ignore[attr-defined]
            [getattr(workplace, column.name) for column in columns],
        )
        for pk in pks
        if (workplace := by_key.get(pk)) is not None
    ]
