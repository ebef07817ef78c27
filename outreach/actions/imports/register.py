"""The centre's workplaces, ready to be found again by what a row of a list tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import F

from outreach.actions.imports.facts import Facts
from outreach.models import Centre, Contact, Workplace
from outreach.rules.sites import site_of


@dataclass(slots=True)
class Known:
    """A workplace on record, or one that an earlier row of the same file brings."""

    facts: Facts
    pk: int | None = None
    is_closed: bool = False
    numbers: tuple[str, ...] = ()  # of its current contacts
    former_numbers: tuple[str, ...] = ()  # struck off by staff: a register does not bring them back
    row: int | None = None  # the row of this file that speaks of it


class Register:
    """Look-ups by factory number, business number and name; each takes no time at any size."""

    def __init__(self) -> None:
        self._by_factory: dict[str, Known] = {}
        self._by_business: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Known]] = defaultdict(list)

    def add(self, known: Known) -> None:
        """Make a workplace known by its facts; one added again is found by old and new ones."""
        facts = known.facts
        if facts.factory_no:
            self._by_factory.setdefault(facts.factory_no, known)
        if facts.business_no:
            self._by_business[facts.business_no].append(known)
        self._by_name[facts.comparable_name].append(known)

    def find(self, told: Facts) -> Known | None:
        """
        Return the workplace that a row means.

        1. Its number in the factory register decides.
        2. Then the business number with the site number; an open workplace goes first.
        3. Then the name, at the same address: the same name at another site is another workplace.
        """
        if told.factory_no in self._by_factory:
            return self._by_factory[told.factory_no]
        found = next(self._with_business_number(told), None)
        if found is None:
            found = next(self._with_name(told), None)
        return found

    def holder_of_business_number(self, told: Facts, site_no: str) -> Known | None:
        """Return the open workplace that has the business and site number now."""
        for known in self._by_business.get(told.business_no, ()):
            facts = known.facts
            held = (facts.business_no, facts.site_no)
            if held == (told.business_no, site_no) and not known.is_closed:
                return known
        return None

    def _with_business_number(self, told: Facts) -> Iterator[Known]:
        if not told.business_no:
            return
        likely = [
            known
            for known in self._by_business.get(told.business_no, ())
            if not _differ(known.facts.factory_no, told.factory_no)
        ]
        likely.sort(key=attrgetter("is_closed"))
        yield from (known for known in likely if known.facts.site_no == told.site_no)
        if not told.site_no and len(likely) == 1:
            yield likely[0]
        yield from (
            known
            for known in likely
            if not _differ(known.facts.site_no, told.site_no) and _same_place(known.facts, told)
        )

    def _with_name(self, told: Facts) -> Iterator[Known]:
        likely = [
            known
            for known in self._by_name.get(told.comparable_name, ())
            if not _differ(known.facts.factory_no, told.factory_no)
            and not _differ(known.facts.business_no, told.business_no)
            and not _differ(known.facts.site_no, told.site_no)
            and _same_place(known.facts, told)
        ]
        yield from sorted(likely, key=attrgetter("is_closed"))


def load_register(centre: Centre) -> Register:
    """Read all workplaces of a centre, closed ones too, in two queries."""
    register = Register()
    current: defaultdict[int, list[str]] = defaultdict(list)
    former: defaultdict[int, list[str]] = defaultdict(list)
    contacts = Contact.objects.filter(workplace__centre=centre).exclude(phone="")
    for workplace_id, phone, left_date in contacts.values_list(
        "workplace_id", "phone", "left_date"
    ).iterator():
        (current if left_date is None else former)[workplace_id].append(phone)
    rows = Workplace.objects.filter(centre=centre).order_by(
        F("closed_date").asc(nulls_first=True), "pk"
    )
    for pk, closed_date, *facts in rows.values_list("pk", "closed_date", *Facts._fields).iterator():
        register.add(
            Known(
                facts=Facts._make(facts),
                pk=pk,
                is_closed=closed_date is not None,
                numbers=tuple(sorted(current.get(pk, ()))),
                former_numbers=tuple(sorted(former.get(pk, ()))),
            )
        )
    return register


def same_building(known: Facts, told: Facts) -> bool:
    """Tell whether both addresses name one building of one district, by road or else by lot."""
    return known.district_code == told.district_code and any(
        site_of(left).building == site_of(right).building
        for left, right in _address_pairs(known, told)
    )


def _same_place(known: Facts, told: Facts) -> bool:
    return known.district_code == told.district_code and any(
        site_of(left).meets(site_of(right)) for left, right in _address_pairs(known, told)
    )


def _address_pairs(known: Facts, told: Facts) -> Iterator[tuple[str, str]]:
    """Yield the addresses to be compared: by road where both have one, else by lot."""
    if known.road_address and told.road_address:
        yield known.road_address, told.road_address
    elif known.lot_address and told.lot_address:
        yield known.lot_address, told.lot_address
    else:
        yield known.road_address or known.lot_address, told.road_address or told.lot_address


def _differ(left: str, right: str) -> bool:
    """Tell whether both numbers are known and are not the same; a blank one contradicts nothing."""
    return bool(left and right and left != right)
