from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.places.dongs import Dong, dongs
from outreach.rules.addresses import DISTRICT_NAMES, locate

ALL_DONGS = list(dongs().values())
# 상도1동 is a legal dong called like an office's; we take it for a part of 상도동.
PLAIN_DONGS = [dong for dong in ALL_DONGS if dong.name_ko != "상도1동"]


@pytest.mark.parametrize(
    ("road", "lot", "code", "dong"),
    [
        ("서울특별시 금천구 두산로 70, L동 3층 335 (독산동)", "", "11545", "독산동"),
        ("서울시 영등포구 버드나루로12나길 48 (영등포동2가, 신단빌딩)", "", "11560", "영등포동2가"),
        ("", "서울특별시 강서구 화곡제6동 1102-1번지", "11500", "화곡동"),
        ("", "서울특별시 성동구 성수2가제1동 277-1", "11200", "성수동2가"),
        ("", "서울 광진구 구의동16-3", "11215", "구의동"),
        ("", "서울특별시 성동구 281-16 일신건영", "11200", ""),
        ("서울특별시금천구 가산디지털1로 1", "", "11545", ""),
        ("(08513) 서울특별시 금천구 벚꽃로 12", "", "11545", ""),
        ("금천구 독산동 291-1", "", "11545", "독산동"),
        ("서울특별시 종로구 세종대로 175 (세종로)", "", "11110", "세종로"),
    ],
)
def test_district_and_dong_are_read_from_an_address(
    road: str, lot: str, code: str, dong: str
) -> None:
    place = locate(road_address=road, lot_address=lot)

    assert (place.in_seoul, place.district_code, place.dong) == (True, code, dong)


@given(st.sampled_from(PLAIN_DONGS))
def test_every_legal_dong_is_read_from_both_kinds_of_address(dong: Dong) -> None:
    district = DISTRICT_NAMES[dong.district_code]
    lot = locate(lot_address=f"서울특별시 {district} {dong.name_ko} 12-3번지")
    road = locate(road_address=f"서울특별시 {district} 어느로 12, 3층 ({dong.name_ko}, 가나빌딩)")

    assert (lot.district_code, lot.dong) == (dong.district_code, dong.name_ko)
    assert (road.district_code, road.dong) == (dong.district_code, dong.name_ko)


@pytest.mark.parametrize(
    "address",
    [
        "경기도 성남시 중원구 사기막골로 124 (상대원동)",
        "부산광역시 강서구 녹산산단로 1",
        "대구 중구 동성로 1",
        "세종특별자치시 장군면 산학리길 343",
        "경상남도 김해시 상동면 묵방리 741번지",
    ],
)
def test_another_city_is_elsewhere(address: str) -> None:
    place = locate(road_address=address)

    assert (place.in_seoul, place.elsewhere, place.district_code) == (False, True, None)


@pytest.mark.parametrize("address", ["중구 을지로 12", "강서구 등촌로 1", "어딘가 12", ""])
def test_a_district_that_other_cities_have_too_proves_nothing(address: str) -> None:
    place = locate(road_address=address)

    assert (place.in_seoul, place.elsewhere) == (False, False)


def test_columns_help_where_the_address_names_no_city() -> None:
    place = locate(road_address="을지로 12 (을지로2가)", city="서울특별시", district="중구")

    assert (place.in_seoul, place.district_code, place.dong) == (True, "11140", "을지로2가")
    assert not place.contradictory


def test_a_road_called_like_a_city_is_not_that_city() -> None:
    place = locate(road_address="세종대로 110", city="서울", district="중구")

    assert (place.in_seoul, place.district_code) == (True, "11140")


@pytest.mark.parametrize(
    ("city", "district"), [("서울특별시", "구로구"), ("경기도", "광명시"), ("", "구로구")]
)
def test_the_address_wins_over_columns_that_disagree(city: str, district: str) -> None:
    place = locate(road_address="서울특별시 금천구 두산로 70", city=city, district=district)

    assert (place.district_code, place.contradictory) == ("11545", True)
