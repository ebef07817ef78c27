"""Saying which row names the columns of a list, and what each column holds."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Centre, ImportFile, ImportMapping
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason
from tests.outreach.import_pages import SignIn, shown, upload
from tests.outreach.lists import look

pytestmark = pytest.mark.django_db
STRANGE = "을지로 소공인,,\n가게,있는 곳,부를 때\n한빛,서울 중구 을지로 157,010-0123-4567\n"
NAMELESS = "한빛,서울 중구 을지로 157,길동\n두리,서울 중구 퇴계로 1,소라\n"
COLUMNS = {"s0-0": "NAME", "s0-1": "ROAD_ADDRESS", "s0-2": "PHONE"}
State = ImportFile.State


def strange(client: Client, text: str = STRANGE) -> ImportFile:
    upload(client, text.encode())
    return ImportFile.objects.latest("pk")


def choose(client: Client, file: ImportFile, columns: dict[str, str], **where: int) -> str:
    query = "&".join(f"{name}={value}" for name, value in ({"sheet": 0} | where).items())
    address = f"{reverse('import-columns', args=[file.pk])}?{query}"
    return client.post(address, columns, follow=True).content.decode()


def test_columns_are_corrected_and_remembered(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    lines = "상호,주소,비고란\n한빛도장,서울특별시 중구 을지로 157,010-0123-4567\n"
    upload(client, lines.encode())
    file = ImportFile.objects.get()
    address = reverse("import-columns", args=[file.pk])

    asked = client.get(address).content.decode()
    twice = {"s0-0": "NAME", "s0-1": "NAME", "s0-2": "PHONE"}
    refused = client.post(address, twice).content.decode()
    done = client.post(address, {**twice, "s0-1": "ROAD_ADDRESS"}, follow=True).content.decode()

    assert "비고란" in asked
    assert "두 열 이상에 골랐습니다" in refused
    assert "010-0123-4567" in done
    assert ImportMapping.objects.get().columns["2"] == "PHONE"

    upload(client, lines.replace("한빛", "두리").encode())
    assert "지난번에 고른 대로" in shown(client, ImportFile.objects.latest("pk"))


def test_a_list_that_is_not_understood_asks_for_its_heading_row(
    centre: Centre, signed_in: SignIn
) -> None:
    client = signed_in()

    file = strange(client)
    page = shown(client, file)
    rows = client.get(reverse("import-heading", args=[file.pk])).content.decode()

    assert (file.state, file.counts) == (State.PREVIEWED, {})
    assert "열 이름이 있는 행을 찾지 못했습니다" in page
    assert reverse("import-heading", args=[file.pk]) in page
    assert reverse("import-commit", args=[file.pk]) not in page
    assert all(text in rows for text in ("있는 곳", "부를 때", "010-0123-4567"))


def test_the_chosen_row_names_the_columns_and_is_remembered(
    centre: Centre, signed_in: SignIn
) -> None:
    client = signed_in()
    file = strange(client)
    address = reverse("import-columns", args=[file.pk])

    asked = client.get(address, {"sheet": 0, "first": 2, "rows": 1}).content.decode()
    page = choose(client, file, COLUMNS, first=2)

    assert "있는 곳" in asked
    assert "2행을 열 이름으로 읽었습니다" in asked
    file.refresh_from_db()
    assert (file.state, file.counts) == (State.PREVIEWED, {"NEW": 1})
    assert "한빛" in page

    again = strange(client, STRANGE.replace("한빛", "두리"))
    assert again.counts == {"NEW": 1}


def test_so_is_a_list_that_names_no_columns(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    file = strange(client, NAMELESS)
    assert file.counts == {}

    choose(client, file, {**COLUMNS, "s0-2": ""}, first=0)
    again = strange(client, NAMELESS.replace("두리", "세움"))

    file.refresh_from_db()
    assert file.counts == again.counts == {"NEW": 2}


def test_a_list_needs_a_name_and_an_address_also_by_hand(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    file = strange(client)

    page = choose(client, file, {**COLUMNS, "s0-1": ""}, first=2)

    assert "내용인지 골라 주세요" in page
    file.refresh_from_db()
    assert file.counts == {}
    assert not ImportMapping.objects.exists()


def test_another_row_than_the_one_we_took_is_chosen(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    text = "업체명,주소,전화\n상호,소재지,연락처\n한빛,서울 중구 을지로 157,010-0123-4567\n"
    file = strange(client, text)
    choose(client, file, {**COLUMNS, "s0-2": ""}, first=1)  # a mistake, remembered
    assert sum(file.counts.values()) == 2

    choose(client, file, COLUMNS, first=2)
    again = strange(client, text)

    file.refresh_from_db()
    assert file.counts == again.counts == {"NEW": 1}
    assert ImportMapping.objects.count() == 1  # what was said of the wrong row is forgotten


def test_two_rows_may_name_the_columns(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    text = "명단,,\n가게,사는 데,\n이름,어디,부를 때\n한빛,서울 중구 을지로 157,010-0123-4567\n"
    file = strange(client, text)
    address = reverse("import-columns", args=[file.pk])

    asked = client.get(address, {"sheet": 0, "first": 2, "rows": 2}).content.decode()

    assert "가게(이름)" in asked
    choose(client, file, COLUMNS, first=2, rows=2)
    file.refresh_from_db()
    assert file.counts == {"NEW": 1}


def test_a_sheet_is_left_out_and_taken_back(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    file = look(centre, {})

    client.post(f"{reverse('import-heading', args=[file.pk])}?sheet=0")
    file.refresh_from_db()
    assert file.sheets == [{"sheet": "명단.csv", "left_out": "NOT_WANTED"}]
    assert not file.rows.exists()

    columns = {f"s0-{one}": "" for one in range(9)} | {"s0-0": "NAME", "s0-1": "ROAD_ADDRESS"}
    choose(client, file, columns, first=1)
    file.refresh_from_db()
    assert file.counts == {"NEW": 1}


def test_resident_numbers_are_not_shown_among_the_first_rows(
    centre: Centre, signed_in: SignIn
) -> None:
    client = signed_in()
    file = strange(client, STRANGE.replace("부를 때", "880412-1234567"))

    page = client.get(reverse("import-heading", args=[file.pk])).content.decode()

    assert "1234567" not in page


def test_a_file_that_is_no_longer_kept_says_so(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    file = strange(client)
    ImportFile.objects.update(content=None)

    for name in ("import-heading", "import-columns"):
        page = client.get(reverse(name, args=[file.pk]), {"sheet": 0, "first": 2}, follow=True)
        assert "다시 올려 주세요" in page.content.decode()


def test_an_empty_file_is_refused_for_good(centre: Centre, signed_in: SignIn) -> None:
    page = upload(signed_in(), b",,\n,,\n")

    assert str(REASON_TEXTS[FileReason.NO_HEADER_FOUND]) in page
    assert reverse("import-new") in page


def test_nonsense_in_the_address_finds_nothing(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    file = strange(client)
    address = reverse("import-columns", args=[file.pk])

    for query in ("sheet=9&first=1", "sheet=0&first=x", "sheet=-1&first=0"):
        assert client.get(f"{address}?{query}").status_code == 404
