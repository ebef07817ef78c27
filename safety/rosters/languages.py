"""In which language a worker of a nationality is addressed."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Only the languages we write in; somebody else reads English. A language names itself too.
SPOKEN: Mapping[str, str] = {
    "ko": "한국 대한민국 내국인 한국인 내국 korea korean 한국어 kor kr",
    "vi": "베트남 월남 베트남인 vietnam vietnamese 베트남어 vn vnm viet",
    "zh": """
        중국 중국인 한국계중국인 중국동포 조선족 china chinese 중국어 cn chn 대만 taiwan
        중국(한국계)""",
    "ne": "네팔 네팔인 nepal nepali nepalese 네팔어 np npl",
    "uz": "우즈베키스탄 우즈벡 우즈베크 우즈베키스탄인 uzbekistan uzbek 우즈베크어 uz uzb",
    "th": "태국 타이 태국인 thailand thai 태국어 th tha",
    "km": "캄보디아 캄보디아인 cambodia khmer 크메르어 캄보디아어 kh khm",
    "en": """
        미국 영국 호주 캐나다 필리핀 인도 방글라데시 파키스탄 스리랑카 미얀마 인도네시아 몽골
        키르기스스탄
        카자흐스탄 러시아 라오스 동티모르 나이지리아 가나 usa uk philippines indonesia myanmar
        mongolia
        srilanka bangladesh pakistan india english 영어 타지키스탄 일본""",
}


def squeeze(word: str) -> str:
    """Return a word without blanks, signs and case."""
    return re.sub(r"[\W_]+", "", word).casefold()


def language_of(nationality: str) -> str | None:
    """Return the language for a nationality or a language's own name; None for an unknown one."""
    return _LANGUAGES.get(squeeze(nationality))


_LANGUAGES = {squeeze(word): code for code, words in SPOKEN.items() for word in words.split()}
