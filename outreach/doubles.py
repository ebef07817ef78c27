"""Workplaces that may be the same one, as two lists or two clerks brought it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker
from outreach.models import Contact, SearchEntry, Workplace
from outreach.search import find

FEW = 8
NUMBER, PHONE, NAME, SIMILAR = (
    _("same number"),
    _("same telephone"),
    _("same name"),
    _("similar name"),
)


@dataclass(frozen=True)
class Suspect:
    """A workplace that may be the same, and why."""

    workplace: Workplace
    why: object


def suspects_of(workplace: Workplace, *, asker: Asker) -> list[Suspect]:
    """Return what shares a number, a telephone or a name in its district, in three queries."""
    found = {one.workplace.pk: one for one in reversed(list(_exact(workplace, asker)))}
    return list(reversed(found.values()))[:FEW]


def doubles_of(workplace: Workplace, *, asker: Asker) -> list[Suspect]:
    """Return the suspects, and behind them what is merely called alike."""
    found = suspects_of(workplace, asker=asker)
    known = {workplace.pk, *(one.workplace.pk for one in found)}
    for hit in find(asker=asker, words=workplace.name, limit=FEW):
        if hit.kind == SearchEntry.Kind.WORKPLACE and hit.workplace.pk not in known:
            found.append(Suspect(hit.workplace, SIMILAR))
    return found[:FEW]


def survivor_of(pk: int, *, asker: Asker) -> Workplace | None:
    """Return what a merged workplace is part of now; nothing for one of another centre."""
    seen: set[int] = set()
    if asker.centre_id is None:
        return None
    while pk not in seen:
        seen.add(pk)
        row = Workplace.objects.filter(pk=pk, centre_id=asker.centre_id).first()
        if row is None or row.merged_into_id is None:
            return row
        pk = row.merged_into_id
    return None


def _exact(workplace: Workplace, asker: Asker) -> Iterator[Suspect]:
    others = Workplace.objects.for_staff(asker).exclude(pk=workplace.pk).order_by("pk")
    # One question for each index: asked together, the whole city would be read.
    if workplace.business_no:
        numbered = others.open().exclude(business_no="")
        for other in numbered.filter(business_no=workplace.business_no)[:FEW]:
            yield Suspect(other, NUMBER)
    named = others.filter(comparable_name=workplace.comparable_name)
    for other in named.filter(district_code=workplace.district_code)[:FEW]:
        yield Suspect(other, NAME)
    for other in _callers(workplace, others):
        yield Suspect(other, PHONE)


def _callers(workplace: Workplace, others: QuerySet[Workplace]) -> Iterator[Workplace]:
    phones = Contact.objects.current().filter(workplace=workplace).exclude(phone="")
    same = Contact.objects.current().filter(phone__in=phones.values("phone"))
    yield from others.filter(pk__in=same.values("workplace")).order_by("pk")[:FEW]
