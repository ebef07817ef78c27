from __future__ import annotations

from enum import StrEnum

from outreach.spreadsheet.contents import Content
from outreach.spreadsheet.vocabularies import Vocabulary


class Column(StrEnum):
    """What a column holds, in our terms."""

    NAME = "NAME"
    REPRESENTATIVE = "REPRESENTATIVE"
    BUSINESS_NO = "BUSINESS_NO"
    SITE_NO = "SITE_NO"
    FACTORY_NO = "FACTORY_NO"
    MAIN_INDUSTRY = "MAIN_INDUSTRY"
    INDUSTRIES = "INDUSTRIES"
    INDUSTRY_NAME = "INDUSTRY_NAME"
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
WORDINGS: dict[str, str] = {
    Column.NAME: """
        회사명 상호 상호명 업체명 사업장명 사업체명 기업명 업소명 공장명 법인명 회사명(상호)
        상호(법인명) 업체명(상호) 사업장 업체 회사 기업 기업체명 기업체 업소 상호(업체명)
        상호/법인명 상호(회사명) 상호(사업장명) 사업장명(상호) 사업장명칭 사업체명칭 업체명칭
        회사이름 업체이름 가게이름 가게명 점포명 점포 공장 작업장명 법인(상호)명 법인명(상호)
        상호명(법인명) 상호및법인명 상호또는법인명 상호또는명칭 법인명(단체명) 명칭 거래처명 거래처
        업체상호 사업자명 소공인명 소공인업체명 기관명 소속업체 사업장(업체)명 company companyname
        firm businessname""",
    Column.REPRESENTATIVE: """
        대표자 대표자명 대표자성명 대표 사업주 사업주명 성명(대표자) 대표이사 대표자(성명)
        대표자이름 대표이름 대표성명 대표명 대표이사명 사업주성명 사장 사장님 사장명 업주 업주명
        대표자(사업주) 사업주(대표자) 성명 이름 대표자성함 성함 ceo owner representative""",
    Column.BUSINESS_NO: """
        사업자등록번호 사업자번호 사업자등록No 사업자No 사업자 사업자등록 사업자등록증번호
        사업자등록번호(10자리) 등록번호(사업자) 사업등록번호 사업자NO. businessno brn""",
    Column.SITE_NO: "종사업장번호 종사업장No 종사업장 종된사업장번호 종사업자번호",
    Column.FACTORY_NO: "공장관리번호 공장등록번호 공장번호 관리번호(공장)",
    Column.MAIN_INDUSTRY: """
        대표업종번호 대표업종코드 대표업종 주업종코드 주업종 업종코드 산업분류코드 표준산업분류
        표준산업분류코드 KSIC KSIC코드 업종분류코드 산업코드 대표업종(코드) 주업종번호 주업종(코드)
        한국표준산업분류 한국표준산업분류코드 산업분류 산업분류번호 표준산업코드 업종(코드)
        주산업코드 대표산업코드 업태코드 대표업종분류코드""",
    Column.INDUSTRIES: """
        업종번호 업종번호(전체) 업종코드(전체) 전체업종 부업종코드 부업종번호""",
    Column.INDUSTRY_NAME: """
        업종 업종명 업태 업태명 종목 종목명 업태/종목 업태및종목 업종/업태 업종(업태) 업태(종목)
        대표업종명 주업종명 산업분류명 주생산품 주요생산품 생산품 생산품목 주생산품목 주요생산품목
        생산제품 주요제품 주생산품명 제조품목 취급품목 industry product products""",
    Column.INDUSTRY_REVISION: "대표업종차수 업종차수 산업분류차수 차수 산업분류개정차수",
    Column.ROAD_ADDRESS: """
        공장대표주소(도로명) 도로명주소 주소(도로명) 소재지(도로명) 소재지도로명주소 소재지도로명
        주소 소재지 사업장주소 사업장소재지 회사주소 공장주소 공장소재지 소재지주소 address
        업체주소 업체소재지 기업주소 상호주소 점포주소 작업장주소 신주소 새주소 새주소(도로명)
        도로명 도로명주소(신주소) 사업장소재지(도로명) 사업장주소(도로명) 공장소재지(도로명)
        공장주소(도로명) 소재지전체주소 소재지(주소) 주소(소재지) 본사주소 본점소재지 본사소재지
        사업장소재지주소 영업소재지 영업장소재지 주소지 사업지주소 위치 사업장위치 소재지전체
        전체주소 기본주소 주소1 우편물주소 location roadaddress""",
    Column.LOT_ADDRESS: """
        공장대표주소(지번) 지번주소 주소(지번) 소재지(지번) 소재지지번주소 소재지지번 구주소
        지번 지번주소(구주소) 사업장소재지(지번) 사업장주소(지번) 공장소재지(지번) 공장주소(지번)
        번지주소 지번소재지 lotaddress""",
    Column.CITY: "시도 시도명 광역시도 시/도 시·도",
    Column.DISTRICT: """
        시군구 시군구명 자치구 자치구명 구 구명 지역구 구청 관할구 관할구청 시/군/구 시·군·구
        관할자치구 소재구 소재지구 소재지(구) 주소(구) 자치구(소재지) 구별 district""",
    Column.MOBILE: """
        휴대전화 휴대폰 휴대전화번호 휴대폰번호 핸드폰 핸드폰번호 대표자휴대폰 대표자휴대전화
        담당자휴대폰 담당자휴대전화 HP 모바일 mobile H.P H/P C.P 휴대폰(대표자) 휴대전화(대표자)
        대표자핸드폰 대표휴대폰 대표핸드폰 대표자HP 대표자휴대폰번호 대표자휴대전화번호 사업주휴대폰
        사업주휴대전화 사업주핸드폰 사장님휴대폰 사장님핸드폰 담당자핸드폰 담당자휴대폰번호
        담당자휴대전화번호 휴대전화(담당자) 휴대폰(담당자) 핸드폰(대표자) 이동전화 이동전화번호
        연락처(휴대폰) 연락처(휴대전화) 연락처(핸드폰) 전화번호(휴대폰) 전화번호(휴대전화) 문자번호
        문자수신번호 휴대번호 폰번호 cellphone cell mobilephone 대표자(휴대폰) 대표자(휴대전화)
        대표자(핸드폰) 개인휴대폰 개인번호""",
    Column.PHONE: """
        전화번호 전화 연락처 대표전화 대표번호 대표전화번호 회사전화 회사전화번호 유선전화
        사업장전화 사업장전화번호 업체전화번호 소재지전화 TEL phone T.E.L 연락전화 유선 유선번호
        유선전화번호 일반전화 일반전화번호 사무실전화 사무실전화번호 사무실 공장전화 공장전화번호
        업체전화 업체연락처 사업장연락처 회사연락처 회사번호 대표연락처 대표자연락처 대표자전화
        대표자전화번호 담당자연락처 담당자전화 담당자전화번호 연락처1 연락처2 연락처3 전화1 전화2
        전화번호1 전화번호2 연락가능번호 연락번호 전화(사무실) 전화(회사) 연락처(사무실)
        연락처(유선) 연락처(전화) 연락처(전화번호) 연락처(대표) 비상연락처 telephone phoneno contact
        대표자(연락처) 대표자(전화번호) 소재지전화번호""",
    Column.HEADCOUNT: """
        종업원수 종업원합계 종업원 종업원계 근로자수 상시근로자수 상시근로자 상시종업원수 인원
        인원수 총인원 직원수 고용인원 종업원수(계) 종업원수(합계) 종업원수(총) 종업원수(전체)
        종업원(계) 종업원(합계) 근로자수(계) 근로자수(합계) 근로자(계) 상시근로자수(계) 인원(계)
        인원수(계) 종업원수(명) 근로자수(명) 근로자 총근로자수 총근로자 총종업원수 총직원수 전체인원
        종사자수 종사자 종사자수(계) 총종사자수 상시인원 상시고용인원 상시근로자수(명) 사원수 직원
        고용보험피보험자수 피보험자수 고용인원수 고용자수 근무인원 근로인원 종업원총수 headcount
        employees workers""",
    Column.MEN: """
        남종업원 종업원(남) 남자종업원 남성근로자 남 남자 종업원수(남) 종업원수(남자) 종업원수(남성)
        종업원(남자) 근로자수(남) 근로자수(남자) 근로자수(남성) 근로자(남) 상시근로자수(남)
        상시근로자(남) 인원(남) 인원수(남) 종사자수(남) 종사자(남) 직원수(남) 남성 남근로자수
        남자근로자수 남종업원수 남직원""",
    Column.WOMEN: """
        여종업원 종업원(여) 여자종업원 여성근로자 여 여자 종업원수(여) 종업원수(여자) 종업원수(여성)
        종업원(여자) 근로자수(여) 근로자수(여자) 근로자수(여성) 근로자(여) 상시근로자수(여)
        상시근로자(여) 인원(여) 인원수(여) 종사자수(여) 종사자(여) 직원수(여) 여성 여근로자수
        여자근로자수 여종업원수 여직원""",
    Column.FOREIGN_MEN: """
        외국인(남) 외국인남자 외국인(남자) 외국인(남성) 외국인근로자(남) 외국인남""",
    Column.FOREIGN_WOMEN: """
        외국인(여) 외국인여자 외국인(여자) 외국인(여성) 외국인근로자(여) 외국인여""",
    Column.FOREIGN: """
        외국인 외국인수 외국인근로자 외국인근로자수 외국인종업원 외국인(계) 외국인(합계)
        외국인종업원수 외국인인원 종업원수(외국인) 근로자수(외국인) 근로자(외국인) 외국인직원수""",
    Column.COMPLEX_NAME: "단지명 산업단지명 산업단지 지식산업센터명 지식산업센터 건물명 단지",
}
TELEPHONES = frozenset({Column.PHONE, Column.MOBILE})
ADDRESSES = (Column.ROAD_ADDRESS, Column.LOT_ADDRESS, Column.DISTRICT)

WORKPLACES = Vocabulary(
    code="WORKPLACES",
    wordings=WORDINGS,
    required=((Column.NAME,), ADDRESSES),
    # Lists often have one telephone for the office and one for the owner, and tell the trade twice.
    repeatable=frozenset(map(str, (*TELEPHONES, Column.INDUSTRY_NAME))),
    by_content={
        Column.BUSINESS_NO: Content.BUSINESS_NO,
        Column.MOBILE: Content.MOBILE,
        Column.PHONE: Content.PHONE,
        Column.ROAD_ADDRESS: Content.ADDRESS,
        Column.DISTRICT: Content.DISTRICT,
        Column.NAME: Content.FIRM,
        Column.REPRESENTATIVE: Content.PERSON,
    },
    by_sheet=Column.DISTRICT,
)
