"""What the provider's error codes mean and what kind of trouble each one is."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

PROVIDER_ERRORS = Path(__file__).parent / "data" / "provider_errors.csv"


class Kind(StrEnum):
    """Who can help: the recipient's number, the text, our settings, time, or nobody knows."""

    NUMBER = "NUMBER"
    OPTED_OUT = "OPTED_OUT"
    TEXT = "TEXT"
    SETTINGS = "SETTINGS"
    LATER = "LATER"
    UNKNOWN = "UNKNOWN"


class Reason(StrEnum):
    """What happened, as one sentence for staff; many codes share one."""

    BAD_NUMBER = "BAD_NUMBER"
    LANDLINE = "LANDLINE"
    NO_SUCH_PHONE = "NO_SUCH_PHONE"
    UNREACHABLE = "UNREACHABLE"
    BLOCKED = "BLOCKED"
    OPTED_OUT = "OPTED_OUT"
    FILTERED = "FILTERED"
    BAD_TEXT = "BAD_TEXT"
    SENDER_NUMBER = "SENDER_NUMBER"
    ACCOUNT = "ACCOUNT"
    TOO_FAST = "TOO_FAST"
    CARRIER = "CARRIER"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


OUT_OF_REACH = (Reason.BAD_NUMBER, Reason.LANDLINE, Reason.NO_SUCH_PHONE)


@dataclass(frozen=True)
class ProviderError:
    """One code of the table; `meaning` is plain English for records and holds no number."""

    code: int | None
    kind: Kind
    reason: Reason
    meaning: str


@cache
def provider_errors() -> Mapping[int, ProviderError]:
    """Return the table by code."""
    with PROVIDER_ERRORS.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                int(row["code"]): ProviderError(
                    code=int(row["code"]),
                    kind=Kind(row["kind"]),
                    reason=Reason(row["reason"]),
                    meaning=row["meaning"],
                )
                for row in csv.DictReader(file)
            }
        )


def provider_error(code: int | None) -> ProviderError:
    """Return what a code means; one that is not in the table proves nothing and is UNKNOWN."""
    unknown = ProviderError(code, Kind.UNKNOWN, Reason.UNKNOWN, "not in our table")
    return unknown if code is None else provider_errors().get(code, unknown)


def is_out_of_reach(error: ProviderError) -> bool:
    """Tell whether no text will ever reach that number: a landline, or a number not in use."""
    return error.reason in OUT_OF_REACH
