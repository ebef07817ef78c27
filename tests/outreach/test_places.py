from __future__ import annotations

import json

import pytest

from outreach.places.districts import OUTLINES, districts, find_district
from outreach.places.dongs import dongs, find_dong
from outreach.places.geocoding import Precision, UnknownDistrict, geocode
from outreach.rules.addresses import DISTRICT_CODES


def test_the_table_has_the_25_districts_that_the_rules_know() -> None:
    assert {place.name_ko: code for code, place in districts().items()} == DISTRICT_CODES


def test_every_district_has_a_health_centre_in_seoul() -> None:
    for district in districts().values():
        assert district.health_centre.name == f"{district.name_ko}보건소"
        assert 37.4 < district.health_centre.lat < 37.7
        assert 126.7 < district.health_centre.lon < 127.2


def test_all_467_dong_lie_near_the_middle_of_their_district() -> None:
    assert len(dongs()) == 467
    for dong in dongs().values():
        district = districts()[dong.district_code]
        assert abs(dong.lat - district.lat) < 0.08
        assert abs(dong.lon - district.lon) < 0.1


def test_one_name_in_two_districts_is_two_dong() -> None:
    eunpyeong, gangnam = find_dong("11380", "신사동"), find_dong("11680", "신사동")

    assert eunpyeong is not None
    assert gangnam is not None
    assert eunpyeong.lat > gangnam.lat


def test_a_point_is_of_the_dong() -> None:
    point = geocode(district_code="11560", dong="문래동2가")

    assert point.precision is Precision.DONG
    assert (point.lat, point.lon) == pytest.approx((37.5155, 126.8945), abs=0.005)
    assert point == geocode(
        district_code="11560", address="서울특별시 영등포구 도림로 1 (문래동2가)"
    )


@pytest.mark.parametrize("dong", ["", "없는동"])
def test_without_a_known_dong_the_point_is_of_the_district(dong: str) -> None:
    point = geocode(district_code="11560", dong=dong)

    district = find_district("11560")
    assert district is not None
    assert (point.lat, point.lon, point.precision) == (
        district.lat,
        district.lon,
        Precision.DISTRICT,
    )


def test_a_place_outside_seoul_has_no_point() -> None:
    with pytest.raises(UnknownDistrict):
        geocode(district_code="41131", dong="신흥동")


def test_the_outlines_are_small_and_carry_their_credit() -> None:
    outlines = json.loads(OUTLINES.read_text(encoding="utf-8"))

    assert {feature["id"] for feature in outlines["features"]} == set(districts())
    assert "Apache-2.0" in outlines["licence"]
    assert OUTLINES.stat().st_size < 60_000
