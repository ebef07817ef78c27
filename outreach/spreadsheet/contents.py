"""What the cells of a column look like, for columns whose heading says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

SHARE = 0.7  # of the sampled cells must look alike; lists have their gaps and slips
FEWEST = 3
SAMPLED = 200

PHONE = re.compile(r"(?:\+?82|0)\d{1,2}\d{3,4}\d{4}|1[568]\d{2}\d{4}|1[0-9]\d{3,4}\d{4}")
MOBILE = re.compile(r"(?:\+?820?|0)?1[016-9]\d{7,8}")
BUSINESS_NO = re.compile(r"\d{3}-?\d{2}-?[\d*●xX]{5}")
ADDRESS = re.compile(
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충[청남북]|전[라남북]|경[상남북]|제주)"
    r"|(?:^|\s)[가-힣]{1,4}구\s+[가-힣0-9.·]+(?:로|길|동|가)(?:\s|\d|$)"
    r"|[가-힣0-9]+(?:로|길|동|가)\s*\d+(?:-\d+)?"
)
FIRM = re.compile(
    r"주식회사|유한회사|합자회사|\(주\)|㈜|\(유\)|㈲|\(합\)|[가-힣]{2,}(?:상사|산업|공업|정밀|금속"
    r"|기계|인쇄|섬유|어패럴|패션|봉제|전자|테크|실업|물산|기업|제작소|공업사|인쇄사|문화사|도장|도금"
    r"|주얼리|제화|목공소|식품|화학|엔지니어링|산업사|통상|무역|디자인|모드|사)$"
)
PERSON = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원"
    r"천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용][가-힣]{1,3}"
)
DISTRICT = re.compile(
    r"(?:서울(?:특별)?시?\s*)?(?:종로|중|용산|성동|광진|동대문|중랑|성북|강북|도봉|노원|은평|서대문"
    r"|마포|양천|강서|구로|금천|영등포|동작|관악|서초|강남|송파|강동)구"
)
DATE = re.compile(
    r"(?:19|20)?\d{2}\s*[-./년]\s*(?:0?[1-9]|1[0-2])\s*[-./월]\s*(?:0?[1-9]|[12]\d|3[01])\s*일?\.?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
BIRTH = re.compile(
    r"(?:(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:\s*-\s*[1-8][*●xX]*)?"
)


class Content(StrEnum):
    """What a column can be seen to hold."""

    MOBILE = "MOBILE"
    PHONE = "PHONE"
    BUSINESS_NO = "BUSINESS_NO"
    ADDRESS = "ADDRESS"
    DISTRICT = "DISTRICT"
    FIRM = "FIRM"
    PERSON = "PERSON"
    BIRTH_DATE = "BIRTH_DATE"
    DATE = "DATE"


def _whole(shape: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: shape.fullmatch(text) is not None


def _dialled(shape: re.Pattern[str]) -> Callable[[str], bool]:
    def looks(text: str) -> bool:
        first = re.split(r"[,/\n;]", text)[0]
        if not re.fullmatch(r"[+\d\s().~-]+", first):
            return False
        return shape.fullmatch(re.sub(r"[\s().~-]+", "", first)) is not None

    return looks


def _is_business_no(text: str) -> bool:
    return BUSINESS_NO.fullmatch("".join(text.split())) is not None and not text.startswith("01")


def _is_birth_date(text: str) -> bool:
    return BIRTH.fullmatch(text) is not None or DATE.fullmatch(text) is not None


def _is_address(text: str) -> bool:
    return len(text) >= 6 and ADDRESS.search(text) is not None


TESTS: Mapping[Content, Callable[[str], bool]] = {
    Content.MOBILE: _dialled(MOBILE),
    Content.PHONE: _dialled(PHONE),
    Content.BUSINESS_NO: _is_business_no,
    Content.ADDRESS: _is_address,
    Content.DISTRICT: _whole(DISTRICT),
    Content.FIRM: lambda text: len(text) <= 60 and FIRM.search(text) is not None,
    Content.PERSON: _whole(PERSON),
    Content.BIRTH_DATE: _is_birth_date,
    Content.DATE: _whole(DATE),
}
# What has a shape of its own; the name of a firm or a person may be any word.
SHAPES = frozenset(set(Content) - {Content.FIRM, Content.PERSON})
# Signs of a firm's name are on half of them at best: many are called just 한빛.
SHARES: Mapping[Content, float] = {Content.FIRM: 0.3, Content.PERSON: 0.8}


def share_of(content: Content, cells: Sequence[str]) -> float:
    """Return which part of the cells that are not blank looks so; nothing when there are few."""
    filled = [unicodedata.normalize("NFKC", cell).strip() for cell in cells if cell.strip()]
    if len(filled) < FEWEST:
        return 0.0
    looks = TESTS[content]
    return sum(1 for cell in filled if looks(cell)) / len(filled)


def looks_like(content: Content, cells: Sequence[str]) -> bool:
    """Say whether enough of a column's cells look so."""
    return share_of(content, cells) >= SHARES.get(content, SHARE)


def recognise_contents(
    columns: Mapping[int, Sequence[str]], wanted: Mapping[str, Content], repeatable: Iterable[str]
) -> dict[int, str]:
    """
    Return which of these columns hold what is wanted, each wanted one once, the surest first.

    A telephone column stands for each of its kind, since lists have one for the office and one
    for the owner.
    """
    several = frozenset(repeatable)
    found: dict[int, str] = {}
    for column, content in wanted.items():
        shares = {
            index: share_of(content, cells)
            for index, cells in columns.items()
            if index not in found
        }
        fitting = [i for i, share in shares.items() if share >= SHARES.get(content, SHARE)]
        fitting.sort(key=lambda i: (-shares[i], i))
        for index in fitting if column in several else fitting[:1]:
            found[index] = column
    return found
