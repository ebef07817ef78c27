"""What a whole city is found by is written at once, and is what would be written one by one."""

from __future__ import annotations

import pytest

from outreach.access import Role
from outreach.actions.search import false_entries, refresh
from outreach.actions.search_building import AlreadyBuilt, build
from outreach.models import SearchEntry, Workplace
from outreach.search import find
from tests import cast

pytestmark = pytest.mark.django_db


def test_everything_is_found_after_it_and_what_comes_later_too() -> None:
    shop = cast.make_workplace(name="문래정밀")
    cast.make_worker(shop, name="김철수")
    staff = cast.make_staff(Role.COORDINATOR)

    assert build() == 2

    assert list(false_entries()) == []
    assert [hit.subject for hit in find(asker=staff, words="래정", limit=5)] == [shop]
    later = cast.make_workplace(name="후암정밀")
    refresh(workplaces=[later.pk])
    assert [hit.subject for hit in find(asker=staff, words="암정", limit=5)] == [later]
    shop.name = shop.comparable_name = "청파정밀"
    shop.save()
    refresh(workplaces=[shop.pk])
    assert find(asker=staff, words="래정", limit=5) == []


def test_what_is_there_already_is_left_alone() -> None:
    shop = cast.make_workplace()
    refresh(workplaces=[shop.pk])

    with pytest.raises(AlreadyBuilt):
        build()

    assert SearchEntry.objects.count() == Workplace.objects.count() == 1
