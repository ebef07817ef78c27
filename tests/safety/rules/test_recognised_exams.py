from __future__ import annotations

from datetime import date

import pytest

from safety.rules.exam_facts import ExamKind
from safety.rules.recognised_exams import ExamLaw, recognised

TODAY = date(2026, 11, 23)
ALL = frozenset({"mineral-dusts", "ionizing-radiation", "toluene"})


@pytest.mark.parametrize(
    ("law", "all_items", "kind", "hazards"),
    [
        (ExamLaw.NATIONAL_HEALTH_INSURANCE, False, ExamKind.GENERAL, set()),
        (ExamLaw.PNEUMOCONIOSIS, False, ExamKind.SPECIAL, {"mineral-dusts"}),
        (ExamLaw.NUCLEAR_SAFETY, False, ExamKind.SPECIAL, {"ionizing-radiation"}),
        (ExamLaw.DIAGNOSTIC_RADIATION, False, ExamKind.SPECIAL, {"ionizing-radiation"}),
        (ExamLaw.OTHER_LAW, True, ExamKind.SPECIAL, set(ALL)),
    ],
)
def test_an_exam_under_another_law_counts_for_its_own_agents(
    law: ExamLaw, all_items: bool, kind: ExamKind, hazards: set[str]
) -> None:
    assert recognised(law, ALL, all_items=all_items, on=TODAY) == (kind, frozenset(hazards))


@pytest.mark.parametrize(
    ("law", "covered"),
    [
        (ExamLaw.PNEUMOCONIOSIS, {"wood-dusts", "noise"}),
        (ExamLaw.NUCLEAR_SAFETY, {"mineral-dusts"}),
        (ExamLaw.OTHER_LAW, {"toluene"}),  # not all of its items
    ],
)
def test_it_counts_for_nothing_else(law: ExamLaw, covered: set[str]) -> None:
    assert recognised(law, frozenset(covered), all_items=False, on=TODAY) is None
