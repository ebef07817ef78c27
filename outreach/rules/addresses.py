from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# Seoul's 25 districts (자치구) by the first five digits of the legal-dong code.
DISTRICT_CODES = {
    "종로구": "11110", "중구": "11140", "용산구": "11170", "성동구": "11200", "광진구": "11215",
    "동대문구": "11230", "중랑구": "11260", "성북구": "11290", "강북구": "11305",
    "도봉구": "11320", "노원구": "11350", "은평구": "11380", "서대문구": "11410",
    "마포구": "11440", "양천구": "11470", "강서구": "11500", "구로구": "11530",
    "금천구": "11545", "영등포구": "11560", "동작구": "11590", "관악구": "11620",
    "서초구": "11650", "강남구": "11680", "송파구": "11710", "강동구": "11740",
}  # fmt: skip
DISTRICT_NAMES = {code: name for name, code in DISTRICT_CODES.items()}
# Other cities have these too (부산, 대구, 인천, 대전, 울산): alone they do not prove Seoul.
SHARED_NAMES = frozenset({"중구", "강서구"})

_DISTRICTS = "|".join(sorted(DISTRICT_CODES, key=len, reverse=True))
SEOUL = re.compile(rf"서울(?:(?:특별)?시|(?=\s|$|{_DISTRICTS}))\s*(?P<district>{_DISTRICTS})?")
DISTRICT_FIRST = re.compile(rf"(?P<district>{_DISTRICTS})(?![가-힣])")
# A city or province is named so, or by its short name and a blank; 세종대로 names none.
ELSEWHERE = re.compile(
    r"(?:경기|강원|인천|부산|대구|대전|광주|울산|세종|제주|[충전경][남북]|(?:충청|전라|경상)[남북]?|전북)"
    r"(?:(?:특별자치|광역)?[시도]|(?=\s|$))"
)
POSTCODE = re.compile(r"^\s*[(\[]?\s*\d{3}-?\d{2,3}\s*[)\]]?\s+")
# 가산동, 성수동2가, 을지로3가, 길동; and administrative names: 화곡제6동, 성수2가제1동, 상계6·7동.
DONG = re.compile(
    r"(?P<stem>[가-힣]+?)"
    r"(?:동(?P<legal_ga>\d가)?|(?P<ga>\d가)(?P<office>제?\d*동)?|제?\d+(?:[·.,]\d+)*동)(?![가-힣])"
)
SQUARE = "세종로"  # the one legal dong of Seoul that is called like a road


@dataclass(frozen=True)
class Location:
    """Where a row says it is; the dong is the legal one (법정동) as far as names tell."""

    in_seoul: bool
    elsewhere: bool  # another city is named; neither: nothing tells the city
    district_code: str | None
    dong: str
    contradictory: bool  # two of the row's statements name different places


@dataclass(frozen=True)
class _Statement:
    in_seoul: bool | None  # None: no city is named
    district_code: str | None


def locate(
    *, road_address: str = "", lot_address: str = "", city: str = "", district: str = ""
) -> Location:
    """
    Tell district and legal dong from a row's addresses, or from its columns where they are silent.

    The address wins over the columns of city (시도) and district (시군구), which people fill down.
    """
    road, lot = _plain(road_address), _plain(lot_address)
    statements = [_statement(text) for text in (road, lot, _plain(f"{city} {district}"))]
    in_seoul = _first(statement.in_seoul for statement in statements)
    cities_disagree = _disagree(statement.in_seoul for statement in statements)
    if not in_seoul:
        return Location(False, in_seoul is False, None, "", cities_disagree)
    codes = [statement.district_code for statement in statements if statement.in_seoul is not False]
    return Location(
        in_seoul=True,
        elsewhere=False,
        district_code=_first(codes),
        dong=_dong_in_brackets(road) or _dong_at_start(lot) or _dong_at_start(road),
        contradictory=cities_disagree or _disagree(codes),
    )


def _statement(text: str) -> _Statement:
    seoul = SEOUL.match(text)
    if seoul:
        return _Statement(True, DISTRICT_CODES.get(seoul["district"] or ""))
    if ELSEWHERE.match(text):
        return _Statement(False, None)
    alone = DISTRICT_FIRST.match(text)
    if alone is None:
        return _Statement(None, None)
    proves_seoul = alone["district"] not in SHARED_NAMES
    return _Statement(proves_seoul or None, DISTRICT_CODES[alone["district"]])


def _dong_at_start(text: str) -> str:
    """Return the dong that follows city and district, as in an address by lot (지번)."""
    place = SEOUL.match(text) or DISTRICT_FIRST.match(text)
    rest = text[place.end() :].strip() if place else text
    if re.match(rf"{SQUARE}\s+(?:산\s*)?\d+(?:-\d+)?\s*번지", rest):
        return SQUARE
    dong = DONG.match(rest)
    return _legal_name(dong) if dong else ""


def _dong_in_brackets(text: str) -> str:
    """Return the dong that an address by road (도로명) gives in brackets."""
    for item in re.split(r"[(),]", text[text.find("(") :] if "(" in text else ""):
        dong = DONG.fullmatch(item.strip())
        if dong or item.strip() == SQUARE:
            return _legal_name(dong) if dong else SQUARE
    return ""


def _legal_name(dong: re.Match[str]) -> str:
    """Return the legal dong of a name, also of an office's: 화곡제6동 lies in 화곡동."""
    if dong["ga"]:
        return f"{dong['stem']}동{dong['ga']}" if dong["office"] else f"{dong['stem']}{dong['ga']}"
    return f"{dong['stem']}동{dong['legal_ga'] or ''}"


def _plain(text: str) -> str:
    one_line = " ".join(unicodedata.normalize("NFKC", text.replace("ㆍ", "·")).split())
    return POSTCODE.sub("", one_line)


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _disagree(values: Iterable[object]) -> bool:
    return len({value for value in values if value is not None}) > 1
