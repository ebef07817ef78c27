"""An answer as plain JSON: dates as ISO text, sentences in Korean and English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from safety.rules.cases.answer import (
    CaseAnswer,
    ClockAnswer,
    DueAnswer,
    ExemptionAnswer,
    KeepingAnswer,
)
from safety.rules.derivations import Derivation
from safety.rules.explanations import explanation
from safety.rules.hazards import HAZARDS
from safety.rules.results import CLOCK_ROLES
from safety.rules.steps import Json
from safety.rules.words import Language, word


def written(answer: CaseAnswer, *, today: date) -> dict[str, Json]:
    """Return the four lists of an answer."""
    return {
        "due_items": [_item(item, today) for item in answer.items],
        "exemptions": [_exemption(one) for one in answer.exemptions],
        "clocks": [_clock(one, today) for one in answer.clocks],
        "keep_until": [_keeping(one) for one in answer.keepings],
    }


def _item(item: DueAnswer, today: date) -> dict[str, Json]:
    answer: dict[str, Json] = {
        "kind": item.kind.value,
        "kind_name": _both("kind", item.kind.value),
        **agent(item.hazard),
        "detail": item.detail or None,
        "status": item.status.value,
        "due_date": item.due.due_date.isoformat(),
        "earliest_date": _day(item.earliest),
        "overdue_days": item.overdue_days(today),
    }
    if item.minutes is not None:
        answer["minutes"] = {
            "required": item.minutes.required,
            "deducted": item.minutes.deducted,
            "made": item.minutes.made,
            "owed": item.minutes.owed,
        }
    return {**answer, **why(item.due.basis)}


def _exemption(one: ExemptionAnswer) -> dict[str, Json]:
    return {
        "kind": one.kind.value,
        "kind_name": _both("kind", one.kind.value),
        **agent(one.hazard),
        "detail": one.detail or None,
        "last_day": _day(one.last_day),
        **why(one.basis),
    }


def _clock(one: ClockAnswer, today: date) -> dict[str, Json]:
    ticking = one.ticking
    who, to = CLOCK_ROLES[ticking.clock]
    return {
        "clock": ticking.clock.value,
        "who": who,
        "to": to,
        "what": {language.value: word("rule", ticking.basis.rule.value, language)
                 for language in Language},
        "exam_date": one.exam_date.isoformat(),
        "exam_kind": one.exam_kind,
        "deadline": _day(ticking.deadline),
        "state": one.state(today).value,
        "done_date": _day(ticking.stopped),
        **why(ticking.basis),
    }  # fmt: skip


def _keeping(one: KeepingAnswer) -> dict[str, Json]:
    inputs = dict(one.kept.basis.inputs)
    years = inputs["years"]
    return {
        "record": one.record.value,
        "record_date": one.record_date.isoformat(),
        "hazards": _list(one.hazards),
        "years": years if isinstance(years, int) else None,
        "keep_until": one.kept.due_date.isoformat(),
        **why(one.kept.basis),
    }


def why(basis: Derivation) -> dict[str, Json]:
    """Return the reasons of a date: basis, derivation, what would change it, what to check."""
    plain = basis.as_json()
    plain["in_force_from"] = _day(basis.in_force_from)
    plain["doubts"] = _list(doubt.value for doubt in basis.to_check)
    return {
        "basis": plain,
        "derivation": {language.value: explanation(basis, language) for language in Language},
        "would_change": _both("change", basis.rule.value),
        "to_check": [
            {"code": doubt.value, **_both("doubt", doubt.value)} for doubt in basis.to_check
        ],
    }


def agent(hazard: str) -> dict[str, Json]:
    """Return an agent's code and names; nothing where there is none."""
    if not hazard:
        return {"hazard": None, "hazard_name": None}
    agent = HAZARDS[hazard]
    return {"hazard": hazard, "hazard_name": {"ko": agent.name_ko, "en": agent.name_en}}


def _both(group: str, key: str) -> dict[str, Json]:
    return {language.value: word(group, key, language) for language in Language}


def _list(values: Iterable[str]) -> list[Json]:
    return list(values)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
