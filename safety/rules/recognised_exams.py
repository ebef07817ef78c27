"""Exams under other laws that count here (시행규칙 제196조·제200조, 법 제133조)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.exam_facts import ExamKind
from safety.rules.tables import as_codes, as_date, edition, read_table

EVERY_AGENT = "*"


class ExamLaw(StrEnum):
    """The law an exam was held under, where it is not this one."""

    NATIONAL_HEALTH_INSURANCE = "NATIONAL_HEALTH_INSURANCE"
    PNEUMOCONIOSIS = "PNEUMOCONIOSIS"
    NUCLEAR_SAFETY = "NUCLEAR_SAFETY"
    DIAGNOSTIC_RADIATION = "DIAGNOSTIC_RADIATION"
    OTHER_LAW = "OTHER_LAW"


@dataclass(frozen=True, slots=True)
class RecognisedExam:
    """What an exam under one law counts as, and for which agents."""

    law: ExamLaw
    counts_as: ExamKind
    hazards: tuple[str, ...]
    needs_all_items: bool
    article: str
    in_force_from: date | None


RECOGNISED_EXAMS = tuple(
    RecognisedExam(
        law=ExamLaw(row["law"]),
        counts_as=ExamKind(row["counts_as"]),
        hazards=as_codes(row["hazard_codes"]),
        needs_all_items=row["needs_all_items"] == "yes",
        article=row["article"],
        in_force_from=as_date(row["in_force_from"]),
    )
    for row in read_table("recognised_exams")
)


def recognised(
    law: ExamLaw,
    covered: frozenset[str],
    *,
    all_items: bool,
    on: date,
    rows: Sequence[RecognisedExam] = RECOGNISED_EXAMS,
) -> tuple[ExamKind, frozenset[str]] | None:
    """Return the kind of exam it counts as and the agents it counts for; None if for nothing."""
    rule = edition([row for row in rows if row.law is law], on=on)[0]
    if rule.counts_as is ExamKind.GENERAL:
        return ExamKind.GENERAL, frozenset()
    if rule.needs_all_items and not all_items:
        return None
    counted = covered if EVERY_AGENT in rule.hazards else covered.intersection(rule.hazards)
    return (rule.counts_as, counted) if counted else None
