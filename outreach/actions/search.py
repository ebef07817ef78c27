"""Keeping true what workplaces and workers are found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from outreach.models import Centre, Contact, SearchEntry, Worker, Workplace, bulk
from outreach.rules.hangul import asked_number, initials, keys

AT_ONCE = 2_000
FACTS = (
    "pk", "centre_id", "comparable_name", "representative_name", "road_address", "lot_address",
    "dong", "business_no", "factory_no", "insurance_no",
)  # fmt: skip
_keys_of_word = lru_cache(maxsize=2**14)(keys)  # a city's addresses are made of few words


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


class Found(NamedTuple):
    """What a workplace is found by, in the columns of FACTS, then people and telephones."""

    pk: int
    centre_id: int
    comparable_name: str
    representative_name: str
    road_address: str
    lot_address: str
    dong: str
    business_no: str
    factory_no: str
    insurance_no: str
    people: Iterable[str]
    phones: Iterable[str]


@transaction.atomic
def refresh(*, workplaces: Iterable[int]) -> int:
    """
    Write anew what these workplaces and their workers are found by; return how many rows changed.

    Whoever changes a name, an address, a number, a contact or a worker calls it in the same
    transaction.
    """
    changed = 0
    for chunk in in_chunks(workplaces):
        stale, missing = _differences(chunk)
        SearchEntry.objects.filter(pk__in=stale).delete()
        _write(missing)
        changed += len(stale) + len(missing)
    return changed


def enter(entries: Iterable[Wanted]) -> None:
    """
    Write what new workplaces without workers are found by, in the transaction that inserts them.

    `entry_of` says what `refresh` would, without reading back what is at hand.
    """
    _write(entries)


def rebuild(*, centre: Centre | None = None) -> int:
    """Refresh every workplace of a centre or of all, each part in a transaction of its own."""
    return sum(refresh(workplaces=chunk) for chunk in in_chunks(_all(centre)))


def false_entries(*, centre: Centre | None = None) -> Iterator[str]:
    """Name the workplaces that are found by something else than what they are."""
    for chunk in in_chunks(_all(centre)):
        stale, missing = _differences(chunk)
        wrong = set(SearchEntry.objects.filter(pk__in=stale).values_list("workplace_id", flat=True))
        for pk in sorted(wrong | {entry.workplace_id for entry in missing}):
            yield f"workplace {pk}"


def in_chunks(pks: Iterable[int]) -> Iterator[list[int]]:
    """Yield the ids so many at a time."""
    iterator = iter(pks)
    while chunk := list(islice(iterator, AT_ONCE)):
        yield chunk


def entries_of(pks: list[int]) -> Iterator[Wanted]:
    """Yield what these workplaces and their workers must be found by."""
    people: dict[int, list[str]] = defaultdict(list)
    phones: dict[int, list[str]] = defaultdict(list)
    contacts = Contact.objects.current().filter(workplace__in=pks).order_by("pk")
    for home, name, phone in contacts.values_list("workplace_id", "name", "phone"):
        people[home].append(name)
        phones[home].append(phone)
    homes: dict[int, tuple[int, str]] = {}
    workplaces = Workplace.objects.standing().filter(pk__in=pks).order_by()
    for pk, *facts in workplaces.values_list(*FACTS):
        entry = entry_of(Found._make((pk, *facts, people[pk], phones[pk])))
        homes[pk] = entry.centre_id, entry.name_keys
        yield entry
    workers = Worker.objects.filter(workplace__in=list(homes)).order_by()
    for pk, home, name, phone in workers.values_list("pk", "workplace_id", "name", "phone"):
        centre, place = homes[home]
        yield Wanted(
            centre_id=centre,
            kind=SearchEntry.Kind.WORKER.value,
            workplace_id=home,
            worker_id=pk,
            name_keys=keys(name),
            initials=initials(name),
            place_keys=place,
            people_keys="",
            numbers="",
            phones=_words([_digits(phone)]),
        )


def _write(entries: Iterable[Wanted]) -> None:
    iterator = iter(entries)
    while chunk := list(islice(iterator, AT_ONCE)):
        bulk.insert(SearchEntry, Wanted._fields, chunk, at_once=True)


def _all(centre: Centre | None) -> Iterator[int]:
    workplaces = Workplace.objects.order_by("pk")
    if centre is not None:
        workplaces = workplaces.filter(centre=centre)
    return workplaces.values_list("pk", flat=True).iterator()


def _differences(pks: list[int]) -> tuple[list[int], list[Wanted]]:
    """Return the entries that are wrong or of nothing, and those to write."""
    wanted = set(entries_of(pks))
    stale = []
    stored = SearchEntry.objects.filter(workplace__in=pks).order_by()
    for pk, *values in stored.values_list("pk", *Wanted._fields):
        row = Wanted._make(values)
        if row in wanted:
            wanted.remove(row)
        else:
            stale.append(pk)
    return stale, sorted(wanted, key=_place)


def _place(row: Wanted) -> tuple[int, int]:
    return row.workplace_id, row.worker_id or 0


def entry_of(found: Found) -> Wanted:
    """Return what a workplace is found by."""
    name = found.comparable_name
    places = (found.road_address, found.lot_address, found.dong)
    numbers = (found.business_no, found.factory_no, found.insurance_no)
    return Wanted(
        centre_id=found.centre_id,
        kind=SearchEntry.Kind.WORKPLACE.value,
        workplace_id=found.pk,
        worker_id=None,
        name_keys=keys(name),
        initials=initials(name),
        place_keys=_words([_keys(place) for place in places if place]),
        people_keys=_words([_keys(one) for one in (found.representative_name, *found.people)]),
        numbers=_words([_keys(number) for number in numbers if number]),
        phones=_words([_digits(phone) for phone in found.phones]),
    )


def _keys(text: str) -> str:
    """Return the keys of a text, which are those of its words, without a blank between."""
    if text.isdigit() and text.isascii():
        return text
    return "".join([_keys_of_word(word) for word in text.split()])


def _digits(phone: str) -> str:
    if phone.startswith("+82") and phone.isascii() and phone[3:].isdigit():
        return f"0{phone[3:].removeprefix('0')}"
    return asked_number(phone)


def _words(found: list[str]) -> str:
    """Return each once, between blanks: the end of a number can then be looked up, too."""
    words = dict.fromkeys(word for word in found if word)
    return f" {' '.join(words)} " if words else ""
