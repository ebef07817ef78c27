"""Words about somebody's health, which a note on a call must not hold (개인정보 보호법 제23조)."""

from __future__ import annotations

import re

# Only what speaks of an ill person or a finding: the exams we call about are named freely, and
# "암" or "약" alone are parts of too many other words.
WORDS = (
    "질병", "질환", "환자", "병명", "입원", "퇴원", "수술", "투병", "치료", "진단서", "진단명",
    "확진", "유소견", "요관찰", "고혈압", "저혈압", "혈압", "혈당", "당뇨", "고지혈", "콜레스테롤",
    "뇌졸중", "뇌출혈", "심장병", "심근경색", "협심증", "간염", "결핵", "폐렴", "천식", "진폐",
    "난청", "디스크", "관절염", "우울", "불면", "공황", "조현", "치매", "정신과", "자살", "알코올",
    "임신", "항암", "암환자", "암 환자", "위암", "폐암", "간암", "대장암", "유방암",
    "갑상선", "복용", "아프", "아파", "편찮", "다치", "다쳐", "병가", "장애인",
)  # fmt: skip
KOREAN = re.compile("|".join(map(re.escape, WORDS)))
ENGLISH = re.compile(
    r"\b(?:ill|illness|sick|disease|patient|hospital\w*|surgery|diagnos\w+|cancer|diabet\w+|"
    r"depress\w+|hypertension|blood pressure|pregnan\w+|disabled|medication)\b",
    re.IGNORECASE,
)


def holds_health_words(text: str) -> bool:
    """Tell whether a note speaks of somebody's health."""
    return KOREAN.search(text) is not None or ENGLISH.search(text) is not None
