from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from outreach.access import Role
from safety.rules.consultations import consultation_due, follow_up_due
from safety.rules.derivations import Derivation, RuleKey
from safety.rules.exam_facts import CoworkerFinding, ExamFact, ExamKind, ExposureFacts
from safety.rules.exams import exam_due
from safety.rules.preplacement import EarlierExam, preplacement_exempt
from safety.rules.training import prevention_class_due
from safety.templatetags.why import FROM_FINDINGS, explain
from safety.templatetags.why_words import SENTENCES
from tests import cast

DAY = date(2026, 7, 1)
CAUSE = date(2026, 11, 20)
EXAM = ExamFact(DAY, ExamKind.SPECIAL, frozenset({"toluene"}))


def exam(**facts: object) -> Derivation:
    due = exam_due(ExposureFacts("toluene", DAY, **facts), on=cast.TODAY)  # type: ignore[arg-type]
    assert due is not None
    return due.basis


def derivations() -> Iterator[Derivation]:
    """One of each rule, by the rules themselves."""
    yield exam()
    yield exam(exams=(EXAM,))
    yield exam(exams=(EXAM,), over_limit_measurements=(CAUSE,))
    yield exam(exams=(EXAM,), coworker_d1=(CoworkerFinding(DAY, found=CAUSE),))
    advised = ExamFact(DAY, ExamKind.SPECIAL, frozenset({"toluene"}), doctor_shortens=True)
    yield exam(exams=(advised,))
    earlier = EarlierExam(DAY, ExamKind.PRE_PLACEMENT, frozenset({"toluene"}))
    exemption = preplacement_exempt(hazard="toluene", placed=CAUSE, exams=[earlier])
    assert exemption is not None
    yield exemption.basis
    for last in (None, CAUSE):
        yield consultation_due(registered=DAY, last_held=last, on=cast.TODAY).basis
        yield prevention_class_due(registered=DAY, last_completed=last, on=cast.TODAY).basis
    yield follow_up_due(held=CAUSE, agreed=date(2026, 12, 1), on=cast.TODAY).basis


BASES = {basis.rule: basis.as_json() for basis in derivations()}


def shown(rule: RuleKey, role: Role | None = Role.CLINICIAN, language: str = "ko") -> str:
    request = RequestFactory().get("/")
    if role is not None:
        request.user = cast.make_staff(role)
    item = SimpleNamespace(basis=BASES[rule])
    with translation.override(language):
        return render_to_string("safety/_why.html", {"item": item}, request=request)


def test_every_rule_that_opens_a_due_item_is_tried_here() -> None:
    assert set(BASES) == set(SENTENCES)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", list(SENTENCES))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_rule_is_explained(rule: RuleKey, language: str) -> None:
    page = shown(rule, language=language)

    assert len(page) > 300
    assert rule.value not in page
    assert "None" not in page


@pytest.mark.django_db
def test_the_arithmetic_can_be_checked_by_hand() -> None:
    page = shown(RuleKey.FIRST_EXAM)

    assert "2026. 7. 1. + 6개월 = 2027. 1. 1." in page
    assert "시행규칙 제202조제1항, 별표 23" in page
    assert "톨루엔" in page


@pytest.mark.django_db
def test_a_setting_of_the_programme_is_to_be_checked() -> None:
    assert "확인 필요" in shown(RuleKey.FIRST_PREVENTION_CLASS)
    assert "확인 필요" not in shown(RuleKey.FIRST_EXAM)


@pytest.mark.django_db
def test_a_cause_known_late_is_to_be_checked() -> None:
    basis = exam(exams=(EXAM,), over_limit_measurements=(date(2027, 3, 1),)).as_json()

    explanation = explain(basis, sees_findings=True)

    assert len(explanation.sums) == 2
    assert len(explanation.to_check) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rule", sorted(FROM_FINDINGS))
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.VIEWER, None])
def test_a_finding_is_not_read_off_a_date(rule: RuleKey, role: Role | None) -> None:
    page, clinicians = shown(rule, role), shown(rule)

    assert "D1" not in page
    assert "제202조제2항, 별표 23" in page
    assert str(BASES[rule]["article"]) not in page
    assert str(BASES[rule]["article"]) in clinicians


def test_without_the_guard_a_coworkers_disease_would_be_read() -> None:
    """The twin: the same basis, told in full, names the disease and its day."""
    told = explain(BASES[RuleKey.HALVED_D1], sees_findings=True)
    hidden = explain(BASES[RuleKey.HALVED_D1], sees_findings=False)

    assert "D1" in str(told.sentence)
    assert any("20" in value for _label, value in told.facts)
    assert len(hidden.facts) == len(told.facts) - 1
