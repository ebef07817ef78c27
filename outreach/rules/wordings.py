"""What the words of a text must hold, and must not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from outreach.rules.placeholders import placeholders
from outreach.rules.sms_text import lint_body, refused_characters

ADVERTISING = "(광고)"  # exactly so, in front (정보통신망법 시행령 별표 6)
REFUSAL = "무료수신거부"
_MARK_BY_HAND = re.compile(r"광\s*[.·]?\s*고|무료\s*수신\s*거부|무료\s*거부")


class Fault(StrEnum):
    """Why words cannot be used."""

    EMPTY = "EMPTY"
    UNKNOWN_PLACE = "UNKNOWN_PLACE"
    MISSING_PLACE = "MISSING_PLACE"
    CANNOT_TRAVEL = "CANNOT_TRAVEL"
    NOT_ASCII = "NOT_ASCII"
    HEALTH_WORD = "HEALTH_WORD"
    MARK_BY_HAND = "MARK_BY_HAND"
    OWN_ADDRESS = "OWN_ADDRESS"


@dataclass(frozen=True)
class Found:
    """One fault, and what of the words shows it."""

    fault: Fault
    what: str = ""
    instead: str | None = None


def faults(
    body: str, *, is_korean: bool, allowed: Collection[str], required: Collection[str]
) -> tuple[Found, ...]:
    """Return everything that is wrong with the words of a text; none is the right answer."""
    if not body.strip():
        return (Found(Fault.EMPTY),)
    return tuple(_faults(body, is_korean, frozenset(allowed), frozenset(required)))


def _faults(
    body: str, is_korean: bool, allowed: frozenset[str], required: frozenset[str]
) -> Iterator[Found]:
    used = placeholders(body)
    for place in sorted(used - allowed):
        yield Found(Fault.UNKNOWN_PLACE, f"{{{place}}}")
    for place in sorted(required - used):
        yield Found(Fault.MISSING_PLACE, f"{{{place}}}")
    refused = {one.character: one.replacement for one in refused_characters(body)}
    for sign, instead in refused.items():
        yield Found(Fault.CANNOT_TRAVEL, sign, instead)
    if not is_korean:
        for sign in dict.fromkeys(body):
            if not sign.isascii() and sign not in refused:
                yield Found(Fault.NOT_ASCII, sign)
    for word in lint_body(body):
        yield Found(Fault.HEALTH_WORD, word)
    if mark := _MARK_BY_HAND.search(body):
        yield Found(Fault.MARK_BY_HAND, mark[0])
    if address := re.search(r"https?://\S+|www\.\S+|bit\.ly\S*", body):
        yield Found(Fault.OWN_ADDRESS, address[0])


def as_advertising(body: str, *, refusal_number: str) -> str:
    """Mark a text as advertising: the mark in front, the free way to refuse at the end."""
    return f"{ADVERTISING}{body} {REFUSAL} {refusal_number}"
