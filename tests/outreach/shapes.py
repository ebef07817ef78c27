"""Every shape in which lists write what we must understand, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from outreach.rules import business_numbers, phones
from outreach.rules.addresses import DISTRICT_NAMES, locate
from outreach.rules.industry_words import codes_by_words
from outreach.rules.ksic import is_manufacturing, normalise_codes, normalise_revision
from outreach.rules.resident_numbers import birth_date_of_masked, without_resident_numbers
from outreach.rules.workplace_names import comparable, similar
from outreach.rules.written_dates import births, events, read_date
from outreach.spreadsheet.headcounts import read_heads

TODAY = date(2026, 11, 23)


class Group(NamedTuple):
    """One kind of cell: how it is judged, and shape by shape what becomes of it."""

    name: str
    judge: Callable[[str], str]
    shapes: tuple[tuple[str, str], ...]


def resident_number(text: str) -> str:
    born = birth_date_of_masked(text)
    return without_resident_numbers(text) + (f" (born {born})" if born else "")


def business_number(text: str) -> str:
    number = business_numbers.recognise(text)
    site = f" site {number.site_no}" if number.site_no else ""
    repaired = " repaired" if number.repaired else ""
    return f"{number.state} {number.digits or ''}".strip() + site + repaired


def telephone(text: str) -> str:
    told = [
        " ".join(
            filter(
                None,
                (
                    phone.kind.value,
                    phone.e164 or phone.reason.value,
                    "textable" if phone.textable else "",
                    phone.reason.value if phone.reason.value in {"REPAIRED", "AREA_ADDED"} else "",
                    phone.name,
                    f"ext {phone.extension}" if phone.extension else "",
                ),
            )
        )
        for phone in phones.recognise_all(text, area_code="02")
    ]
    return "; ".join(told) or "no number"


def day(text: str) -> str:
    written = read_date(text, window=events(TODAY))
    return str(written.date or written.reason.value)


def birth_date(text: str) -> str:
    written = read_date(text, window=births(TODAY))
    return str(written.date or written.reason.value)


def address(text: str) -> str:
    place = locate(road_address=text)
    if not place.in_seoul:
        return "elsewhere" if place.elsewhere else "unknown"
    district = DISTRICT_NAMES.get(place.district_code or "", "district unknown")
    point = "DONG" if place.dong else "DISTRICT"
    told = f"{district} {place.dong or '-'}, point of {point}" if place.district_code else district
    return told + (", contradictory" if place.contradictory else "")


def industry(text: str) -> str:
    cell, _, revision_text = text.partition(" @")
    codes = normalise_codes(cell)
    if not codes:
        return (
            f"candidates {' '.join(codes_by_words(cell))}".strip() if codes_by_words(cell) else "-"
        )
    revision = normalise_revision(revision_text)
    made = [c for c in codes if is_manufacturing(c, revision=revision)]
    return f"{' '.join(codes)}: {'manufacturing' if made else 'not manufacturing'} ({revision})"


def name(text: str) -> str:
    one, _, other = text.partition(" = ")
    if not other:
        return comparable(one)
    if comparable(one) == comparable(other):
        return "the same"
    return "similar" if similar(one, other) else "different"


def head_count(text: str) -> str:
    count = read_heads(text)
    return f"{count.number}{'' if count.exact else ', at least'}" if count else "unreadable"


GROUPS = (
    Group("resident numbers", resident_number, (
        ("880412-1234567", "●●●●●●-●●●●●●●"),
        ("8804121234567", "●●●●●●-●●●●●●●"),
        ("880412 - 1234567", "●●●●●●-●●●●●●●"),
        ("８８０４１２－１２３４５６７", "●●●●●●-●●●●●●●"),
        ("880412\u200b-1234567", "●●●●●●-●●●●●●●"),
        ("88.04.12-1234567", "●●●●●●-●●●●●●●"),
        ("김철수(880412-5234567)", "김철수(●●●●●●-●●●●●●●)"),
        ("880412-1234***", "●●●●●●-●●●●●●●"),
        ("880412-1******", "●●●●●●-●●●●●●● (born 1988-04-12)"),
        ("134511-0012345", "134511-0012345"),
        ("124-81-00998", "124-81-00998"),
    )),
    Group("business numbers", business_number, (
        ("124-81-00998", "VALID 1248100998"),
        ("１２４ ８１ ００９９８", "VALID 1248100998"),
        ("1248100998.0", "VALID 1248100998"),
        ("124-8l-OO998", "VALID 1248100998 repaired"),
        ("124-81-00998-0002", "VALID 1248100998 site 0002"),
        ("124-81-00999", "WRONG"),
        ("24-81-00998", "WRONG"),
        ("1.2481E+09", "LOST"),
        ("124-81-*****", "MASKED"),
        ("없음", "BLANK"),
        ("", "BLANK"),
    )),
    Group("telephones", telephone, (
        ("010-2345-6789", "MOBILE +821023456789 textable"),
        ("０１０．２３４５．６７８９", "MOBILE +821023456789 textable"),
        ("O1O-2345-6789", "MOBILE +821023456789 textable REPAIRED"),
        ("1023456789", "MOBILE +821023456789 textable REPAIRED"),
        ("1.023456789E+09", "MOBILE +821023456789 textable REPAIRED"),
        ("+82 010-2345-6789", "MOBILE +821023456789 textable"),
        ("0082-10-2345-6789", "MOBILE +821023456789 textable"),
        ("홍길동 010-2345-6789", "MOBILE +821023456789 textable 홍길동"),
        ("사장님폰 010-2345-6789", "MOBILE +821023456789 textable"),
        ("02-2267-1234 / 010-2345-6789",
         "LANDLINE +82222671234; MOBILE +821023456789 textable"),
        ("02-123-4567~9", "LANDLINE +8221234567"),
        ("02-123-4567/8", "LANDLINE +8221234567; LANDLINE +8221234568"),
        ("02-123-4567 내선 12", "LANDLINE +8221234567 ext 12"),
        ("02-123-4567(교)123", "LANDLINE +8221234567 ext 123"),
        ("212345678", "LANDLINE +82212345678 REPAIRED"),
        ("2267-1234", "LANDLINE +82222671234 AREA_ADDED"),
        ("T.02-123-4567 F.02-123-4568", "LANDLINE +8221234567"),
        ("팩스 02-123-4567", "no number"),
        ("1588-1234", "REPRESENTATIVE +8215881234"),
        ("0505-123-4567", "SAFE +825051234567"),
        ("070-1234-5678", "INTERNET +827012345678"),
        ("011-234-5678", "RETIRED_MOBILE +82112345678"),
        ("060-700-1234", "PAID AS_WRITTEN"),
        ("012-345-6789", "DEVICE AS_WRITTEN"),
        ("+86 138 1234 5678", "FOREIGN AS_WRITTEN"),
        ("010-****-1234", "MASKED HIDDEN"),
        ("1.01235E+09", "NONSENSE DIGITS_LOST"),
        ("010-1234-567", "NONSENSE WRONG_LENGTH"),
        ("02", "NONSENSE AREA_CODE_ONLY"),
        ("없음", "no number"),
        ("x", "no number"),
    )),
    Group("days", day, (
        ("2026.3.5", "2026-03-05"),
        ("2026. 3. 5.", "2026-03-05"),
        ("26-3-5", "2026-03-05"),
        ("'26.3.5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("260305", "2026-03-05"),
        ("2026년 3월 5일", "2026-03-05"),
        ("46086", "2026-03-05"),
        ("2026-03-05 오후 3:20", "2026-03-05"),
        ("2026-03-05T15:20:00+09:00", "2026-03-05"),
        ("3/25/26", "2026-03-25"),
        ("3/5/26", "AMBIGUOUS"),
        ("2026.2.30", "IMPOSSIBLE"),
        ("2026.3", "PART_ONLY"),
        ("미실시", "NOT_A_DATE"),
    )),
    Group("birth dates", birth_date, (
        ("26.3.5", "2026-03-05"),
        ("30.3.5", "1930-03-05"),
        ("880412", "1988-04-12"),
        ("음력 1960.3.5", "LUNAR"),
    )),
    Group("addresses", address, (
        ("서울특별시 중구 을지로 157 (을지로3가, 한빛빌딩)", "중구 을지로3가, point of DONG"),
        ("서울 중구 을지로3가 95 지하1층", "중구 을지로3가, point of DONG"),
        ("중구을지로3가 95", "중구 을지로3가, point of DONG"),
        ("(04554) 서울시 중구 충무로5가 20", "중구 충무로5가, point of DONG"),
        ("서울 영등포 문래동 3가 54", "영등포구 문래동3가, point of DONG"),
        ("문래동3가 54", "영등포구 문래동3가, point of DONG"),
        ("서울 강서구 화곡제6동 1102", "강서구 화곡동, point of DONG"),
        ("서울 관악구 낙성대동 12", "관악구 봉천동, point of DONG"),
        ("서울 금천구 가산디지털1로 128, 301호", "금천구 -, point of DISTRICT"),
        ("서울 강남구 문래동3가 54", "강남구 -, point of DISTRICT, contradictory"),
        ("서울 신사동 12", "district unknown"),
        ("부산 중구 중앙동4가 1", "elsewhere"),
        ("인천중구 신포동 1", "elsewhere"),
        ("대구 중구 태평로1가 1", "elsewhere"),
        ("성남시 중원구 상대원동 1", "elsewhere"),
        ("중구 을지로 12", "unknown"),
    )),
    Group("industries (@ revision)", industry, (
        ("14191", "14191: manufacturing (10)"),
        ("C14191", "14191: manufacturing (10)"),
        ("14.191", "14191: manufacturing (10)"),
        ("14 191", "14191: manufacturing (10)"),
        ("141", "141: manufacturing (10)"),
        ("14111, 18111 @11", "14111 18111: manufacturing (11)"),
        ("22211 @8", "22211: manufacturing (8)"),
        ("22110 @2000", "22110: not manufacturing (8)"),
        ("58113 @9", "58113: not manufacturing (9)"),
        ("봉제", "candidates 141"),
        ("옵셋 인쇄, 제본", "candidates 18113 18122"),
        ("의류 도소매", "-"),
    )),
    Group("names", name, (
        ("(주) 한빛 도장", "한빛도장"),
        ("㈜한빛도장 = 한빛도장 주식회사", "the same"),
        ("농업회사법인(주)한빛도장 = [주]한빛도장 본점", "the same"),
        ("한빛도장 제2공장 = 한빛도장(2공장)", "the same"),
        ("ＨＡＮＢＩＴ Co., Ltd. = hanbit", "the same"),
        ("한빛도장 = 한빗도장", "similar"),
        ("한빛1공장 = 한빛2공장", "different"),
        ("한빛도장 = 한빛인쇄", "different"),
    )),
    Group("head counts", head_count, (
        ("5명", "5"),
        ("남 2, 여 3", "5"),
        ("5~9인", "5, at least"),
        ("5인 미만", "1, at least"),
        ("약 10", "10, at least"),
        ("다수", "unreadable"),
    )),
)  # fmt: skip
