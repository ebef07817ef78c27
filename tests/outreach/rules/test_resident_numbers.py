from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.resident_numbers import (
    MARK,
    birth_date_of_masked,
    holds_resident_number,
    without_resident_numbers,
)


@pytest.mark.parametrize(
    "text",
    [
        "900101-1234567",
        "9001011234567",
        "900101 - 1234567",
        "900101 1234567",
        "９００１０１－１２３４５６７",
        "900101–1234567",
        "900101\u200b-1234567",
        "900101-1******",
        "김철수(900101-1234567)",
        "주민번호 9001015234567입니다",
        "8 8 0 4 1 2 - 1 2 3 4 5 6 7",
        "88.04.12-1234567",
        "1988.04.12-1234567",
        "19880412-1234567",
        "880412/1234567",
        "88O412-l234567",  # letters for 0 and 1
        "880412-1234***",
        "8804**-1******",
        "******-1234567",
        "８８０４１２\u200d１２３４５６７",
        "③30412-1234567",
    ],
)
def test_what_looks_like_a_resident_number_is_seen(text: str) -> None:
    assert holds_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "김철수",
        "010-0000-1234",
        "01000001234",
        "02-000-6400 / 010-0000-1234",
        "123-45-67890",
        "900101",
        "1990-01-01",
        "2026. 11. 23.",
        "12345678901234",  # fourteen digits are something else
        "도장 3층 2호",
        "134511-0012345",  # a firm's (법인등록번호): 45 is no month
        "110111-0012345",  # a firm's: nobody alive has a 0 there
        "111402006113705",  # a factory's
        "880412-1",
        "880431-1",
        "010-****-1234 010-****-5678",
        "608127****",
        "8801-12345678",
        "01012345678 02-123-4567",
        "1012345678 212345678",
        "2026.3.5 010-0000-1234",
        MARK,
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not holds_resident_number(text)


birth_dates = st.dates(date(1900, 1, 1), date(2099, 12, 31))
words = st.text(alphabet="가나다 ()abc\n")


@given(birth_dates, st.sampled_from(["", "-", " - ", "–", "\u200b-"]), words, words, st.data())
def test_a_resident_number_is_taken_out_wherever_it_stands(
    born: date, dash: str, before: str, after: str, data: st.DataObject
) -> None:
    rest = data.draw(st.from_regex(r"[1-8][0-9]{6}", fullmatch=True))

    text = f"{before}{born:%y%m%d}{dash}{rest}{after}"

    assert holds_resident_number(text)
    assert without_resident_numbers(text) == f"{before}{MARK}{after}"


phones = st.from_regex(
    r"(010|02|031|070)[ .-]?[1-9][0-9]{2,3}[ .-]?[0-9]{4}|1588-?[0-9]{4}", fullmatch=True
)
firms = st.from_regex(r"[1-8][0-9]{2}-?[0-9]{2}-?[0-9]{5}", fullmatch=True)
days = st.dates().map(lambda day: day.strftime("%Y.%m.%d"))


@given(
    st.lists(phones | firms | days, max_size=3), st.sampled_from([" / ", ", ", "\n", " (", "; "])
)
def test_telephones_firms_and_dates_stay(parts: list[str], between: str) -> None:
    text = between.join(parts)

    assert without_resident_numbers(text) == text


@given(st.text(alphabet="0123456789-*● .○xOl가\u200b０１", max_size=60))
def test_what_was_taken_out_once_is_not_found_again(text: str) -> None:
    once = without_resident_numbers(text)

    assert without_resident_numbers(once) == once
    assert holds_resident_number(text) == (once != text)


def test_only_the_number_goes() -> None:
    text = "김(８８0412-1234567), 이 9001012345678; 010-0000-1234"

    assert without_resident_numbers(text) == f"김({MARK}), 이 {MARK}; 010-0000-1234"


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("880412-1******", date(1988, 4, 12)),
        ("050412-3******", date(2005, 4, 12)),
        ("880412-5●●●●●●", date(1988, 4, 12)),  # a foreigner's
        ("050412-8xxxxxx", date(2005, 4, 12)),
        ("991231-9******", date(1899, 12, 31)),
        ("８８０４１２－１＊＊＊＊＊＊", date(1988, 4, 12)),
        ("김철수 880412-2******", date(1988, 4, 12)),
        ("880412-1", date(1988, 4, 12)),
        ("000229-3******", date(2000, 2, 29)),
        ("010229-3******", None),  # no such day
        ("880412-*******", None),  # which century?
        ("880412-1234567", None),  # a full one is not used
        ("880412-1234***", None),
        ("880412-1****** 880412-1234567", None),
        ("8804**-1******", None),
        ("880412", None),
        ("", None),
    ],
)
def test_a_hidden_number_may_tell_a_birth_date(text: str, born: date | None) -> None:
    assert birth_date_of_masked(text) == born


def test_a_hidden_number_stays_for_its_birth_date_where_that_is_wanted() -> None:
    text = "880412-1****** / 900101-1234567"

    assert without_resident_numbers(text) == f"{MARK} / {MARK}"
    assert without_resident_numbers(text, keep_masked=True) == f"880412-1****** / {MARK}"


def test_a_small_process_can_use_it_without_django() -> None:
    code = "import sys, outreach.rules.resident_numbers; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_plain_digits_a_number_would_slip_through() -> None:
    """The twin: the bare pattern misses what a Korean keyboard easily writes."""
    naive = re.compile(r"[0-9]{6}-?[0-9]{7}")

    assert not naive.search("９００１０１－１２３４５６７")
    assert not naive.search("900101 - 1234567")
