from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column holds, in our terms."""

    NAME = "NAME"
    REPRESENTATIVE = "REPRESENTATIVE"
    BUSINESS_NO = "BUSINESS_NO"
    SITE_NO = "SITE_NO"
    FACTORY_NO = "FACTORY_NO"
    MAIN_INDUSTRY = "MAIN_INDUSTRY"
    INDUSTRIES = "INDUSTRIES"
    INDUSTRY_REVISION = "INDUSTRY_REVISION"
    ROAD_ADDRESS = "ROAD_ADDRESS"
    LOT_ADDRESS = "LOT_ADDRESS"
    CITY = "CITY"
    DISTRICT = "DISTRICT"
    MOBILE = "MOBILE"
    PHONE = "PHONE"
    HEADCOUNT = "HEADCOUNT"
    MEN = "MEN"
    WOMEN = "WOMEN"
    FOREIGN_MEN = "FOREIGN_MEN"
    FOREIGN_WOMEN = "FOREIGN_WOMEN"
    FOREIGN = "FOREIGN"
    COMPLEX_NAME = "COMPLEX_NAME"


# The usual wordings; blanks, brackets and dots do not count. The first are FactoryOn's own.
WORDINGS: dict[Column, str] = {
    Column.NAME: """
        회사명 상호 상호명 업체명 사업장명 사업체명 기업명 업소명 공장명 법인명 회사명(상호)
        상호(법인명) 업체명(상호) 사업장 업체 company""",
    Column.REPRESENTATIVE: """
        대표자 대표자명 대표자성명 대표 사업주 사업주명 성명(대표자) 대표이사""",
    Column.BUSINESS_NO: "사업자등록번호 사업자번호 사업자등록No 사업자No 사업자",
    Column.SITE_NO: "종사업장번호 종사업장No 종사업장",
    Column.FACTORY_NO: "공장관리번호 공장등록번호",
    Column.MAIN_INDUSTRY: """
        대표업종번호 대표업종코드 대표업종 주업종코드 주업종 업종코드 산업분류코드 표준산업분류
        표준산업분류코드 KSIC KSIC코드""",
    Column.INDUSTRIES: "업종번호 업종번호(전체)",
    Column.INDUSTRY_REVISION: "대표업종차수 업종차수 산업분류차수",
    Column.ROAD_ADDRESS: """
        공장대표주소(도로명) 도로명주소 주소(도로명) 소재지(도로명) 소재지도로명주소 소재지도로명
        주소 소재지 사업장주소 사업장소재지 회사주소 공장주소 공장소재지 소재지주소 address""",
    Column.LOT_ADDRESS: """
        공장대표주소(지번) 지번주소 주소(지번) 소재지(지번) 소재지지번주소 소재지지번 구주소""",
    Column.CITY: "시도 시도명 광역시도",
    Column.DISTRICT: "시군구 시군구명 자치구 자치구명 구 구명 지역구",
    Column.MOBILE: """
        휴대전화 휴대폰 휴대전화번호 휴대폰번호 핸드폰 핸드폰번호 대표자휴대폰 대표자휴대전화
        담당자휴대폰 담당자휴대전화 HP 모바일 mobile""",
    Column.PHONE: """
        전화번호 전화 연락처 대표전화 대표번호 대표전화번호 회사전화 회사전화번호 유선전화
        사업장전화 사업장전화번호 업체전화번호 소재지전화 TEL phone""",
    Column.HEADCOUNT: """
        종업원수 종업원합계 종업원 종업원계 근로자수 상시근로자수 상시근로자 상시종업원수 인원
        인원수 총인원 직원수 고용인원""",
    Column.MEN: "남종업원 종업원(남) 남자종업원 남성근로자 남 남자",
    Column.WOMEN: "여종업원 종업원(여) 여자종업원 여성근로자 여 여자",
    Column.FOREIGN_MEN: "외국인(남) 외국인남자",
    Column.FOREIGN_WOMEN: "외국인(여) 외국인여자",
    Column.FOREIGN: "외국인 외국인수 외국인근로자 외국인근로자수 외국인종업원",
    Column.COMPLEX_NAME: "단지명 산업단지명 산업단지 지식산업센터명",
}
ADDRESSES = (Column.ROAD_ADDRESS, Column.LOT_ADDRESS, Column.DISTRICT)
FEWEST_HEADINGS = 2
ROWS_LOOKED_AT = 30  # title, date and remarks may stand above the column names


def squeeze(text: str) -> str:
    """Return a heading without blanks, signs, width and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


MEANINGS = {
    squeeze(wording): column
    for column, wordings in WORDINGS.items()
    for wording in wordings.split()
}


def recognise_headings(cells: Sequence[str]) -> dict[int, Column]:
    """
    Return which columns of a possible heading row we understand; the first of a kind counts.

    Telephone columns all count, since lists often have one for the office and one for the owner.
    """
    found: dict[int, Column] = {}
    for index, cell in enumerate(cells):
        column = MEANINGS.get(squeeze(cell))
        if column is None:
            continue
        if column in {Column.PHONE, Column.MOBILE} or column not in found.values():
            found[index] = column
    return found


def is_heading_row(found: dict[int, Column]) -> bool:
    """Say whether the row names a firm and where it is."""
    columns = set(found.values())
    return (
        len(columns) >= FEWEST_HEADINGS
        and Column.NAME in columns
        and any(column in columns for column in ADDRESSES)
    )
