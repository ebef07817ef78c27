"""Which workplaces may be the same one, and why."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from outreach.access import Role
from outreach.actions.search import refresh
from outreach.doubles import NAME, NUMBER, PHONE, SIMILAR, doubles_of, survivor_of, suspects_of
from tests import cast

pytestmark = pytest.mark.django_db
NUMBER_ON_PAPER = "1208147521"


def test_a_number_a_name_and_a_telephone_tell(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asker, place = cast.make_staff(), cast.make_workplace(business_no=NUMBER_ON_PAPER)
    cast.make_contact(place, phone="+821000009001")
    number = cast.make_workplace(name="새봄", site_no="0002", business_no=NUMBER_ON_PAPER)
    name = cast.make_workplace()
    phone = cast.make_workplace(name="가람")
    cast.make_contact(phone, phone="+821000009001")
    cast.make_workplace(name="한빛도장", district_code="11110")  # another district's
    cast.make_workplace(cast.make_centre("seongdong"), business_no=NUMBER_ON_PAPER)

    with django_assert_num_queries(3):
        found = suspects_of(place, asker=asker)

    assert [(one.workplace, one.why) for one in found] == [
        (number, NUMBER),
        (name, NAME),
        (phone, PHONE),
    ]


def test_what_is_called_alike_stands_behind() -> None:
    asker, place = cast.make_staff(), cast.make_workplace(name="문래정밀")
    alike = cast.make_workplace(name="문래정밀공업")
    refresh(workplaces=[place.pk, alike.pk])

    assert [(one.workplace, one.why) for one in doubles_of(place, asker=asker)] == [
        (alike, SIMILAR)
    ]


def test_nobody_without_a_centre_is_led_anywhere() -> None:
    city = cast.make_staff(Role.CITY)

    assert survivor_of(cast.make_workplace().pk, asker=city) is None
