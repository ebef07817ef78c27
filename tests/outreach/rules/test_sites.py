from __future__ import annotations

import pytest

from outreach.rules.sites import site_of


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("서울특별시 중구 을지로 157", "서울 중구 을지로 157 (을지로3가, 한빛빌딩) 2층"),
        ("서울시 금천구 가산디지털 1로 128, 301호", "금천구 가산디지털1로 128"),
        ("서울특별시 중구 을지로 157, 301호", "서울특별시 중구 을지로 157 (을지로3가) 3층 301 호"),
        ("서울특별시 성동구 뚝섬로1길 25, 301,302호", "서울 성동구 뚝섬로1길 25 302호"),
        ("서울특별시 중구 충무로5가 20-18번지", "(04554) 서울 중구 충무로5가 20-18"),
        ("서울특별시 구로구 디지털로31길 59-16 (구로동)", "구로구 디지털로31길 59-16"),
        ("중구을지로3가 95", "서울 중구 을지로3가 95번지"),
        ("우)04554 서울 중구 을지로 157", "서울 중구 을지로 157"),
        ("서울 중구 청계천 지하상가", "서울특별시 중구 청계천 지하상가"),
    ],
)
def test_two_spellings_of_one_site_meet(left: str, right: str) -> None:
    assert site_of(left).meets(site_of(right))
    assert site_of(right).meets(site_of(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("서울 중구 을지로 157", "서울 중구 을지로 15"),
        ("서울 중구 을지로 157", "서울 중구 을지로15길 7"),
        ("서울 중구 을지로 12", "서울 중구 을지로 지하 12"),
        ("서울 금천구 가산디지털1로 128, 301호", "서울 금천구 가산디지털1로 128, 405호"),
        ("서울 금천구 독산동 12", "서울 금천구 독산동 산 12"),
        ("서울 중구 을지로3가 95", "서울 중구 을지로 3"),
        ("서울 중구", "서울 중구"),  # no street at all proves nothing
        ("서울 금천구 가산동", "서울 금천구 가산동"),
    ],
)
def test_two_sites_do_not_meet(left: str, right: str) -> None:
    assert not site_of(left).meets(site_of(right))
