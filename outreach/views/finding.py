"""What the list, the map and the export have in common: the filter of the address, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.access import Asker
from outreach.finding import rows
from outreach.finding.facets import Asked, Facet, facets_for
from outreach.finding.filters import Filter
from outreach.finding.tallies import Counts

PAGE = "page"


@dataclass(frozen=True)
class Choice:
    """One value of a facet on the page."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def figure(self) -> str:
        """The count as it is written: a page has eighty of them, so without a filter."""
        return f"{self.count:,}"


@dataclass(frozen=True)
class Choices:
    """A facet on the page, with how many workplaces each value would give."""

    name: str
    label: str
    options: list[Choice]
    chosen: int
    is_hidden: bool


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the filter without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Search:
    """A filter as somebody asked it, and how many workplaces it finds."""

    wanted: Filter
    total: int
    counts: Mapping[str, Counts]
    facets: list[Choices]
    chips: list[Chip]


def search(asker: Asker, wanted: Filter, today: date) -> Search:
    """Count what a filter finds, and what every other choice would."""
    total, counts = rows.counts(asker=asker, wanted=wanted, today=today)
    asked = Asked(today, wanted.by_facet)
    facets = [_choices(facet, wanted, asked, counts[facet.name]) for facet in facets_for(asker)]
    return Search(wanted, total, counts, facets, chips(asker, wanted, today))


def _choices(facet: Facet, wanted: Filter, asked: Asked, counts: Counts) -> Choices:
    chosen = wanted.by_facet.get(facet.name, ())
    shown = chosen or facet.default
    options = [
        Choice(
            option.value,
            capfirst(str(option.label)),
            counts.get(option.value, 0),
            option.value in shown,
        )
        for option in facet.options(asked, counts)
    ]
    return Choices(facet.name, str(facet.label), options, len(chosen), facet.is_hidden)


def chips(asker: Asker, wanted: Filter, today: date) -> list[Chip]:
    """Return the conditions in words, each with the filter that is left without it."""
    asked = Asked(today, wanted.by_facet)
    found = []
    if wanted.words:
        words = _("“%(words)s”") % {"words": wanted.words}
        found.append(Chip(words, wanted.without_words().query_string))
    for facet in facets_for(asker):
        values = wanted.by_facet.get(facet.name, ())
        labels = {
            option.value: str(option.label)
            for option in facet.options(asked, dict.fromkeys(values, 0))
        }
        for value in values:
            label = f"{facet.label}: {labels.get(value, value)}"
            found.append(Chip(label, wanted.without(facet.name, value).query_string))
    return found


def in_words(asker: Asker, wanted: Filter, today: date) -> str:
    """Return the whole filter in one line."""
    return " · ".join(chip.label for chip in chips(asker, wanted, today)) or _("no filter")


def is_canonical(query: QueryDict, wanted: Filter) -> bool:
    """Tell whether an address is the one of its filter: nothing blank, unknown or said twice."""
    given = {name: sorted(query.getlist(name)) for name in query if name != PAGE}
    return given == {name: sorted(values) for name, values in wanted.as_lists().items()}
