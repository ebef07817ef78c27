from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.places.dongs import Dong, dongs
from outreach.rules.addresses import DISTRICT_NAMES, locate
from outreach.rules.legal_dongs import LEGAL_DONGS, OFFICE_DONGS, find_legal_dong

ALL_DONGS = list(dongs().values())


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
        ("서울 특별시 중구 을지로 157 B1 (한빛빌딩, 을지로3가)", "", "11140", "을지로3가"),
        ("서울중구을지로3가95 2층", "", "11140", "을지로3가"),
        ("중구을지로3가 95 지하1층", "", "11140", "을지로3가"),  # 을지로3가 proves which 중구
        ("중구 을지로 3가 95", "", "11140", "을지로3가"),
        ("금천구가산디지털1로 128 301호", "", "11545", ""),
        ("서울 영등포 문래동3가 54", "", "11560", "문래동3가"),
        ("우)04554 서울 중구 충무로5가 20", "", "11140", "충무로5가"),
        ("100-043 서울 중구 남산동3가 20", "", "11140", "남산동3가"),
        ("[04554]서울 중구 충무로5가 20", "", "11140", "충무로5가"),
        ("대한민국 서울특별시 중구 정동 1", "", "11140", "정동"),
        ("", "서울 관악구 낙성대동 12-3", "11620", "봉천동"),  # an office's name (행정동)
        ("", "서울 관악구 신사동 12", "11620", "신림동"),
        ("", "서울 은평구 신사1동 12", "11380", "신사동"),
        ("", "서울 송파구 잠실4동 12", "11710", "신천동"),
        ("", "서울 노원구 상계6·7동 12", "11350", "상계동"),
        ("", "서울 영등포구 영등포본동 12", "11560", "영등포동"),
        ("", "서울 동작구 상도1동 12", "11590", "상도1동"),  # a legal dong called like an office's
        ("", "서울 종로구 종로1·2·3·4가동 12", "11110", ""),  # an office of several dong
        ("서울 강남구 어디로 1 (없는동)", "", "11680", ""),
    ],
)
def test_district_and_dong_are_read_from_an_address(
    road: str, lot: str, code: str, dong: str
) -> None:
    place = locate(road_address=road, lot_address=lot)

    assert (place.in_seoul, place.district_code, place.dong) == (True, code, dong)


@given(st.sampled_from(ALL_DONGS))
def test_every_legal_dong_is_read_from_both_kinds_of_address(dong: Dong) -> None:
    district = DISTRICT_NAMES[dong.district_code]
    lot = locate(lot_address=f"서울특별시 {district} {dong.name_ko} 12-3번지")
    road = locate(road_address=f"서울특별시 {district} 어느로 12, 3층 ({dong.name_ko}, 가나빌딩)")

    assert (lot.district_code, lot.dong) == (dong.district_code, dong.name_ko)
    assert (road.district_code, road.dong) == (dong.district_code, dong.name_ko)


@pytest.mark.parametrize(
    ("address", "code", "dong"),
    [
        ("서울시 문래동3가 54", "11560", "문래동3가"),
        ("문래동3가 54", "11560", "문래동3가"),  # no other city has one
        ("창신제1동 12", "11110", "창신동"),
        ("서울 중앙동 12", "11620", "봉천동"),
        ("서울 신사동 12", None, ""),  # Seoul has two
    ],
)
def test_a_dong_tells_the_district_that_is_not_named(
    address: str, code: str | None, dong: str
) -> None:
    place = locate(lot_address=address)

    assert (place.in_seoul, place.district_code, place.dong) == (True, code, dong)
    assert place.by_dong == (code is not None)


@pytest.mark.parametrize("address", ["신사동 12", "중앙동 12", "중구 태평로1가 1", "세종대로 110"])
def test_a_dong_that_others_have_too_proves_nothing(address: str) -> None:
    place = locate(lot_address=address)

    assert (place.in_seoul, place.elsewhere, place.district_code) == (False, False, None)


def test_a_dong_of_another_district_contradicts() -> None:
    place = locate(lot_address="서울 강남구 문래동3가 12")

    assert (place.district_code, place.dong, place.contradictory) == ("11680", "", True)


CITIES = ["부산", "부산광역시", "부산시", "대구", "대구시", "인천", "인천광역시", "대전", "울산"]


@given(st.sampled_from(CITIES), st.sampled_from(["", " "]), st.sampled_from(ALL_DONGS))
def test_a_dong_never_draws_another_city_into_seoul(city: str, blank: str, dong: Dong) -> None:
    place = locate(lot_address=f"{city}{blank}중구 {dong.name_ko} 12")

    assert (place.in_seoul, place.elsewhere) == (False, True)


@given(
    st.sampled_from(ALL_DONGS),
    st.sampled_from(["서울특별시", "서울시", "서울"]),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "(04554) ", "04554 "]),
    st.sampled_from(["12-3", "12번지 2층", "산 12", "12 지하1층 301호"]),
)
def test_blanks_and_abbreviations_do_not_matter(
    dong: Dong, city: str, blank: str, postcode: str, rest: str
) -> None:
    district = DISTRICT_NAMES[dong.district_code]
    place = locate(lot_address=f"{postcode}{city}{blank}{district}{blank}{dong.name_ko} {rest}")

    known = dong.name_ko if dong.name_ko != "세종로" else place.dong  # a road too
    assert (place.in_seoul, place.district_code, place.dong) == (True, dong.district_code, known)


def test_the_names_are_those_of_the_map_and_each_office_lies_in_one() -> None:
    assert {(d.district_code, d.name_ko) for d in ALL_DONGS} == set(known_names())
    for code, office, legal in office_names():
        assert find_legal_dong(code, office) == find_legal_dong(code, legal) is not None


def known_names() -> list[tuple[str, str]]:
    with LEGAL_DONGS.open(encoding="utf-8") as file:
        return [(row["district_code"], row["name_ko"]) for row in csv.DictReader(file)]


def office_names() -> list[tuple[str, str, str]]:
    with OFFICE_DONGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row["district_code"], row["office_dong"], row["legal_dong"]) for row in rows]


@pytest.mark.parametrize(
    "address",
    [
        "부산중구 중앙동4가 1",
        "인천시 중구 신포동 1",
        "대구 중구 태평로1가 1",
        "성남시 중원구 상대원동 1",
        "해운대구 우동 1",
        "경기성남시 분당구 1",
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
