"""What a programme refunds for an exam, and why it may refuse (a local programme, no law)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RefusalCode(StrEnum):
    """Why a line cannot be claimed; a door has a sentence for each."""

    NO_APPLICATION = "NO_APPLICATION"
    EXAM_BEFORE_APPROVAL = "EXAM_BEFORE_APPROVAL"
    ALREADY_CLAIMED = "ALREADY_CLAIMED"
    PAID_BY_KOSHA = "PAID_BY_KOSHA"  # 건강디딤돌 pays the institution
    OVER_BUDGET = "OVER_BUDGET"
    NO_COST = "NO_COST"
    NO_RATE = "NO_RATE"  # the programme pays nothing for this kind of exam on that day
    NO_CONSENT = "NO_CONSENT"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What decides about one line: one worker's exam under one programme, amounts in won."""

    exam_date: date
    approved: date | None
    price: int
    rate: int
    cap_left: int
    budget_left: int
    already_claimed: bool
    paid_by_kosha: bool
    has_consent: bool


def line_amount(*, price: int, rate: int, cap_left: int) -> int:
    """Return what a line is refunded: the price, at most the rate and what the cap leaves."""
    return max(min(price, rate, cap_left), 0)


def claim_total(amounts: Iterable[int]) -> int:
    """Return the sum of a claim's lines; its digits and its Hangul are both written from it."""
    return sum(amounts)


def claim_refusals(facts: ClaimFacts) -> list[RefusalCode]:
    """
    Return every reason against a line, in the order a clerk checks them; none means it is paid.

    The application must have been approved before the day of the exam, and a cost is funded
    once, whoever pays.
    """
    amount = line_amount(price=facts.price, rate=facts.rate, cap_left=facts.cap_left)
    is_paid_for = facts.price > 0 and facts.rate > 0
    nothing_left = facts.cap_left <= 0 or amount > facts.budget_left
    checks = (
        (RefusalCode.NO_APPLICATION, facts.approved is None),
        (
            RefusalCode.EXAM_BEFORE_APPROVAL,
            facts.approved is not None and facts.exam_date <= facts.approved,
        ),
        (RefusalCode.ALREADY_CLAIMED, facts.already_claimed),
        (RefusalCode.PAID_BY_KOSHA, facts.paid_by_kosha),
        (RefusalCode.NO_COST, facts.price <= 0),
        (RefusalCode.NO_RATE, facts.rate <= 0),
        (RefusalCode.OVER_BUDGET, is_paid_for and nothing_left),
        (RefusalCode.NO_CONSENT, not facts.has_consent),
    )
    return [code for code, holds in checks if holds]
