"""Keeping true what workplaces and workers are found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from outreach.models import Centre, Contact, SearchEntry, Worker, Workplace
from outreach.rules.hangul import asked_number, initials, keys

AT_ONCE = 500
FACTS = (
    "pk", "centre_id", "comparable_name", "representative_name", "road_address", "lot_address",
    "dong", "business_no", "factory_no", "insurance_no",
)  # fmt: skip


class Wanted(NamedTuple):
    """What an entry must say, column by column."""

    centre_id: int
    kind: str
    workplace_id: int
    worker_id: int | None
    name_keys: str
    initials: str
    place_keys: str
    people_keys: str
    numbers: str
    phones: str


@transaction.atomic
def refresh(*, workplaces: Iterable[int]) -> int:
    """
    Write anew what these workplaces and their workers are found by; return how many rows changed.

    Whoever changes a name, an address, a number, a contact or a worker calls it in the same
    transaction.
    """
    changed = 0
    for chunk in _chunks(workplaces):
        stale, missing = _differences(chunk)
        SearchEntry.objects.filter(pk__in=stale).delete()
        SearchEntry.objects.bulk_create(missing)
        changed += len(stale) + len(missing)
    return changed


def rebuild(*, centre: Centre | None = None) -> int:
    """Refresh every workplace of a centre or of all, each part in a transaction of its own."""
    return sum(refresh(workplaces=chunk) for chunk in _chunks(_all(centre)))


def false_entries(*, centre: Centre | None = None) -> Iterator[str]:
    """Name the workplaces that are found by something else than what they are."""
    for chunk in _chunks(_all(centre)):
        stale, missing = _differences(chunk)
        wrong = set(SearchEntry.objects.filter(pk__in=stale).values_list("workplace_id", flat=True))
        for pk in sorted(wrong | {entry.workplace_id for entry in missing}):
            yield f"workplace {pk}"


def _all(centre: Centre | None) -> Iterator[int]:
    workplaces = Workplace.objects.order_by("pk")
    if centre is not None:
        workplaces = workplaces.filter(centre=centre)
    return workplaces.values_list("pk", flat=True).iterator()


def _chunks(pks: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(pks)
    while chunk := list(islice(iterator, AT_ONCE)):
        yield chunk


def _differences(pks: list[int]) -> tuple[list[int], list[SearchEntry]]:
    """Return the entries that are wrong or of nothing, and those to write."""
    wanted = set(_wanted(pks))
    stale = []
    stored = SearchEntry.objects.filter(workplace__in=pks).order_by()
    for pk, *values in stored.values_list("pk", *Wanted._fields):
        row = Wanted._make(values)
        if row in wanted:
            wanted.remove(row)
        else:
            stale.append(pk)
    return stale, [SearchEntry(**row._asdict()) for row in sorted(wanted, key=_place)]


def _place(row: Wanted) -> tuple[int, int]:
    return row.workplace_id, row.worker_id or 0


def _wanted(pks: list[int]) -> Iterator[Wanted]:
    people: dict[int, list[str]] = defaultdict(list)
    phones: dict[int, list[str]] = defaultdict(list)
    contacts = Contact.objects.current().filter(workplace__in=pks).order_by("pk")
    for home, name, phone in contacts.values_list("workplace_id", "name", "phone"):
        people[home].append(keys(name))
        phones[home].append(asked_number(phone))
    homes: dict[int, tuple[int, str]] = {}
    workplaces = Workplace.objects.filter(pk__in=pks).order_by()
    for pk, centre, name, owner, road, lot, dong, *numbers in workplaces.values_list(*FACTS):
        homes[pk] = centre, keys(name)
        yield Wanted(
            centre_id=centre,
            kind=SearchEntry.Kind.WORKPLACE,
            workplace_id=pk,
            worker_id=None,
            name_keys=homes[pk][1],
            initials=initials(name),
            place_keys=_words([keys(road), keys(lot), keys(dong)]),
            people_keys=_words([keys(owner), *people[pk]]),
            numbers=_words([keys(number) for number in numbers]),
            phones=_words(phones[pk]),
        )
    workers = Worker.objects.filter(workplace__in=pks).order_by()
    for pk, home, name, phone in workers.values_list("pk", "workplace_id", "name", "phone"):
        centre, place = homes[home]
        yield Wanted(
            centre_id=centre,
            kind=SearchEntry.Kind.WORKER,
            workplace_id=home,
            worker_id=pk,
            name_keys=keys(name),
            initials=initials(name),
            place_keys=place,
            people_keys="",
            numbers="",
            phones=_words([asked_number(phone)]),
        )


def _words(found: list[str]) -> str:
    """Return each once, between blanks: the end of a number can then be looked up, too."""
    words = dict.fromkeys(word for word in found if word)
    return f" {' '.join(words)} " if words else ""
