"""A city's figures are used again for half a minute, small ones never."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from django.core.cache import cache

from outreach.keeping import kept
from outreach.models import Workplace
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(("is_large", "counted"), [(True, [1, 1]), (False, [1, 2])])
def test_what_is_large_is_counted_once_and_what_is_small_each_time(
    is_large: bool, counted: list[int]
) -> None:
    rows = Workplace.objects.filter(closed_date=None)
    found = []

    for _turn in range(2):
        cast.make_workplace()
        found.append(kept("count", rows, rows.count, is_large=lambda _count: is_large))

    assert found == counted


def test_other_rows_are_counted_for_themselves() -> None:
    here, there = cast.make_workplace(), cast.make_workplace(cast.make_centre("seongdong"))

    for place in (here, there):
        rows = Workplace.objects.filter(centre=place.centre)
        assert kept("pks", rows, partial(list, rows), is_large=bool) == [place]


def test_rows_that_nobody_may_see_are_none() -> None:
    assert kept("count", Workplace.objects.none(), lambda: 0, is_large=bool) == 0
