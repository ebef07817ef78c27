from __future__ import annotations

import pytest

from safety.rosters.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("성 명", "NAME"), ("수검자명", "NAME"), ("주민등록번호 앞자리", "BIRTH_DATE"),
        ("H.P", "PHONE"), ("단위작업장소명", "PROCESS"), ("부서(공정)", "PROCESS"),
        ("배치일자", "PLACED_DATE"), ("현 작업 전입일", "PLACED_DATE"),
        ("입사년월일", "HIRED_DATE"),
        ("유해인자명", "HAZARDS"), ("취급물질", "HAZARDS"), ("특수검진항목", "HAZARDS"),
        ("최종 특수건강진단일", "LAST_EXAM"), ("배치전건강진단일", "PRE_PLACEMENT_EXAM"),
        ("차기검진일", "OTHER_DATE"), ("건강구분", "RESULT"), ("업무수행 적합여부", "FITNESS"),
        ("사후관리 소견", "OPINION"), ("검진기관", "INSTITUTION"), ("톨루엔", "HAZARD:toluene"),
        ("소음", "HAZARD:noise"),
    ],
)  # fmt: skip
def test_a_heading_is_understood(heading: str, column: str) -> None:
    assert VOCABULARY.meaning(heading) == column


def test_a_heading_means_one_thing_only() -> None:
    assert VOCABULARY.is_enough(VOCABULARY.recognise(["성명", "생년월일"]).values())
    assert not VOCABULARY.is_enough(VOCABULARY.recognise(["성명", "비고"]).values())
