"""What somebody looks for: read from an address, written to one, kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.http import QueryDict
from django.utils.http import urlencode

from outreach.access import Asker
from outreach.finding.facets import facets_for, orders_for

WORDS, ORDER = "q", "sort"
LONGEST = 80
MOST_VALUES = 60  # of one facet: an address stays one that can be sent on


@dataclass(frozen=True)
class Filter:
    """Words, what is chosen of each facet, and the order; the same state has the same address."""

    words: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, asker: Asker) -> Self:
        """Read an address; what nobody knows, or this person may not ask, is no filter."""
        return cls.from_lists({name: query.getlist(name) for name in query}, asker)

    @classmethod
    def from_lists(cls, lists: Mapping[str, Iterable[Any]], asker: Asker) -> Self:
        """Read what was kept as JSON, or an address taken apart."""
        chosen = []
        for facet in facets_for(asker):
            given = dict.fromkeys(str(value) for value in lists.get(facet.name, ()))
            values = tuple(sorted(value for value in given if facet.is_known(value)))[:MOST_VALUES]
            if values and values != facet.default:
                chosen.append((facet.name, values))
        orders = {order.name for order in orders_for(asker)[1:]}  # the first is meant by none
        order = next((str(one) for one in lists.get(ORDER, ()) if str(one) in orders), "")
        words = " ".join(str(next(iter(lists.get(WORDS, ())), "")).replace("\0", "").split())
        return cls(words[:LONGEST], tuple(sorted(chosen)), order)

    def as_lists(self) -> dict[str, list[str]]:
        """Return what is kept as JSON, and what an address holds."""
        lists = {WORDS: [self.words]} if self.words else {}
        lists |= {name: list(values) for name, values in self.chosen}
        return lists | ({ORDER: [self.order]} if self.order else {})

    @property
    def query_string(self) -> str:
        """Return the part of an address behind the question mark; blank where nothing is wished."""
        return urlencode(self.as_lists(), doseq=True)

    @property
    def by_facet(self) -> dict[str, tuple[str, ...]]:
        """Return what is chosen, by the facet's name."""
        return dict(self.chosen)

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the order is wished."""
        return bool(self.words or self.chosen)

    def with_values(self, name: str, values: Iterable[str]) -> Self:
        """Return the same with these values of one facet, or none of them."""
        others = {one: kept for one, kept in self.chosen if one != name}
        wanted = tuple(sorted(values))
        if wanted:
            others[name] = wanted
        return replace(self, chosen=tuple(sorted(others.items())))

    def without(self, name: str, value: str) -> Self:
        """Return the same without one value."""
        return self.with_values(name, (v for v in self.by_facet.get(name, ()) if v != value))

    def without_words(self) -> Self:
        """Return the same for any words."""
        return replace(self, words="")

    def ordered_by(self, order: str) -> Self:
        """Return the same in another order."""
        return replace(self, order=order)
