"""Whether the addresses of two workplaces name one building, and what it is found by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from outreach.actions.imports.facts import Canonical, Facts, facts_of, numbers_of
from outreach.rules.sites import site_of as parse_site

site_of = lru_cache(maxsize=8192)(parse_site)  # one row's address is asked for several times


def same_building(known: Facts, told: Facts) -> bool:
    """Tell whether both addresses name one building of one district, by road or else by lot."""
    return known.district_code == told.district_code and any(
        site_of(left).building == site_of(right).building != ""
        for left, right in _address_pairs(known, told)
    )


def same_place(known: Facts, told: Facts) -> bool:
    """Tell whether both may be one place: the same building, and no other unit of it."""
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


def buildings_of(facts: Facts) -> tuple[str, ...]:
    """Return by what a building is found that stands at these addresses."""
    return _buildings_at(facts.district_code, facts.road_address, facts.lot_address)


@lru_cache(maxsize=8192)  # one row's are asked for several times
def _buildings_at(district_code: str, *addresses: str) -> tuple[str, ...]:
    sites = [site_of(address) for address in addresses if address]
    return tuple(f"{district_code} {site.building}" for site in sites if site.building)


def told_by(canonical: Canonical) -> tuple[tuple[Any, ...], tuple[str, ...], tuple[str, ...]]:
    """Return a row's facts, numbers and buildings: what a comparison wants at hand."""
    facts = facts_of(canonical)
    return tuple(facts), numbers_of(canonical), buildings_of(facts)
