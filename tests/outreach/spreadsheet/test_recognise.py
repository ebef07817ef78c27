from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.business_numbers import BusinessNumberState
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason
from outreach.spreadsheet.recognise import Remark, recognise_row
from outreach.spreadsheet.tables import TableRow


def make_row(**texts: str) -> TableRow:
    """Make a row that is accepted without a word, but for what the test says."""
    values = {
        Column.NAME: "한빛도장",
        Column.BUSINESS_NO: "124-81-00998",
        Column.MAIN_INDUSTRY: "25922",
        Column.ROAD_ADDRESS: "서울특별시 영등포구 도림로 1 (문래동2가)",
        Column.PHONE: "010-0123-4567",
        **{Column[name]: text for name, text in texts.items()},
    }
    return TableRow(7, {column: text for column, text in values.items() if text})


def test_a_row_is_told_in_our_terms() -> None:
    row = recognise_row(
        make_row(
            NAME=" ㈜한빛 도장",
            INDUSTRIES="25922, 25929",
            MEN="3",
            WOMEN="2",
            FOREIGN_WOMEN="1",
            HEADCOUNT="6명",
        )
    )

    place = row.workplace
    assert row.accepted
    assert row.warnings == ()
    assert (place.name, place.comparable_name) == ("㈜한빛 도장", "한빛도장")
    assert (place.district_code, place.dong) == ("11560", "문래동2가")
    assert (place.business_no, place.ksic) == ("1248100998", "25922")
    assert place.ksic_codes == ("25922", "25929")
    assert (place.headcount, place.women, place.foreign) == (6, 3, 1)


@pytest.mark.parametrize(
    ("texts", "code", "column"),
    [
        ({"NAME": ""}, RowReason.NAME_MISSING, Column.NAME),
        ({"NAME": "가" * 121}, RowReason.TEXT_TOO_LONG, Column.NAME),
        ({"ROAD_ADDRESS": "경기도 시흥시 1"}, RowReason.NOT_SEOUL, Column.ROAD_ADDRESS),
        ({"ROAD_ADDRESS": "서울특별시"}, RowReason.DISTRICT_UNKNOWN, Column.ROAD_ADDRESS),
        ({"ROAD_ADDRESS": ""}, RowReason.DISTRICT_UNKNOWN, Column.ROAD_ADDRESS),
        ({"MAIN_INDUSTRY": "58113"}, RowReason.NOT_MANUFACTURING, Column.MAIN_INDUSTRY),
        (
            {"MAIN_INDUSTRY": "22110", "INDUSTRY_REVISION": "8"},
            RowReason.NOT_MANUFACTURING,
            Column.MAIN_INDUSTRY,
        ),
    ],
)
def test_a_row_is_rejected_with_reason_and_column(
    texts: dict[str, str], code: RowReason, column: Column
) -> None:
    row = recognise_row(make_row(**texts))

    assert not row.accepted
    assert row.rejections == (Remark(code, column),)


@pytest.mark.parametrize(
    ("texts", "code", "column"),
    [
        ({"BUSINESS_NO": "608127****"}, RowReason.BUSINESS_NUMBER_MASKED, Column.BUSINESS_NO),
        ({"MAIN_INDUSTRY": ""}, RowReason.INDUSTRY_MISSING, Column.MAIN_INDUSTRY),
        ({"INDUSTRY_REVISION": "8"}, RowReason.INDUSTRY_OLD, Column.INDUSTRY_REVISION),
        ({"CITY": "경기도"}, RowReason.PLACES_DISAGREE, Column.ROAD_ADDRESS),
        ({"PHONE": "055"}, RowReason.PHONE_NOT_A_NUMBER, Column.PHONE),
        ({"PHONE": "2267-1234"}, RowReason.PHONE_AREA_ADDED, Column.PHONE),
        ({"PHONE": "+86 138 1234 5678"}, RowReason.PHONE_NOT_KEPT, Column.PHONE),
        ({"BUSINESS_NO": ""}, RowReason.BUSINESS_NUMBER_MISSING, Column.BUSINESS_NO),
        ({"BUSINESS_NO": "1.2481E+09"}, RowReason.BUSINESS_NUMBER_LOST, Column.BUSINESS_NO),
        ({"BUSINESS_NO": "I24-81-OO998"}, RowReason.BUSINESS_NUMBER_REPAIRED, Column.BUSINESS_NO),
        ({"MAIN_INDUSTRY": "봉제"}, RowReason.INDUSTRY_BY_WORDS, Column.MAIN_INDUSTRY),
        ({"ROAD_ADDRESS": "서울 문래동3가 54"}, RowReason.DISTRICT_BY_DONG, Column.ROAD_ADDRESS),
        (
            {"ROAD_ADDRESS": "서울 강남구 문래동3가 54"},
            RowReason.PLACES_DISAGREE,
            Column.ROAD_ADDRESS,
        ),
        ({"HEADCOUNT": "5~9인"}, RowReason.HEADCOUNT_ESTIMATED, Column.HEADCOUNT),
        (
            {"REPRESENTATIVE": "김철수(880412-1234567)"},
            RowReason.RESIDENT_NUMBER_REMOVED,
            Column.REPRESENTATIVE,
        ),
        ({"HEADCOUNT": "다수"}, RowReason.HEADCOUNT_UNREADABLE, Column.HEADCOUNT),
        (
            {"HEADCOUNT": "9", "MEN": "1", "WOMEN": "1"},
            RowReason.HEADCOUNTS_DISAGREE,
            Column.HEADCOUNT,
        ),
    ],
)
def test_a_row_enters_with_a_warning(
    texts: dict[str, str], code: RowReason, column: Column
) -> None:
    row = recognise_row(make_row(**texts))

    assert row.accepted
    assert row.warnings == (Remark(code, column),)


def test_a_wrong_business_number_waits_for_somebody() -> None:
    row = recognise_row(make_row(BUSINESS_NO="124-81-00999"))

    assert not row.accepted
    assert row.rejections == ()
    assert row.holds == (Remark(RowReason.BUSINESS_NUMBER_WRONG, Column.BUSINESS_NO),)


@pytest.mark.parametrize("column", [column.name for column in Column if column.name != "CITY"])
def test_a_resident_number_is_nowhere_in_what_is_made_of_a_row(column: str) -> None:
    """Also where a row holds nothing else, and in each way of hiding a part of it."""
    for number in (
        "880412-1234567",
        "8804121234567",
        "８８０４１２－１２３４５６７",
        "880412-1******",
    ):
        row = recognise_row(make_row(**{column: number}))

        told = str(row.workplace).replace("-", "")
        assert "1987654" not in told
        assert "880412" not in told
        codes = [remark.code for remark in row.warnings if remark.column == column]
        assert RowReason.RESIDENT_NUMBER_REMOVED in codes


def test_what_stood_beside_a_resident_number_stays() -> None:
    row = recognise_row(make_row(REPRESENTATIVE="김철수 (880412-1234567)"))

    assert row.workplace.representative_name == "김철수"


def test_a_name_beside_a_number_is_told() -> None:
    row = recognise_row(make_row(PHONE="02-2267-1234 / 홍길동 010-2345-6789"))

    assert [(phone.national, phone.name) for phone in row.workplace.phones] == [
        ("02-2267-1234", ""),
        ("010-2345-6789", "홍길동"),
    ]
    assert row.workplace.textable == row.workplace.phones[1]


def test_a_site_number_may_stand_behind_the_business_number() -> None:
    assert recognise_row(make_row(BUSINESS_NO="124-81-00998-0002")).workplace.site_no == "0002"
    assert recognise_row(make_row(SITE_NO="3")).workplace.site_no == "0003"


def test_an_owners_mobile_without_010_is_no_seoul_landline() -> None:
    row = recognise_row(make_row(PHONE="", MOBILE="2345-6789"))

    assert [phone.e164 for phone in row.workplace.phones] == [None]


def test_words_that_mean_an_industry_give_a_candidate() -> None:
    row = recognise_row(make_row(MAIN_INDUSTRY="옵셋 인쇄, 제본"))

    assert (row.workplace.ksic, row.workplace.ksic_codes) == ("18113", ("18113", "18122"))


def test_a_shop_without_business_number_and_telephone_is_normal() -> None:
    row = recognise_row(make_row(BUSINESS_NO="", PHONE=""))

    assert row.accepted
    assert row.warnings == (Remark(RowReason.BUSINESS_NUMBER_MISSING, Column.BUSINESS_NO),)
    assert row.workplace.business_no_state is BusinessNumberState.BLANK


def test_a_code_of_the_eighth_revision_is_not_taken_for_one_of_today() -> None:
    row = recognise_row(make_row(MAIN_INDUSTRY="31521", INDUSTRY_REVISION="8"))

    assert (row.workplace.ksic, row.workplace.ksic_codes) == ("", ())


@given(st.dictionaries(st.sampled_from(Column), st.text(max_size=30)))
def test_any_row_is_judged_without_failing(values: dict[Column, str]) -> None:
    row = recognise_row(TableRow(2, {str(key): text for key, text in values.items()}))

    assert row.accepted == (not row.rejections and not row.holds)
