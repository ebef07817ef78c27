"""A list in a real browser: from the upload to the last decision, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from outreach.actions import imports
from outreach.models import ImportFile, Workplace
from outreach.views import import_work
from tests import cast
from tests.outreach.lists import make_list, take_in
from tests.safety.rosters.lists import bring, painter

pytestmark = pytest.mark.browser
DURI = {"name": "두리봉제", "phone": "02-0123-4567", "address": "서울특별시 중구 퇴계로 100"}
BUSAN = {"name": "부산목재", "address": "부산광역시 사하구 다대로 1", "phone": "051-000-0001"}
WRONG = {
    "name": "큰솔금속",
    "business_no": "123-45-67890",
    "phone": "010-0123-7777 / 02-0123-7777",
    "address": "서울특별시 중구 을지로14길 20",
}
LIKE_HANBIT = {"name": "한빗도장", "phone": "010-0123-9999", "owner": "김한솔", "workers": "4"}
ON_RECORD: tuple[dict[str, str], ...] = ({}, {**DURI, "workers": "5"})
BROUGHT = (
    LIKE_HANBIT,
    DURI,
    BUSAN,
    WRONG,
    {"name": ""},
    {**WRONG, "business_no": ""},
    {"name": "새별인쇄", "address": "서울특별시 중구 마른내로 30", "phone": "02-0123-0000"},
)
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


@pytest.fixture
def clerk(sign_in_as: Callable[[], Page], tmp_path: Path) -> Page:
    """The coordinator's window, with a list on record and another one at hand."""
    page = sign_in_as()
    take_in(cast.make_centre(), *ON_RECORD)
    (tmp_path / "을지로 명단.csv").write_bytes(make_list(*BROUGHT).getvalue())
    return page


def upload(page: Page, tmp_path: Path) -> ImportFile:
    page.goto("/imports/new/")
    page.get_by_label("파일").set_input_files(tmp_path / "을지로 명단.csv")
    page.get_by_role("button", name="미리보기").click()
    page.wait_for_url("**/imports/*/")
    return ImportFile.objects.latest("pk")


def test_a_list_is_brought_looked_at_and_taken_in(
    clerk: Page, tmp_path: Path, looked_at: Callable[..., None]
) -> None:
    clerk.goto("/imports/new/")
    looked_at(clerk, "new")
    file = upload(clerk, tmp_path)
    for outcome in ("NEW", "CHANGED", "HELD", "REJECTED"):
        clerk.goto(f"/imports/{file.pk}/?outcome={outcome}")
        looked_at(clerk, f"preview-{outcome.lower()}")
    clerk.get_by_text("파일에서 읽은 내용").click()
    looked_at(clerk, "preview-columns")

    clerk.get_by_role("link", name="반영하기").click()
    looked_at(clerk, "commit-dialog")
    clerk.get_by_role("dialog").get_by_role("button", name="반영하기").click()

    expect(clerk.get_by_text("바꿨습니다")).to_be_visible()
    looked_at(clerk, "result")
    clerk.goto("/imports/")
    looked_at(clerk, "list")


def test_the_rows_are_searched_while_typing(clerk: Page, tmp_path: Path) -> None:
    file = upload(clerk, tmp_path)
    clerk.goto(f"/imports/{file.pk}/?outcome=REJECTED")

    clerk.get_by_label("이름").fill("부산")

    expect(clerk.get_by_text("1행 중 1–1")).to_be_visible()
    expect(clerk.get_by_role("rowheader")).to_have_count(1)


def test_columns_are_corrected(clerk: Page, tmp_path: Path, looked_at: Callable[..., None]) -> None:
    file = upload(clerk, tmp_path)
    clerk.goto(f"/imports/{file.pk}/columns/")
    looked_at(clerk, "columns")

    clerk.get_by_label("대표자").select_option(label="쓰지 않음")
    clerk.get_by_role("button", name="이대로 다시 읽기").click()

    expect(clerk.get_by_text("고른 대로 명단을 다시 읽었습니다")).to_be_visible()
    assert ImportFile.objects.latest("pk").rows.filter(canonical__representative_name="").exists()


def test_rows_are_decided_by_keyboard_one_after_the_other(
    clerk: Page, tmp_path: Path, looked_at: Callable[..., None]
) -> None:
    file = upload(clerk, tmp_path)
    imports.start_commit(import_file=file, staff=None, now=cast.NOW)
    imports.work(import_file=file, clock=lambda: cast.NOW)
    clerk.goto("/imports/held/")
    looked_at(clerk, "held-list")
    clerk.get_by_role("link", name="한빗도장").click()
    looked_at(clerk, "held-sides")

    clerk.get_by_role("button", name="네, 같은 곳입니다").focus()
    clerk.keyboard.press("Enter")

    expect(clerk.get_by_role("heading", level=1)).to_have_text("큰솔금속")
    looked_at(clerk, "held-correct")
    number = clerk.get_by_label("사업자등록번호")
    number.fill("123-45-67890")
    clerk.get_by_role("button", name="새로 등록", exact=True).click()
    expect(number).to_have_attribute("aria-invalid", "true")
    looked_at(clerk, "held-refused")
    number.fill("220-81-62517")
    clerk.keyboard.press("Enter")

    expect(clerk.get_by_text("행을 새로 등록합니다")).to_be_visible()
    assert Workplace.objects.filter(business_no="2208162517").exists()


def test_a_large_list_shows_how_far_it_is(
    clerk: Page,
    tmp_path: Path,
    looked_at: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(import_work, "SMALL_LIST", 1)
    file = upload(clerk, tmp_path)
    expect(clerk.get_by_text("명단을 읽고 있습니다")).to_be_visible()
    looked_at(clerk, "progress")

    imports.work(import_file=file, clock=lambda: cast.NOW)

    expect(clerk.get_by_role("heading", name="모두 7행")).to_be_visible()


def test_a_list_is_undone_or_says_what_hangs_on_it(
    clerk: Page, looked_at: Callable[..., None]
) -> None:
    file = ImportFile.objects.latest("pk")
    clerk.goto(f"/imports/{file.pk}/undo/")
    looked_at(clerk, "undo")
    cast.make_worker(Workplace.objects.get(name="한빛도장"))
    clerk.get_by_role("button", name="명단 전체 되돌리기").click()

    expect(clerk.get_by_text("명단 전체를 되돌릴 수 없습니다")).to_be_visible()
    looked_at(clerk, "undo-hindered")


def test_a_roster_is_looked_at(
    sign_in_as: Callable[[], Page], looked_at: Callable[..., None]
) -> None:
    page = sign_in_as()
    workplace = cast.make_workplace()
    page.goto(f"/imports/new/?kind=WORKERS&workplace={workplace.pk}")
    looked_at(page, "roster-new")
    results = {"판정": "D1", "업무수행적합여부": "다"}
    file = bring(painter(**results), painter(성명="이선반", 사업장명="모르는공업사", **results))

    page.goto(f"/imports/{file.pk}/")
    looked_at(page, "roster-preview")
    page.goto(f"/imports/{file.pk}/columns/")
    expect(page.get_by_text("D1")).to_have_count(0)
    looked_at(page, "roster-columns")
    page.goto(f"/imports/held/{file.rows.undecided().get().pk}/")
    looked_at(page, "roster-held")
