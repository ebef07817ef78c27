"""Reading a derivation back from the JSON in which a due item keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from safety.rules.derivations import Derivation, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import (
    AddDays,
    AddMonths,
    DayBefore,
    Json,
    MinutesOwed,
    NotBefore,
    Period,
    PeriodEnd,
    Scalar,
    SetBy,
    SetDay,
    Step,
)

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotADerivation(ValueError):
    """The JSON was not written by `Derivation.as_json`."""


def stored(basis: Mapping[str, Json]) -> Derivation:
    """
    Return the derivation that was kept as JSON.

    :raises NotADerivation: it is something else
    """
    inputs, steps, doubts = basis["inputs"], basis["arithmetic"], basis.get("doubts", [])
    if not (isinstance(inputs, dict) and isinstance(steps, list) and isinstance(doubts, list)):
        raise NotADerivation
    return Derivation(
        rule=RuleKey(str(basis["rule"])),
        inputs=tuple((name, _value(value)) for name, value in inputs.items()),
        arithmetic=tuple(_step(step) for step in steps),
        doubts=tuple(Doubt(str(doubt)) for doubt in doubts),
        written_in=str(basis["article"]),
    )


def _value(value: Json) -> Scalar:
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, list | dict):
        raise NotADerivation
    return value


def _step(step: Json) -> Step:
    if not isinstance(step, dict):
        raise NotADerivation
    match step:
        case {"step": "ADD_MONTHS", "from": str(start), "months": int(months)}:
            return AddMonths(date.fromisoformat(start), months)
        case {"step": "ADD_DAYS", "from": str(start), "days": int(days)}:
            return AddDays(date.fromisoformat(start), days)
        case {"step": "NOT_BEFORE", "from": str(start), "to": str(to)}:
            return NotBefore(date.fromisoformat(start), date.fromisoformat(to))
        case {"step": "DAY_BEFORE", "from": str(start)}:
            return DayBefore(date.fromisoformat(start))
        case {"step": "SET_DAY", "by": str(by), "to": str(to)}:
            return SetDay(date.fromisoformat(to), SetBy(by))
        case {"step": "PERIOD_END", "from": str(start), "period": str(period)}:
            return PeriodEnd(date.fromisoformat(start), Period(period))
        case {
            "step": "MINUTES_OWED",
            "required": int(required),
            "deducted": int(deducted),
            "made": int(made),
        }:
            return MinutesOwed(required, deducted, made)
    raise NotADerivation
