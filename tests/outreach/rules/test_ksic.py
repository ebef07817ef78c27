from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.industry_words import INDUSTRY_WORDS, codes_by_words
from outreach.rules.ksic import (
    find_industry,
    industries,
    is_manufacturing,
    normalise_codes,
    normalise_revision,
)


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("14191", ("14191",)),
        ("14111, 14112, 14191", ("14111", "14112", "14191")),
        ("C14191 / C18111", ("14191", "18111")),
        ("14191.0", ("14191",)),
        ("１４１９１\n14191", ("14191",)),
        ("C14.191", ("14191",)),
        ("14.11", ("1411",)),
        ("14.1", ("141",)),
        ("14.1.9", ("1419",)),
        ("C 14 191", ("14191",)),
        ("14191 18111", ("14191", "18111")),
        ("14, 18", ("14", "18")),
        ("C1411", ("1411",)),
        ("141", ("141",)),
        ("1110", ("1110",)),
        ("봉제 10종, 2층", ()),
        ("01110", ("01110",)),
        ("봉제", ()),
        ("", ()),
    ],
)
def test_the_codes_of_a_cell_are_read(raw: str, codes: tuple[str, ...]) -> None:
    assert normalise_codes(raw) == codes


@pytest.mark.parametrize(
    ("code", "revision", "expected"),
    [
        ("10", 10, True),
        ("34019", 10, True),
        ("09000", 10, False),
        ("35110", 10, False),
        ("58113", 10, False),  # publishing left manufacturing with the 9th revision
        ("22110", 8, False),  # the same publishing in the 8th
        ("22211", 8, True),  # printing
        ("36999", 8, True),
        ("14191", 8, False),  # a quarry in the 8th revision, clothes in the 10th
        ("1", 10, False),
        ("", 10, False),
    ],
)
def test_manufacturing_is_told_by_division_and_revision(
    code: str, revision: int, expected: bool
) -> None:
    assert is_manufacturing(code, revision=revision) is expected


@pytest.mark.parametrize(
    ("code", "found"),
    [("18111", "18111"), ("14191", "141"), ("25929", "259"), ("33999", "33"), ("58113", None)],
)
def test_a_code_is_named_by_its_longest_prefix(code: str, found: str | None) -> None:
    industry = find_industry(code)

    assert (industry and industry.code) == found


def test_every_manufacturing_division_has_a_name() -> None:
    assert {str(division) for division in range(10, 35)} <= set(industries())


def test_a_blank_revision_is_the_current_one() -> None:
    assert normalise_revision("") == 10
    assert normalise_revision("제9차") == 9


@pytest.mark.parametrize(
    ("raw", "revision"),
    [("11차", 11), ("KSIC-10", 10), ("2017", 10), ("2008년", 9), ("2024. 7. 1.", 11), ("2000", 8)],
)
def test_a_revision_is_named_by_its_number_or_year(raw: str, revision: int) -> None:
    assert normalise_revision(raw) == revision


@pytest.mark.parametrize("revision", [9, 10, 11])
def test_the_divisions_of_manufacturing_are_the_same_since_the_ninth(revision: int) -> None:
    made = [n for n in range(1, 100) if is_manufacturing(f"{n:02}", revision=revision)]

    assert made == list(range(10, 35))


@given(st.from_regex(r"(1[0-9]|2[0-9]|3[0-4])[0-9]{0,3}", fullmatch=True), st.data())
def test_a_code_is_read_with_its_letter_points_and_width(code: str, data: st.DataObject) -> None:
    pointed = f"{code[:2]}.{code[2:]}" if len(code) > 2 and code[2:].strip("0") else code
    raw = data.draw(st.sampled_from([code, f"C{code}", f"C {code}", f"({code})", pointed]))
    wide = str.maketrans("0123456789C", "０１２３４５６７８９Ｃ")

    assert normalise_codes(raw) == (code,)
    assert normalise_codes(raw.translate(wide)) == (code,)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("봉제", ("141",)),
        ("의류제조업", ("141",)),
        ("인쇄", ("181",)),
        ("옵셋 인쇄, 제본", ("18113", "18122")),
        ("금속 가공", ("259",)),
        ("귀금속/주얼리 세공", ("3311",)),
        ("수제화", ("15211",)),
        ("도금 및 열처리", ("25922", "25921")),
        ("cnc 선반", ("25924",)),
        ("실크스크린", ("18112",)),
        ("의류제조, 도소매", ("141",)),
        ("의류 도소매", ()),  # they sell
        ("가구 판매", ()),
        ("음식점", ()),
        ("출판", ()),
        ("", ()),
        ("기타", ()),
    ],
)
def test_an_industry_is_told_by_words(text: str, codes: tuple[str, ...]) -> None:
    assert codes_by_words(text) == codes


def test_every_word_means_an_industry_of_our_table() -> None:
    with INDUSTRY_WORDS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert len({row["word"] for row in rows}) == len(rows)
    for row in rows:
        industry = find_industry(row["ksic10"])
        assert industry is not None, row
        assert industry.code == row["ksic10"]
        assert is_manufacturing(row["ksic10"])
