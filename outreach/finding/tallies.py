"""Counting many facets of the same rows by one question instead of one each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, Q, Value, When

from outreach.models.workplace import WorkplaceQuerySet

Counts = Mapping[str, int]
Groups = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Tally:
    """By what the rows are told apart, and what the number of each kind makes of the facet."""

    by: Mapping[str, Any]
    """Name → what the database works out of a row."""
    counts: Callable[[Groups], Counts]
    """From how many rows have each combination of the values, in the order of `by`."""
    is_of_place: bool = False
    """Read from the index of places alone; the rest needs other tables and has fewer values."""


def bucketed(name: str, conditions: Mapping[str, Q]) -> Tally:
    """Tell rows apart by conditions that exclude each other and leave none out."""
    *several, (last, _rest) = conditions.items()
    cases = [When(condition, then=Value(value)) for value, condition in several]
    bucket = Case(*cases, default=Value(last), output_field=CharField())

    def counts(groups: Groups) -> Counts:
        return {**dict.fromkeys(conditions, 0), **{key: many for (key,), many in groups.items()}}

    return Tally({name: bucket}, counts)


def flagged(name: str, conditions: Mapping[str, Q]) -> Tally:
    """Count each condition by itself: one row may meet several."""
    one, zero = Value(1), Value(0)
    flags = {
        f"{name}_{number}": Case(
            When(condition, then=one), default=zero, output_field=IntegerField()
        )
        for number, condition in enumerate(conditions.values())
    }

    def counts(groups: Groups) -> Counts:
        found = dict.fromkeys(conditions, 0)
        for met, many in groups.items():
            for value, is_met in zip(conditions, met, strict=True):
                found[value] += many if is_met else 0
        return found

    return Tally(flags, counts)


def tallied(rows: WorkplaceQuerySet, tallies: Sequence[Tally]) -> list[Counts]:
    """Return what each tally makes of the rows, by one question for all of a sort."""
    sorts: defaultdict[bool, dict[str, Any]] = defaultdict(dict)
    for tally in tallies:
        sorts[tally.is_of_place] |= {f"by_{name}": by for name, by in tally.by.items()}
    found = {sort: _groups(rows, by) for sort, by in sorts.items()}
    return [
        tally.counts(_only(list(sorts[tally.is_of_place]), found[tally.is_of_place], tally))
        for tally in tallies
    ]


def _groups(rows: WorkplaceQuerySet, by: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    counted = rows.order_by().values(**by).annotate(by_many=Count("pk"))
    return list(counted.values_list(*by, "by_many"))


def _only(names: Sequence[str], groups: Sequence[tuple[Any, ...]], tally: Tally) -> Groups:
    places = [names.index(f"by_{name}") for name in tally.by]
    found: Groups = Counter()
    if len(places) == 1:  # by far the most
        (place,) = places
        for group in groups:
            found[group[place],] += group[-1]
    else:
        for group in groups:
            found[tuple([group[place] for place in places])] += group[-1]
    return found
