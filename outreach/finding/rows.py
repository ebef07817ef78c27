"""The one query behind the list, its counts, the export and the map."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.core.cache import cache

from outreach.access import Asker
from outreach.finding.facets import Asked, Facet, facets_for, orders_for
from outreach.finding.filters import Filter
from outreach.finding.tallies import Counts, Tally, tallied
from outreach.finding.words import holding
from outreach.models import Workplace
from outreach.models.workplace import WorkplaceQuerySet

COUNTS_KEPT, FORGOTTEN = 30, 300  # seconds
MANY = 5_000


def found(
    *, asker: Asker, wanted: Filter, today: date, apart_from: frozenset[str] = frozenset()
) -> WorkplaceQuerySet:
    """Return the workplaces of the asker's centre that fit, unordered."""
    rows = Workplace.objects.for_staff(asker)
    asked = Asked(today, wanted.by_facet)
    for facet in facets_for(asker):
        values = wanted.by_facet.get(facet.name, facet.default)
        if values and facet.name not in apart_from:
            rows = rows.filter(facet.condition(values, asked))
    if wanted.words:
        rows = rows.filter(holding(wanted.words, asker))
    return rows.order_by()


def in_order(rows: WorkplaceQuerySet, *, asker: Asker, wanted: Filter) -> WorkplaceQuerySet:
    """Return the rows in the order wished."""
    orders = orders_for(asker)
    order = next((one for one in orders if one.name == wanted.order), orders[0])
    return rows.order_by(*order.by, "pk")


def page_of(
    rows: WorkplaceQuerySet, *, asker: Asker, wanted: Filter, today: date, first: int, size: int
) -> list[int]:
    """
    Return the keys of one page in the order wished.

    Where a city has to be sorted for fifty of its rows, the keys are used again as long as its
    numbers are; what the page tells of each workplace is always read anew.
    """
    key = _key("keys", asker, today, f"{first} {size} {wanted.query_string}")
    kept: list[int] | None = cache.get(key)
    if kept is None:
        kept = _page(rows, asker, wanted, first, size)
        is_slow = bool(wanted.order or wanted.narrows) or first >= MANY
        if is_slow and (cache.get(_counts_key(asker, wanted, today)) or (0,))[0] >= MANY:
            cache.set(key, kept, COUNTS_KEPT)
    return kept


def _page(
    rows: WorkplaceQuerySet, asker: Asker, wanted: Filter, first: int, size: int
) -> list[int]:
    """Read a page from an index where those that come first in its order fill it."""
    orders = orders_for(asker)
    order = next((one for one in orders if one.name == wanted.order), orders[0])
    if order.head:
        condition, by = order.head
        head = rows.filter(condition).order_by(*by).values_list("pk", flat=True)
        found_first = list(head[first : first + size])
        if len(found_first) == size:
            return found_first
    every = in_order(rows, asker=asker, wanted=wanted).values_list("pk", flat=True)
    return list(every[first : first + size])


def counts(*, asker: Asker, wanted: Filter, today: date) -> tuple[int, dict[str, Counts]]:
    """
    Return how many rows there are, and facet by facet how many each value alone would give.

    All come from the same query, each facet with all others applied. At the size of a city that is
    a second's work, so large numbers are used again for half a minute; small ones, where one row
    more is noticed, are counted each time.
    """
    facets = facets_for(asker)
    key = _counts_key(asker, wanted, today)
    kept: tuple[int, dict[str, Counts]] | None = cache.get(key)
    # Of all who ask once the time is over, one counts anew; nobody else waits for it.
    is_recent = not cache.add(f"{key}:recent", True, COUNTS_KEPT)
    if kept is not None and kept[0] >= MANY and is_recent:
        return kept
    total = found(asker=asker, wanted=wanted, today=today).count()
    if kept is None or kept[0] != total or not is_recent:
        kept = (total, _count(facets, asker, wanted, today))
        cache.set(key, kept, FORGOTTEN)
    return kept


def _counts_key(asker: Asker, wanted: Filter, today: date) -> str:
    return _key("counts", asker, today, wanted.ordered_by("").query_string)


def _key(what: str, asker: Asker, today: date, asked: str) -> str:
    """Return a name for what is kept: of one centre, one day and what one role may ask."""
    facets = [facet.name for facet in facets_for(asker)]
    whole = f"{asker.centre_id} {today} {facets} {asked}"
    return f"finding:{what}:{hashlib.sha256(whole.encode()).hexdigest()}"


def _count(facets: Sequence[Facet], asker: Asker, wanted: Filter, today: date) -> dict[str, Counts]:
    """Count facet by facet; all that nothing is chosen of count the same rows, so at once."""
    asked = Asked(today, wanted.by_facet)
    chosen = {facet.name for facet in facets if wanted.by_facet.get(facet.name, facet.default)}
    found_by: dict[str, Counts] = {facet.name: {} for facet in facets}
    together: defaultdict[frozenset[str], dict[str, Tally]] = defaultdict(dict)
    for facet in facets:
        if tally := facet.tally(asked):
            apart_from = (frozenset({facet.name}) | facet.joined_with) & chosen
            together[apart_from][facet.name] = tally
    for apart_from, tallies in together.items():
        key = _key(f"but-{'-'.join(apart_from)}", asker, today, _without(apart_from, wanted))
        is_shared = len(apart_from) == 1  # more are counted with regard to each other's choices
        kept: dict[str, Counts] | None = cache.get(key) if is_shared else None
        if kept is None:
            rows = found(asker=asker, wanted=wanted, today=today, apart_from=apart_from)
            kept = dict(zip(tallies, tallied(rows, list(tallies.values())), strict=True))
            if is_shared and any(sum(counts.values()) >= MANY for counts in kept.values()):
                cache.set(key, kept, COUNTS_KEPT)  # the other choices of this facet ask the same
        found_by |= kept
    return found_by


def _without(names: frozenset[str], wanted: Filter) -> str:
    for name in names:
        wanted = wanted.with_values(name, ())
    return wanted.ordered_by("").query_string
