from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rosters.results import fits, read_codes, read_fitness

TWO = ("toluene", "noise")
WITH_NIGHT = ("toluene", "night-work-a")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("A", "A"), ("정상", "A"), ("정상A", "A"), ("A(정상)", "A"), ("C1", "C1"),
        ("요관찰자(C1)", "C1"), ("직업병 요관찰자", "C1"), ("Ｃ２", "C2"), ("d1", "D1"),
        ("직업병유소견자(D1)", "D1"), ("2차 검진대상", "R"), ("판정불가", "U"),
        ("질환의심(R)", "R"),
    ],
)  # fmt: skip
def test_a_result_is_read_however_it_is_worded(cell: str, code: str) -> None:
    assert read_codes(cell, ["toluene"]).by_hazard == {"toluene": code}


def test_a_result_beside_an_agent_is_that_agents() -> None:
    read = read_codes("소음: C1, 톨루엔: A", TWO)

    assert read.by_hazard == {"toluene": "A", "noise": "C1"}


def test_as_many_results_as_agents_stand_in_their_order() -> None:
    assert read_codes("A/C1", TWO).by_hazard == {"toluene": "A", "noise": "C1"}


def test_healthy_alone_is_of_all() -> None:
    assert read_codes("A", TWO).by_hazard == dict.fromkeys(TWO, "A")


@pytest.mark.parametrize("code", ["C1", "D1", "D2", "R", "U"])
def test_any_other_single_result_of_two_agents_is_left_to_a_clinician(code: str) -> None:
    read = read_codes(code, TWO)

    assert read.is_unclear
    assert read.by_hazard == {}


def test_a_finding_of_night_work_is_of_the_night_work() -> None:
    assert read_codes("DN", WITH_NIGHT).by_hazard == {"night-work-a": "DN"}
    assert read_codes("D1", WITH_NIGHT).by_hazard == {"toluene": "D1"}


@pytest.mark.parametrize("cell", ["요관찰", "C", "D", "재방문", "확인요망"])
def test_a_word_that_does_not_say_which_is_not_read(cell: str) -> None:
    assert read_codes(cell, ["toluene"]).is_unreadable


@pytest.mark.parametrize(
    ("cell", "letter"),
    [
        ("가", "가"),
        ("나(조건부 가능)", "나"),
        ("조건부 가능", "나"),
        ("한시적 작업 불가", "다"),
        ("라", "라"),
    ],
)
def test_the_fitness_is_read_for_all_agents(cell: str, letter: str) -> None:
    assert read_fitness(cell, TWO).by_hazard == dict.fromkeys(TWO, letter)


@given(st.text(max_size=20))
def test_whatever_is_read_can_be_given_by_a_doctor(cell: str) -> None:
    for hazard, code in read_codes(cell, ["noise"]).by_hazard.items():
        assert fits(code, hazard)
