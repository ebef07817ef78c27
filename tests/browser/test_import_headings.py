"""Lists that a clerk stumbles over, in a real browser: strange headings, long names, many rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from outreach.models import ImportFile, Worker
from tests import cast
from tests.outreach.lists import look, take_in
from tests.safety.rosters import lists as rosters

pytestmark = pytest.mark.browser
STRANGE = """을지로 소공인 현황(2026년 하반기 전수조사 결과를 바탕으로 새로 정리한 것),,,
순번,가게 간판에 적힌 이름을 그대로 옮긴 것,있는 곳,부를 때
1,한빛,서울특별시 중구 을지로14길 20 지하 1층 나열 37호 (을지로3가),010-0123-4567
2,두리,서울특별시 중구 을지로14길 22,02-0123-4567
"""
LONG = "한빛도장기계정밀금속가공산업주식회사을지로제이공장부속연구소및시제품제작소"
Look = Callable[[Page], None]


@pytest.fixture
def looked_at(
    axe_check: Look, fits: Look, shot: Callable[[Page, str], None]
) -> Callable[..., None]:
    """Look at a page as it stands: no barrier, nothing sticking out, and a picture."""

    def look(page: Page, name: str) -> None:
        axe_check(page)
        shot(page, f"import-{name}")
        fits(page)
        page.set_viewport_size({"width": 1280, "height": 900})

    return look


def test_a_list_that_is_not_understood_is_read_by_hand(
    sign_in_as: Callable[[], Page], tmp_path: Path, looked_at: Callable[..., None]
) -> None:
    cast.make_centre()
    clerk = sign_in_as()
    (tmp_path / "현황.csv").write_bytes(STRANGE.encode())
    clerk.goto("/imports/new/")
    clerk.get_by_label("파일").set_input_files(tmp_path / "현황.csv")
    clerk.get_by_role("button", name="미리보기").click()
    looked_at(clerk, "unread")

    clerk.get_by_role("link", name="열 이름이 있는 행 고르기").click()
    looked_at(clerk, "heading")
    clerk.get_by_role("radio", name="2행").check()
    clerk.get_by_role("button", name="다음: 열 확인하기").click()
    looked_at(clerk, "columns-by-hand")
    clerk.get_by_role("button", name="이대로 다시 읽기").click()
    looked_at(clerk, "columns-refused")
    clerk.get_by_label("가게 간판에").select_option("NAME")
    clerk.get_by_label("있는 곳").select_option("ROAD_ADDRESS")
    clerk.get_by_role("button", name="이대로 다시 읽기").click()

    expect(clerk.get_by_text("고른 대로 명단을 다시 읽었습니다")).to_be_visible()
    assert ImportFile.objects.get().counts == {"NEW": 2}


def test_two_hundred_rows_of_long_names_are_looked_at_and_taken_in(
    sign_in_as: Callable[[], Page], looked_at: Callable[..., None]
) -> None:
    clerk = sign_in_as()
    centre = cast.make_centre()
    take_in(
        centre, *({"name": f"{LONG}{n}", "address": f"서울 중구 을지로 {n}"} for n in range(1, 41))
    )
    changed = [
        {
            "name": f"{LONG}{n}",
            "address": f"서울 중구 을지로 {n}",
            "workers": "7" if n % 2 else "2",
            "phone": f"010-0123-{1000 + n} / 02-0123-{2000 + n}",
        }
        for n in range(1, 101)
    ]
    odd = [
        {"name": f"{LONG}호{n}", "business_no": "123-45-67890", "address": f"서울 중구 퇴계로 {n}"}
        for n in range(1, 61)
    ]
    bad = [{"name": f"{LONG}밖{n}", "address": "부산광역시 사하구 다대로 1"} for n in range(1, 41)]
    file = look(centre, *changed, *odd, *bad)
    for outcome in ("NEW", "CHANGED", "HELD", "REJECTED"):
        clerk.goto(f"/imports/{file.pk}/?outcome={outcome}")
        looked_at(clerk, f"long-{outcome.lower()}")
    clerk.goto(f"/imports/{file.pk}/commit/")
    looked_at(clerk, "long-commit")
    clerk.goto(f"/imports/held/{file.rows.undecided().order_by('pk')[0].pk}/")
    looked_at(clerk, "long-held")


def test_whom_a_roster_does_not_name_is_asked_about(
    sign_in_as: Callable[[], Page], looked_at: Callable[..., None]
) -> None:
    clerk = sign_in_as()
    shop = cast.make_workplace(name="한빛도장")
    cast.make_worker(shop, name="이영희")
    cast.make_worker(shop, name="Nguyễn Thị Phương Thảo Hoàng Kim", birth_date=None)
    file = rosters.take_in(rosters.painter())
    clerk.goto(f"/imports/{file.pk}/")
    looked_at(clerk, "roster-result")

    clerk.get_by_role("link", name="그만둔 사람 확인하기").click()
    looked_at(clerk, "roster-left-behind")
    clerk.get_by_role("row", name="이영희").get_by_label("그만둠", exact=True).check()
    clerk.get_by_role("button", name="저장하고, 이 쪽의 나머지는").click()

    expect(clerk.get_by_text("그만둠 1명, 계속 다님 1명")).to_be_visible()
    looked_at(clerk, "roster-nobody-left-behind")
    assert Worker.objects.get(name="이영희").left_date is not None
