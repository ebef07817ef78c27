"""The one query behind the list, its counts, the export and the map."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.cache import cache

from outreach.access import Asker
from outreach.finding.facets import Asked, Counts, Facet, facets_for, orders_for
from outreach.finding.filters import Filter
from outreach.finding.words import holding
from outreach.models import Workplace
from outreach.models.workplace import WorkplaceQuerySet

COUNTS_KEPT = 30  # seconds, and never once the number of rows found has changed


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


def counts(*, asker: Asker, wanted: Filter, today: date, total: int) -> dict[str, Counts]:
    """
    Return, facet by facet, how many rows each value would give if it alone were chosen there.

    They are worked out from the same query with all other facets applied. At the size of a city
    that is a second's work for ten people at once, so they are used again for half a minute while
    the number of rows found stays the same.
    """
    facets = facets_for(asker)
    asked = f"{asker.centre_id} {today} {total} {[f.name for f in facets]} {wanted.query_string}"
    key = "counts:" + hashlib.sha256(asked.encode()).hexdigest()
    kept: dict[str, Counts] | None = cache.get(key)
    if kept is None:
        kept = {
            facet.name: {} if facet.is_hidden else _count(facet, asker, wanted, today)
            for facet in facets
        }
        cache.set(key, kept, COUNTS_KEPT)
    return kept


def _count(facet: Facet, asker: Asker, wanted: Filter, today: date) -> Counts:
    rows = found(
        asker=asker,
        wanted=wanted,
        today=today,
        apart_from=frozenset({facet.name}) | facet.joined_with,
    )
    return facet.count(rows, Asked(today, wanted.by_facet))
