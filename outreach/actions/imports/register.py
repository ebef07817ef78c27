"""The centre's workplaces, ready to be found again by what a row of a list tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from outreach.actions.imports.buildings import buildings_of, same_building, same_place
from outreach.actions.imports.facts import Facts
from outreach.actions.imports.kinds import Candidate, Place
from outreach.rules.workplace_names import similar


@dataclass(slots=True, eq=False)
class Known:
    """A workplace on record, or one that an earlier row of the same file brings."""

    facts: Facts
    pk: int | None = None
    is_closed: bool = False
    into: int | None = None  # of a double: what it was merged into
    numbers: tuple[str, ...] = ()  # of its current contacts
    former_numbers: tuple[str, ...] = ()  # struck off by staff: a register does not bring them back
    place: Place | None = None  # the row of this file that speaks of it
    match: Known | None = None  # of a row: the workplace on record that it means

    def is_same(self, other: Known) -> bool:
        """Tell whether both speak of one workplace, be it on record or of an earlier row."""
        return (self.match or self) is (other.match or other)

    def candidate(self, why: str) -> Candidate:
        """Return how a row names it as what it is, or may be."""
        if self.place is not None:
            return {
                "workplace": self.pk,
                "sheet": self.place.sheet,
                "row": self.place.row,
                "why": why,
            }
        return {"workplace": self.pk, "row": None, "why": why}


Index = dict[str, Known | list[Known]]  # a list for each key would take a sixth of the memory


class Register:
    """Look-ups by number, name, telephone and building; each takes no time at any size."""

    def __init__(self) -> None:
        self._by_pk: dict[int, Known] = {}
        self._by_factory: dict[str, Known] = {}
        self._by_business: Index = {}
        self._by_name: Index = {}
        self._by_phone: Index = {}
        self._by_building: Index = {}

    def add(self, known: Known, buildings: Sequence[str] | None = None) -> None:
        """
        Make a workplace known; one added again, changed, is found by its new facts only.

        `buildings` are those of its addresses, if they are at hand.
        """
        facts = known.facts
        if known.pk is not None:
            self._by_pk[known.pk] = known
        if facts.factory_no:
            self._by_factory[facts.factory_no] = known
        if facts.business_no:
            _put(self._by_business, facts.business_no, known)
        _put(self._by_name, facts.comparable_name, known)
        for number in known.numbers:
            _put(self._by_phone, number, known)
        for building in buildings_of(facts) if buildings is None else buildings:
            _put(self._by_building, building, known)

    def with_pk(self, pk: int) -> Known | None:
        """Return a workplace on record by its id."""
        return self._by_pk.get(pk)

    def kept(self, known: Known) -> Known:
        """Return what a double was merged into, at the end; any other is itself."""
        while known.into is not None and (other := self._by_pk.get(known.into)) is not None:
            known = other
        return known

    def remove(self, pk: int) -> None:
        """Forget a workplace that is no longer there."""
        known = self._by_pk.pop(pk, None)
        if known is not None:
            known.facts = NOWHERE

    def find(self, told: Facts) -> tuple[Known, str] | None:
        """
        Return the workplace that a row certainly means, and by what it was found.

        1. Its number in the factory register decides.
        2. Then the business number with the site number; an open workplace goes first.
        3. Then the name, at the same address: the same name at another site is another workplace.
        """
        if not self._by_name:  # a first list, of which each row would ask in vain
            return None
        known = self._by_factory.get(told.factory_no)
        if told.factory_no and known is not None and known.facts.factory_no == told.factory_no:
            return known, "NUMBER"
        if (found := next(self._with_business_number(told), None)) is not None:
            return found, "NUMBER"
        if (found := next(self._with_name(told), None)) is not None:
            return found, "NAME_AND_ADDRESS"
        return None

    def holder_of_business_number(self, business_no: str, site_no: str) -> Known | None:
        """Return the open workplace that has the business and site number now."""
        for known in _at(self._by_business, business_no):
            held = (known.facts.business_no, known.facts.site_no)
            if held == (business_no, site_no) and not known.is_closed:
                return known
        return None

    def likely(
        self, told: Facts, numbers: Iterable[str], buildings: Sequence[str] | None = None
    ) -> Iterator[tuple[Known, str]]:
        """
        Yield open workplaces that the row may mean, each once, and why it may.

        A number in the factory register that differs tells a firm's second factory from its first.
        Another business number makes another firm of it, unless name, telephone and building are
        the same: a shop that was registered anew.
        """
        if not self._by_name:
            return
        seen: set[int] = set()
        for number in numbers:
            for known in _at(self._by_phone, number):
                if id(known) not in seen and (why := _why_by_phone(known, told, number)):
                    seen.add(id(known))
                    yield known, why
        if buildings is None:
            buildings = buildings_of(told) if self._by_building else ()
        for building in buildings:
            for known in _at(self._by_building, building):
                if id(known) not in seen and _is_slip_of(known, told):
                    seen.add(id(known))
                    yield known, "SIMILAR_NAME_AND_ADDRESS"

    def _with_business_number(self, told: Facts) -> Iterator[Known]:
        if not told.business_no or told.business_no not in self._by_business:
            return
        likely = [
            known
            for known in _at(self._by_business, told.business_no)
            if known.facts.business_no == told.business_no
            and not _differ(known.facts.factory_no, told.factory_no)
        ]
        likely.sort(key=attrgetter("is_closed"))
        yield from (known for known in likely if known.facts.site_no == told.site_no)
        if not told.site_no and len(likely) == 1:
            yield likely[0]
        yield from (
            known
            for known in likely
            if not _differ(known.facts.site_no, told.site_no) and same_place(known.facts, told)
        )

    def _with_name(self, told: Facts) -> Iterator[Known]:
        if told.comparable_name not in self._by_name:
            return
        likely = [
            known
            for known in _at(self._by_name, told.comparable_name)
            if known.facts.comparable_name == told.comparable_name
            and not _differ(known.facts.factory_no, told.factory_no)
            and not _differ(known.facts.business_no, told.business_no)
            and not _differ(known.facts.site_no, told.site_no)
            and same_place(known.facts, told)
        ]
        yield from sorted(likely, key=attrgetter("is_closed"))


NOWHERE = Facts._make([""] * (len(Facts._fields) - 1) + [None])


def _why_by_phone(known: Known, told: Facts, number: str) -> str:
    """Say why a workplace with this telephone may be meant; nothing: it is not."""
    if number not in known.numbers or _apart(known, told):
        return ""
    is_similar = similar(known.facts.name, told.name)
    is_there = same_building(known.facts, told)
    is_other_firm = _differ(known.facts.business_no, told.business_no)
    if (is_similar and is_there) or ((is_similar or is_there) and not is_other_firm):
        return "NAME_AND_PHONE" if is_similar else "PHONE"
    return ""


def _is_slip_of(known: Known, told: Facts) -> bool:
    """Tell whether a workplace of the same building has the same name but for a slip."""
    return (
        _share_letters(known.facts, told)
        and not _apart(known, told)
        and not _differ(known.facts.business_no, told.business_no)
        and same_place(known.facts, told)
        and similar(known.facts.name, told.name)
    )


def _apart(known: Known, told: Facts) -> bool:
    """Tell whether it is closed or gone, or its numbers say that it is another site."""
    facts = known.facts
    return (
        known.is_closed
        or not facts.name
        or _differ(facts.factory_no, told.factory_no)
        or (
            bool(told.business_no)
            and facts.business_no == told.business_no
            and facts.site_no != told.site_no
            and not same_building(facts, told)
        )
    )


def _share_letters(known: Facts, told: Facts) -> bool:
    """Tell quickly that names which begin and end otherwise are not similar."""
    left, right = known.comparable_name, told.comparable_name
    return left[:1] == right[:1] or left[-1:] == right[-1:]


def _differ(left: str, right: str) -> bool:
    """Tell whether both numbers are known and are not the same; a blank one contradicts nothing."""
    return bool(left and right and left != right)


def _at(index: Index, key: str) -> Sequence[Known]:
    found = index.get(key)
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def _put(index: Index, key: str, known: Known) -> None:
    found = index.get(key)
    if found is None:
        index[key] = known
    elif isinstance(found, list):
        if known not in found:
            found.append(known)
    elif found is not known:
        index[key] = [found, known]
