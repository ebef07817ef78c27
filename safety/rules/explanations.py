"""Telling a derivation in sentences: facts, rule, article, arithmetic, what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safety.rules.derivations import Derivation
from safety.rules.hazards import HAZARDS
from safety.rules.steps import (
    AddDays,
    AddMonths,
    DayBefore,
    MinutesOwed,
    NotBefore,
    PeriodEnd,
    Scalar,
    SetDay,
    Step,
)
from safety.rules.words import Language, word, word_or_key
from safety.rules.writing import official_date

UNTOLD = frozenset({"anchor", "anchor_date"})  # told together, as one fact
MONTHS = frozenset({"months", "full_months", "counts_for_months"})
JOINED = frozenset({"orders", "named_hazards"})


def explanation(derivation: Derivation, language: Language) -> str:
    """Return the derivation as lines of text that a reader can check by hand."""
    lines = [word("rule", derivation.rule.value, language)]
    lines += (f"{label}: {value}" for label, value in facts_used(derivation, language))
    lines += (told_step(step, language) for step in derivation.arithmetic)
    lines.append(f"{word('step', 'ARTICLE', language)}: {article_of(derivation, language)}")
    lines.append(
        f"{word('step', 'CHANGE', language)}: {word('change', derivation.rule.value, language)}"
    )
    lines += (
        f"[{word('step', 'CHECK', language)}] {word('doubt', doubt.value, language)}"
        for doubt in derivation.to_check
    )
    return "\n".join(lines)


def article_of(derivation: Derivation, language: Language) -> str:
    """Return the article, or that it is a setting of the programme."""
    return derivation.article or word("doubt", "OWN_SETTING", language)


def facts_used(derivation: Derivation, language: Language) -> Iterator[tuple[str, str]]:
    """Yield each fact that went in, labelled."""
    inputs = dict(derivation.inputs)
    if "anchor" in inputs:
        label = word("anchor", str(inputs["anchor"]), language)
        yield label, told_value("anchor_date", inputs["anchor_date"], language)
    for name, value in derivation.inputs:
        if name not in UNTOLD and value not in (None, ""):
            yield word("input", name, language), told_value(name, value, language)


def told_value(name: str, value: Scalar, language: Language) -> str:
    """Return one value as the reader's language writes it."""
    if isinstance(value, bool):
        return word("value", "true" if value else "false", language)
    if isinstance(value, date):
        return told_day(value, language)
    if name in MONTHS:
        key = "MONTH" if value == 1 else "MONTHS"
        return word("step", key, language).format(number=value)
    if name == "service":
        return word("service", str(value), language)
    text = f"{value:,}" if isinstance(value, int) else str(value)
    parts = text.split("|") if name in JOINED else [text]
    return ", ".join(_named(part, language) for part in parts)


def told_day(day: date, language: Language) -> str:
    """Return a date: 2026. 11. 23. on Korean paper, ISO in English."""
    return official_date(day) if language is Language.KO else day.isoformat()


def told_step(step: Step, language: Language) -> str:
    """Return one sum."""
    match step:
        case MinutesOwed():
            parts = {
                "required": step.required,
                "deducted": step.deducted,
                "made": step.made,
                "owed": step.owed,
            }
            told = {name: told_minutes(minutes, language) for name, minutes in parts.items()}
            return word("step", "MINUTES_OWED", language).format(**told)
        case SetDay():
            by = word("step", step.by.value, language)
            day = told_day(step.result, language)
            return word("step", "SET_DAY", language).format(by=by, to=day)
        case _:
            return _from_to(step, language)


def told_minutes(minutes: int, language: Language) -> str:
    """Return minutes as hours where they are whole."""
    if minutes % 60 == 0:
        return word("step", "HOURS", language).format(hours=minutes // 60)
    return word("step", "MINUTES", language).format(minutes=minutes)


def _from_to(
    step: AddMonths | AddDays | NotBefore | DayBefore | PeriodEnd, language: Language
) -> str:
    words = {"from": told_day(step.start, language), "to": told_day(step.result, language)}
    match step:
        case AddMonths():
            key = "ADD_MONTH" if step.months == 1 else "ADD_MONTHS"
            text = word("step", key, language).format(number=step.months, **words)
            short = step.result.day != step.start.day
            return f"{text} ({word('step', 'SHORT_MONTH', language)})" if short else text
        case AddDays():
            key = "ADD_DAY" if step.days == 1 else "ADD_DAYS"
            return word("step", key, language).format(number=step.days, **words)
        case PeriodEnd():
            by = word("step", step.period.value, language)
            return word("step", "PERIOD_END", language).format(by=by, **words)
        case NotBefore():
            return word("step", "NOT_BEFORE", language).format(**words)
        case DayBefore():
            return word("step", "DAY_BEFORE", language).format(**words)


def _named(text: str, language: Language) -> str:
    agent = HAZARDS.get(text)
    if agent:
        return agent.name_ko if language is Language.KO else agent.name_en
    return word_or_key("value", text, language)
