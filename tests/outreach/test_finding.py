"""The list, its counts, the export and the map ask one query: they agree."""

from __future__ import annotations

import random

import pytest
from django.core.cache import cache
from django.db.models import Q
from django.http import QueryDict

from outreach.access import Role
from outreach.finding import facets as facets_module
from outreach.finding import rows as rows_module
from outreach.finding.facets import Asked, facets_for
from outreach.finding.filters import Filter
from outreach.finding.map_spots import atlas
from outreach.finding.rows import counts, found, in_order, page_of
from outreach.finding.tallies import tallied
from outreach.models import Centre, Staff
from outreach.models.workplace import WorkplaceQuerySet
from tests import cast
from tests.cast import TODAY
from tests.outreach.makers import make_town

pytestmark = pytest.mark.django_db
ADDS_UP = {"district", "industry", "size", "phone", "contact", "state", "point", "due"}


@pytest.fixture
def staff(centre: Centre) -> Staff:
    make_town(centre)
    return cast.make_staff(Role.COORDINATOR, centre)


def read(address: str, staff: Staff) -> Filter:
    return Filter.from_query(QueryDict(address), staff)


def rows(wanted: Filter, staff: Staff) -> WorkplaceQuerySet:
    return found(asker=staff, wanted=wanted, today=TODAY)


def some_filter(staff: Staff, rng: random.Random, most: int = 3) -> Filter:
    wanted = Filter()
    for facet in rng.sample(facets_for(staff), rng.randrange(most)):
        if not facet.is_hidden:
            asked = Asked(TODAY, wanted.by_facet)
            tally = facet.tally(asked)
            numbers = tallied(rows(wanted, staff), [tally])[0] if tally else {}
            values = [option.value for option in facet.options(asked, numbers)]
            wanted = wanted.with_values(
                facet.name, rng.sample(values, min(len(values), rng.randrange(3)))
            )
    return Filter.from_lists(wanted.as_lists(), staff)


@pytest.mark.parametrize("seed", range(8))
def test_each_count_is_what_choosing_it_gives(staff: Staff, seed: int) -> None:
    wanted = some_filter(staff, random.Random(seed))
    total, told = counts(asker=staff, wanted=wanted, today=TODAY)

    assert total == rows(wanted, staff).count()

    for facet in facets_for(staff):
        options = facet.options(Asked(TODAY, wanted.by_facet), told[facet.name])
        for option in [] if facet.is_hidden else options:
            alone = wanted.with_values(facet.name, [option.value])
            number = told[facet.name].get(option.value, 0)
            assert number == rows(alone, staff).count(), (wanted, facet.name, option.value)


@pytest.mark.parametrize("seed", range(8))
def test_the_counts_of_a_facet_add_up(staff: Staff, seed: int) -> None:
    wanted = some_filter(staff, random.Random(seed), most=2)
    _total, told = counts(asker=staff, wanted=wanted, today=TODAY)

    for facet in facets_for(staff):
        without = {facet.name, *(facet.joined_with if facet.name == "due" else ())}
        if facet.name in ADDS_UP and "duty" not in wanted.by_facet:
            everything = found(
                asker=staff, wanted=wanted, today=TODAY, apart_from=frozenset(without)
            )
            assert sum(told[facet.name].values()) == everything.count(), (wanted, facet.name)


def test_with_an_edge_left_out_the_counts_would_not_add_up(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a condition that leaves the 30th day out is seen by the sums."""
    size = next(facet for facet in facets_for(staff) if facet.name == "size")
    asked = Asked(TODAY, {})
    leaky = {"1-4": Q(regular_workers__range=(1, 3)), "rest": Q(regular_workers__gte=5)}
    every = rows(Filter(), staff)

    tally = size.tally(asked)

    assert tally and sum(tallied(every, [tally])[0].values()) == every.count()
    assert sum(every.filter(condition).count() for condition in leaky.values()) < every.count()


@pytest.mark.parametrize("seed", range(12))
def test_an_address_says_the_whole_filter(staff: Staff, seed: int) -> None:
    wanted = some_filter(staff, random.Random(seed), most=5).ordered_by("size")

    again = read(wanted.query_string, staff)

    assert again == wanted
    assert again.query_string == wanted.query_string
    assert Filter.from_lists(wanted.as_lists(), staff) == wanted


@pytest.mark.parametrize(
    "address",
    ["district=99999", "size=17", "nothing=1", "sort=secret", "dong=산림동", "cell=1.2.3", "q=%00",
     "state=open", "due=' OR 1=1", "district=&size="],
)  # fmt: skip
def test_what_nobody_knows_is_no_filter(staff: Staff, address: str) -> None:
    assert read(address, staff) == Filter()


def test_the_order_of_an_address_makes_no_difference(staff: Staff) -> None:
    one = read("size=5-9&district=11560&district=11140&size=1-4", staff)
    other = read("district=11140&size=1-4&size=5-9&district=11560", staff)

    assert one == other


def test_what_is_due_is_no_filter_for_who_may_not_see_it(staff: Staff, centre: Centre) -> None:
    finance = cast.make_staff(Role.FINANCE, centre)

    assert read("due=overdue&sort=due", staff).by_facet == {"due": ("overdue",)}
    assert read("due=overdue&sort=due", finance) == Filter()


def test_the_layer_above_brings_its_facets_itself() -> None:
    assert {"due", "duty"} <= set(facets_module._facets)


@pytest.mark.parametrize("address", ["", "district=11140", "dong=11140.산림동", "size=1-4"])
def test_the_map_holds_what_the_list_holds(staff: Staff, address: str) -> None:
    wanted = read(address, staff)

    sheet = atlas(rows(wanted, staff), wanted)

    assert sum(spot.count for spot in sheet.spots) == rows(wanted, staff).count() > 0
    for spot in sheet.spots:
        narrower = Filter.from_lists(spot.narrower.as_lists(), staff)
        assert narrower == read(spot.narrower.query_string, staff)
        assert rows(narrower, staff).count() == spot.count, spot


def test_another_centre_is_never_found(staff: Staff, other_centre: Centre) -> None:
    stranger = cast.make_staff(Role.COORDINATOR, other_centre)

    assert rows(Filter(), staff).count() > 0
    assert rows(Filter(), stranger).count() == 0
    assert atlas(rows(Filter(), stranger), Filter()).spots == []


@pytest.mark.parametrize("order", ["name", "size", "contact", "newest", "place", "due"])
def test_pages_read_from_an_index_are_those_of_the_whole_order(staff: Staff, order: str) -> None:
    wanted = Filter().ordered_by(order)
    every = rows(wanted, staff)
    whole = [row.pk for row in in_order(every, asker=staff, wanted=wanted)]
    pages = [
        pk
        for first in range(0, len(whole), 7)
        for pk in page_of(every, asker=staff, wanted=wanted, today=TODAY, first=first, size=7)
    ]

    assert pages == whole


def test_small_numbers_are_counted_each_time(staff: Staff, centre: Centre) -> None:
    before, _told = counts(asker=staff, wanted=Filter(), today=TODAY)
    cast.make_workplace(centre)

    total, told = counts(asker=staff, wanted=Filter(), today=TODAY)

    assert total == before + 1 == sum(told["district"].values())


def test_large_numbers_stay_for_half_a_minute(
    staff: Staff, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "MANY", 5)
    before = counts(asker=staff, wanted=Filter(), today=TODAY)
    cast.make_workplace(centre)

    assert counts(asker=staff, wanted=Filter(), today=TODAY) == before


def test_after_half_a_minute_one_counts_anew_and_the_others_do_not_wait(
    staff: Staff, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "MANY", 5)
    before, _told = counts(asker=staff, wanted=Filter(), today=TODAY)
    cast.make_workplace(centre)
    cache.delete(f"{rows_module._counts_key(staff, Filter(), TODAY)}:recent")

    first, _told = counts(asker=staff, wanted=Filter(), today=TODAY)

    assert first == before + 1
