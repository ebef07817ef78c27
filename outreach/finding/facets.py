from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise

from outreach.access import Asker, Permission, may
from outreach.finding.tallies import Counts, Tally, bucketed
from outreach.models.workplace import WorkplaceQuerySet

Text = str | Promise


@dataclass(frozen=True)
class Asked:
    """What a condition may hang on beside its own values: the day, and the other choices."""

    today: date
    chosen: Mapping[str, tuple[str, ...]]

    def values(self, name: str) -> tuple[str, ...]:
        """Return what is chosen of another facet."""
        return self.chosen.get(name, ())

    def start_of(self, day: date) -> datetime:
        """Return the moment in Seoul at which a day begins."""
        return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Option:
    """One value that can be chosen."""

    value: str
    label: Text


@dataclass(frozen=True)
class Facet:
    """One thing that workplaces are filtered and counted by; values of one are joined by "or"."""

    name: str
    label: Text
    # The values on offer in their order, given the counts of all that occur.
    options: Callable[[Asked, Counts], Sequence[Option]]
    is_known: Callable[[str], bool]
    condition: Callable[[Collection[str], Asked], Q]
    # How many of the rows have each value, the rows being narrowed by all other facets; None
    # where nothing is counted.
    tally: Callable[[Asked], Tally | None]
    # Whoever may not see it has no such filter.
    permission: Permission = Permission.SEE_WORKPLACES
    # Facets that are part of this one's own condition, and so left out while it is counted.
    joined_with: frozenset[str] = frozenset()
    # What is meant where nothing is chosen.
    default: tuple[str, ...] = ()
    rank: int = 0  # its place on the page among those of all layers
    is_hidden: bool = False  # chosen on the map, not from a list of values


@dataclass(frozen=True)
class Column:
    """One more thing that the list shows and the export writes: a date of a workplace."""

    name: str
    label: Text
    path: str
    permission: Permission


@dataclass(frozen=True)
class Order:
    """One way in which the list is sorted; the primary key always comes last."""

    name: str
    label: Text
    by: tuple[Any, ...]
    permission: Permission = Permission.SEE_WORKPLACES
    rank: int = 0
    # Which rows come first, and how these are ordered: a page of them is read from an index.
    head: tuple[Q, tuple[str, ...]] | None = None


_facets: dict[str, Facet] = {}
_columns: dict[str, Column] = {}
_orders: dict[str, Order] = {}


def register(*things: Facet | Column | Order) -> None:
    """Make facets, columns and orders known, in this order; the same again replaces it."""
    for thing in things:
        if isinstance(thing, Facet):
            _facets[thing.name] = thing
        elif isinstance(thing, Column):
            _columns[thing.name] = thing
        else:
            _orders[thing.name] = thing


def facets_for(asker: Asker) -> list[Facet]:
    """Return the facets that this person may filter by."""
    allowed = [facet for facet in _facets.values() if may(asker, facet.permission)]
    return sorted(allowed, key=lambda facet: facet.rank)


def columns_for(asker: Asker) -> list[Column]:
    """Return the further columns that this person may read."""
    return [column for column in _columns.values() if may(asker, column.permission)]


def orders_for(asker: Asker) -> list[Order]:
    """Return the ways in which this person may sort, the usual one first."""
    allowed = [order for order in _orders.values() if may(asker, order.permission)]
    return sorted(allowed, key=lambda order: order.rank)


def grouped(rows: WorkplaceQuerySet, by: Any) -> dict[Any, int]:
    """Return how many rows have each value of an expression."""
    expression = F(by) if isinstance(by, str) else by
    found = rows.order_by().values(bucket=expression).annotate(many=Count("pk"))
    return dict(found.values_list("bucket", "many"))


def any_of(conditions: Mapping[str, Q], values: Collection[str]) -> Q:
    """Join the conditions of the chosen values."""
    return either(conditions[value] for value in values)


def either(conditions: Iterable[Q]) -> Q:
    """Tell that one of the conditions holds; of none of them, that nothing does."""
    several = list(conditions)
    return reduce(or_, several) if several else Q(pk__in=())


def choice_facet(
    name: str,
    label: Text,
    choices: Mapping[str, tuple[Text, Callable[[Asked], Q]]],
    **more: Any,
) -> Facet:
    """Make a facet of a few values whose conditions exclude each other and leave none out."""

    def conditions(asked: Asked) -> dict[str, Q]:
        return {value: condition(asked) for value, (_label, condition) in choices.items()}

    return Facet(
        name=name,
        label=label,
        options=lambda _asked, _counts: [
            Option(value, words) for value, (words, _condition) in choices.items()
        ],
        is_known=choices.__contains__,
        condition=lambda values, asked: any_of(conditions(asked), values),
        tally=lambda asked: bucketed(name, conditions(asked)),
        **more,
    )
