from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from outreach.rules.legal_dongs import LegalDong, find_legal_dong, only_legal_dong

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
SEOUL = re.compile(
    rf"(?:대한민국\s*|한국\s*)?서울(?:\s?(?:특별)?시|(?=\s|$|{_DISTRICTS}))\s*(?P<district>{_DISTRICTS})?"
)
DISTRICT_FIRST = re.compile(rf"(?P<district>{_DISTRICTS})(?![가-힣])")
# 중구을지로3가, 금천구가산디지털1로 12: the blank was lost; not 중구청.
DISTRICT_GLUED = re.compile(
    rf"(?P<district>{_DISTRICTS})(?=[가-힣]+?(?:\d가|동(?:\s|\d|\(|$)|\d*(?:로|길)\s?\d))"
)
# 서울 영등포 문래동3가: people leave the 구 away.
DISTRICT_SHORT = re.compile(
    rf"(?P<district>{'|'.join(name[:-1] for name in DISTRICT_CODES if name != '중구')})(?=\s)"
)
# A city or province is named so, or by its short name and a blank; 세종대로 names none.
ELSEWHERE = re.compile(
    r"(?:대한민국\s*)?(?:경기|강원|인천|부산|대구|대전|광주|울산|세종|제주|[충전경][남북]|(?:충청|전라|경상)[남북]?|전북)"
    r"(?:(?:특별자치|광역)?\s?[시도]|(?=\s|$)|(?=[가-힣]{1,3}[시군구](?:\s|$|[가-힣]+\d)))"
)
# A city (성남시 중원구) or a district that Seoul has not (해운대구, 남구), with no city before it.
OTHER_TOWN = re.compile(r"(?!서울)[가-힣]{2,3}[시군]\s|[가-힣]{1,4}구\s")
POSTCODE = re.compile(
    r"^\s*(?:우편번호|우|〒)?\s*[):]?\s*[(\[]?\s*(?:우\s*[):]?\s*)?\d{3}-?\d{2,3}\s*[)\]]?(?:\s+|(?=[가-힣]))"
)
# 가산동, 성수동2가, 을지로3가, 길동; and administrative names: 화곡제6동, 성수2가제1동, 상계6·7동.
DONG = re.compile(
    r"(?P<stem>[가-힣]+?)"
    r"(?:동(?:\s?\d가)?|\s?\d가(?:제?\d*동)?|제?\d+(?:[·.,]\d+)*동)(?![가-힣])"
)
BRACKETS = re.compile(r"[(),]")
_CITY = "서울"
ON_SQUARE = re.compile(r"세종로\s+(?:산\s*)?\d+(?:-\d+)?\s*번지")
SQUARE = "세종로"  # the one legal dong of Seoul that is called like a road


class Location(NamedTuple):
    """Where a row says it is; the dong is the legal one (법정동) as far as names tell."""

    in_seoul: bool
    elsewhere: bool  # another city is named; neither: nothing tells the city
    district_code: str | None
    dong: str
    contradictory: bool  # two of the row's statements name different places
    by_dong: bool = False  # no district is named: the dong tells it


class _Statement(NamedTuple):
    in_seoul: bool | None  # None: no city is named
    district_code: str | None


_IN_DISTRICT = {name: _Statement(True, code) for name, code in DISTRICT_CODES.items()}
_SILENT = _Statement(None, None)


def locate(
    *, road_address: str = "", lot_address: str = "", city: str = "", district: str = ""
) -> Location:
    """
    Tell district and legal dong from a row's addresses, or from its columns where they are silent.

    1. The address wins over the columns of city (시도) and district (시군구), which people fill
       down.
    2. Where no district is named, a dong that Seoul has but once tells it.
    3. Where no city is named either, the dong must be one that no other city has.
    """
    road, by_road, road_start = _read(road_address)
    lot, by_lot, lot_start = _read(lot_address)
    columns = _column_statement(city, district)
    statements = (by_road, by_lot, columns)
    (in_seoul, code), disagree = _agreed(statements)
    cities_disagree = disagree and _disagree(statement.in_seoul for statement in statements)
    if in_seoul is False:
        return Location(False, True, None, "", cities_disagree)
    named: list[str] = []
    found = None
    for name in _names(road, road_start, lot, lot_start):
        named.append(name)
        # A legal dong of the district, or else of all Seoul.
        found = find_legal_dong(code, name) if code else only_legal_dong(name)
        if found:
            break
    if not in_seoul and not _proves_seoul(found, named, with_district=code is not None):
        return Location(False, False, None, "", cities_disagree)
    is_odd = disagree and (cities_disagree or _disagree(_codes(statements)))
    return Location(
        in_seoul=True,
        elsewhere=False,
        district_code=code or (found.district_code if found else None),
        dong=found.name if found else "",
        contradictory=is_odd or (found is None and _far_off(named)),
        by_dong=code is None and found is not None,
    )


def without_place(address: str) -> str:
    """Return the address without postal code, city and district: what tells one site there."""
    text, _, start = _read(address)
    return text[start:].strip()


@lru_cache(maxsize=256)  # a row's addresses are asked for their place, then for their site
def _read(address: str) -> tuple[str, _Statement, int]:
    """Return an address made plain, what its beginning says, and where that ends."""
    text = _plain(address)
    return text, *_beginning(text)


@lru_cache(maxsize=1024)
def _column_statement(city: str, district: str) -> _Statement:
    return _statement(_plain(f"{city} {district}"))


def _statement(text: str) -> _Statement:
    return _beginning(text)[0]


def _beginning(text: str) -> tuple[_Statement, int]:
    """Return what the beginning of an address says, and where that ends."""
    if not text:
        return _SILENT, 0
    seoul = SEOUL.match(text)
    if seoul and seoul["district"]:
        return _IN_DISTRICT[seoul["district"]], seoul.end()
    if seoul:
        end = seoul.end()
        found = DISTRICT_FIRST.match(text, end) or DISTRICT_SHORT.match(text, end)
        if found is None:
            return _Statement(True, None), end
        return _Statement(True, _code_of(found["district"])), found.end()
    if ELSEWHERE.match(text):
        return _Statement(False, None), 0
    alone = DISTRICT_FIRST.match(text) or DISTRICT_GLUED.match(text)
    if alone is None:
        return _Statement(False if OTHER_TOWN.match(text) else None, None), 0
    proves_seoul = alone["district"] not in SHARED_NAMES
    return _Statement(proves_seoul or None, DISTRICT_CODES[alone["district"]]), alone.end()


def _code_of(district: str) -> str:
    return DISTRICT_CODES.get(district) or DISTRICT_CODES[f"{district}구"]


def _agreed(statements: Sequence[_Statement]) -> tuple[_Statement, bool]:
    """Return what the statements say, the first word on each winning, and whether they differ."""
    told = set(statements)
    told.discard(_SILENT)
    if len(told) <= 1:
        return (told.pop() if told else _SILENT), False
    in_seoul = _first(statement.in_seoul for statement in statements)
    return _Statement(in_seoul, _first(_codes(statements))), True


def _codes(statements: Iterable[_Statement]) -> Iterator[str | None]:
    return (one.district_code for one in statements if one.in_seoul is not False)


def _names(road: str, road_start: int, lot: str, lot_start: int) -> Iterator[str]:
    """Yield what can name the dong, the best first."""
    yield from _dongs_in_brackets(road)
    yield from _dongs_at_start(lot, lot_start)
    yield from _dongs_at_start(road, road_start)


def _proves_seoul(found: LegalDong | None, named: list[str], *, with_district: bool) -> bool:
    return found is not None and found.proves_seoul(written=named[-1], with_district=with_district)


def _far_off(named: list[str]) -> bool:
    """Say whether a name is a dong of another district of Seoul, and of nowhere else."""
    known = (only_legal_dong(name) for name in named)
    return any(dong and dong.proves == "ALONE" and dong.name in named for dong in known)


def _dongs_at_start(text: str, start: int) -> list[str]:
    """Return the dong that follows city and district, as in an address by lot (지번)."""
    rest = text[start:].lstrip()
    if rest.startswith(SQUARE) and ON_SQUARE.match(rest):
        return [SQUARE]
    dong = DONG.match(rest)
    return [dong[0]] if dong else []


def _dongs_in_brackets(text: str) -> list[str]:
    """Return what can be the dong that an address by road (도로명) gives in brackets."""
    if "(" not in text:
        return []
    items = [item.strip() for item in BRACKETS.split(text[text.find("(") :])]
    return [item for item in items if item and (item == SQUARE or DONG.fullmatch(item))]


def _plain(text: str) -> str:
    if not text:
        return ""
    one_line = " ".join(unicodedata.normalize("NFKC", text.replace("ㆍ", "·")).split())
    return one_line if one_line.startswith(_CITY) else POSTCODE.sub("", one_line)


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _disagree(values: Iterable[object]) -> bool:
    return len({value for value in values if value is not None}) > 1
