"""Money and dates as official Korean paper writes them (행정업무 운영편람)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

DIGITS = "영일이삼사오육칠팔구"
PLACES = ("", "십", "백", "천")
GROUPS = ("", "만", "억", "조", "경")
TOP = 10_000 ** len(GROUPS)


class AmountStyle(StrEnum):
    """The official way to write an amount, and the older one still seen on claims."""

    OFFICIAL = "OFFICIAL"
    TRADITIONAL = "TRADITIONAL"


def hangul_amount(amount: int) -> str:
    """Return a whole amount in Hangul, each leading one spelt: 일백이십삼만사천오백."""
    if not 0 <= amount < TOP:
        raise ValueError(amount)
    if amount == 0:
        return DIGITS[0]
    words = ""
    for power in reversed(range(len(GROUPS))):
        group = amount // 10_000**power % 10_000
        if group:
            words += _four_digits(group) + GROUPS[power]
    return words


def written_amount(amount: int, style: AmountStyle = AmountStyle.OFFICIAL) -> str:
    """Return 금1,234,500원(금일백이십삼만사천오백원), or the older form of it."""
    if style is AmountStyle.TRADITIONAL:
        return f"금 {hangul_amount(amount)}원정(₩{amount:,})"
    return f"금{amount:,}원(금{hangul_amount(amount)}원)"


def official_date(day: date) -> str:
    """Return a date as body and tables write it: 2026. 11. 23."""
    return f"{day.year}. {day.month}. {day.day}."


def certificate_date(day: date) -> str:
    """Return a date as it stands above a signature: 2026년 11월 23일."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def _four_digits(group: int) -> str:
    digits = reversed([group // 10**place % 10 for place in range(len(PLACES))])
    places = reversed(PLACES)
    return "".join(
        DIGITS[digit] + place for digit, place in zip(digits, places, strict=True) if digit
    )
