from __future__ import annotations

import pytest

from outreach.models import Centre, Workplace
from tests.outreach.lists import codes, look, only_row, outcomes, take_in

VALID_NUMBER = "124-81-00998"
DURI = {"name": "두리봉제", "phone": "010-0123-0002"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "other",
    [
        {"address": "서울특별시 중구 퇴계로 1", "phone": ""},
        {"address": "서울특별시 중구 을지로 157, 301호", "factory_no": "2"},
        {"name": "두빛도장", "phone": ""},
    ],
)
def test_the_same_name_at_another_site_is_another_workplace(
    centre: Centre, other: dict[str, str]
) -> None:
    masked = {"business_no": "124810****"}

    file = take_in(centre, {"factory_no": "1", **masked}, {**masked, **other})

    assert outcomes(file) == ["NEW", "NEW"]


@pytest.mark.parametrize(
    ("again", "outcome"),
    [
        (
            {"factory_no": "111402006113705", "name": "새이름", "address": "서울 중구 퇴계로 1"},
            "CHANGED",
        ),
        ({"business_no": VALID_NUMBER, "address": "서울 중구 퇴계로 1"}, "CHANGED"),
        ({"name": "주식회사 한빛도장", "business_no": "124810****"}, "CHANGED"),
        ({"business_no": "106-81-00011", "factory_no": "9"}, "NEW"),  # another firm's numbers
    ],
)
def test_a_workplace_is_found_again(centre: Centre, again: dict[str, str], outcome: str) -> None:
    take_in(centre, {"factory_no": "111402006113705", "business_no": VALID_NUMBER})

    file = look(centre, again)

    assert outcomes(file) == [outcome]


def test_sites_of_one_business_number_are_told_apart_by_their_site_numbers(centre: Centre) -> None:
    rows = (
        {"business_no": VALID_NUMBER, "factory_no": "77"},
        {"business_no": VALID_NUMBER, "site_no": "1", "address": "서울 중구 퇴계로 1"},
    )
    third = {"business_no": VALID_NUMBER, "factory_no": "78", "address": "서울 중구 퇴계로 7"}

    file = take_in(centre, *rows)
    Workplace.objects.filter(site_no="0001").update(factory_no="79")
    held = take_in(centre, third)

    assert outcomes(file) == ["NEW", "NEW"]
    assert codes(only_row(held)) == ["BUSINESS_NUMBER_TAKEN"]
    assert outcomes(take_in(centre, *rows)) == ["SAME", "SAME"]


def test_the_second_row_of_one_workplace_names_the_first(centre: Centre) -> None:
    file = look(centre, {}, DURI, {"name": "㈜한빛도장", "workers": "9"})

    row = file.rows.get(row=4)
    assert outcomes(file) == ["NEW", "NEW", "MERGED"]
    assert row.candidates[0]["row"] == 2
    assert row.reasons == [
        {
            "code": "DUPLICATE_IN_FILE",
            "column": "NAME",
            "heading": "회사명",
            "row": 2,
            "sheet": "명단.csv",
        }
    ]
