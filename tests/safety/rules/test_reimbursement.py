from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.reimbursement import (
    ClaimFacts,
    RefusalCode,
    claim_refusals,
    claim_total,
    line_amount,
)

GOOD = ClaimFacts(
    exam_date=date(2026, 11, 23),
    approved=date(2026, 11, 20),
    price=48_700,
    rate=50_000,
    cap_left=200_000,
    budget_left=1_000_000,
    already_claimed=False,
    paid_by_kosha=False,
    has_consent=True,
)


@pytest.mark.parametrize(
    ("price", "rate", "cap_left", "amount"),
    [
        (48_700, 50_000, 200_000, 48_700),
        (62_000, 50_000, 200_000, 50_000),  # no more than the rate
        (62_000, 50_000, 30_000, 30_000),  # no more than the cap leaves
        (62_000, 50_000, 0, 0),
        (62_000, 50_000, -1, 0),
        (0, 50_000, 200_000, 0),
    ],
)
def test_a_line_is_the_least_of_price_rate_and_cap(
    price: int, rate: int, cap_left: int, amount: int
) -> None:
    assert line_amount(price=price, rate=rate, cap_left=cap_left) == amount


def test_a_claim_is_the_sum_of_its_lines() -> None:
    assert claim_total([48_700, 50_000, 30_000]) == 128_700
    assert claim_total([]) == 0


def test_a_good_line_is_not_refused() -> None:
    assert claim_refusals(GOOD) == []


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(GOOD, approved=None), RefusalCode.NO_APPLICATION),
        (replace(GOOD, approved=date(2026, 11, 24)), RefusalCode.EXAM_BEFORE_APPROVAL),
        (replace(GOOD, approved=date(2026, 11, 23)), RefusalCode.EXAM_BEFORE_APPROVAL),  # same day
        (replace(GOOD, already_claimed=True), RefusalCode.ALREADY_CLAIMED),
        (replace(GOOD, paid_by_kosha=True), RefusalCode.PAID_BY_KOSHA),
        (replace(GOOD, price=0), RefusalCode.NO_COST),
        (replace(GOOD, rate=0), RefusalCode.NO_RATE),
        (replace(GOOD, budget_left=48_699), RefusalCode.OVER_BUDGET),
        (replace(GOOD, cap_left=0), RefusalCode.OVER_BUDGET),
        (replace(GOOD, has_consent=False), RefusalCode.NO_CONSENT),
    ],
)
def test_each_fault_is_refused(facts: ClaimFacts, refusal: RefusalCode) -> None:
    assert claim_refusals(facts) == [refusal]


def test_the_last_won_of_the_budget_can_be_spent() -> None:
    assert claim_refusals(replace(GOOD, budget_left=48_700)) == []


def test_all_faults_are_told_at_once() -> None:
    facts = replace(GOOD, approved=None, already_claimed=True, has_consent=False)

    assert claim_refusals(facts) == [
        RefusalCode.NO_APPLICATION,
        RefusalCode.ALREADY_CLAIMED,
        RefusalCode.NO_CONSENT,
    ]


WON = st.integers(0, 10**7)


@given(WON, WON, WON, WON)
def test_a_paid_line_never_overspends(
    price: int, rate: int, cap_left: int, budget_left: int
) -> None:
    facts = replace(GOOD, price=price, rate=rate, cap_left=cap_left, budget_left=budget_left)
    amount = line_amount(price=price, rate=rate, cap_left=cap_left)

    assert claim_refusals(facts) or 0 < amount <= min(price, rate, cap_left, budget_left)
