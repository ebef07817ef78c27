"""The wordings of a roster's columns, as health managers and exam institutions use them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from safety.rosters.columns import RosterColumn, hazard_column
from safety.rosters.hazard_words import HEADING_WORDS

# Blanks, brackets, dots and case do not count.
WORDINGS: Mapping[str, str] = {
    RosterColumn.WORKPLACE: """
        사업장명 사업장 회사명 업체명 업체 상호 상호명 회사 소속 소속회사 소속업체 소속사업장
        사업체명 기업명 공장명 법인명 사업장명(상호) 상호(법인명) 협력업체 협력업체명 company""",
    RosterColumn.BUSINESS_NO: """
        사업자등록번호 사업자번호 사업자등록No 사업자No 사업자 사업장등록번호""",
    RosterColumn.SITE_NO: "종사업장번호 종사업장No 종사업장",
    RosterColumn.NAME: """
        성명 이름 근로자명 근로자성명 근로자 수검자명 수검자 수검자성명 대상자 대상자명 대상자성명
        사원명 직원명 직원성명 종사자명 작업자 작업자명 성명(한글) 한글성명 성명(국문) 피검자
        피검자명 검진자명 수진자명 수진자 name workername""",
    RosterColumn.BIRTH_DATE: """
        생년월일 생일 생년월일(6자리) 생년월일(YYMMDD) 출생일 출생일자 생년월일자 주민번호
        주민등록번호 주민번호앞자리 주민등록번호앞자리 주민번호(앞6자리) 주민등록번호(생년월일)
        생년월일(주민번호) 주민(외국인)등록번호 외국인등록번호 실명번호 DOB birthdate dateofbirth
        birthday""",
    RosterColumn.PHONE: """
        휴대전화 휴대폰 휴대전화번호 휴대폰번호 핸드폰 핸드폰번호 연락처 전화번호 전화 본인연락처
        근로자연락처 근로자휴대폰 근로자전화번호 H.P HP 모바일 mobile phone tel 휴대폰(본인)""",
    RosterColumn.NATIONALITY: "국적 국가 출신국 국적(외국인) 외국인국적 nationality country",
    RosterColumn.LANGUAGE: "언어 사용언어 사용어 안내언어 language",
    RosterColumn.JOB: """
        직종 직종명 직무 직무명 담당업무 업무 업무내용 작업명 작업내용 작업 하는일 담당 담당작업
        job 직책 직위 직급""",
    RosterColumn.PROCESS: """
        공정 공정명 작업공정 작업공정명 단위작업장소 단위작업장소명 작업장소 작업장 작업장명
        취급공정
        공정(부서) 부서 부서명 소속부서 부서(공정) 공정/부서 부서/공정 작업부서 근무부서 라인 반
        process department""",
    RosterColumn.HIRED_DATE: """
        입사일 입사일자 입사년월일 입사연월일 입사 채용일 채용일자 고용일 취득일 자격취득일
        입사날짜 hiredate hired""",
    RosterColumn.PLACED_DATE: """
        배치일 배치일자 배치년월일 배치 현배치일 업무배치일 작업배치일 부서배치일 공정배치일
        현직배치일 현작업배치일 배치예정일 전입일 현부서전입일 작업전환일 작업시작일 업무시작일
        취급시작일 노출시작일 취급개시일 작업개시일 현직전입일 배치일(전입일) 현작업전입일
        현작업시작일 부서전입일""",
    RosterColumn.LEFT_DATE: "퇴사일 퇴사일자 퇴직일 퇴직일자 퇴사 상실일 퇴사년월일",
    RosterColumn.HAZARDS: """
        유해인자 유해인자명 유해인자(노출) 유해인자목록 노출유해인자 취급유해인자 유해요인
        유해위험요인
        유해물질 유해물질명 취급물질 취급물질명 취급화학물질 화학물질 화학물질명 노출인자 노출물질
        노출유해요인 특검인자 특수건강진단유해인자 특수검진유해인자 특검유해인자 특수유해인자
        대상유해인자 검진유해인자 특수검진항목 특검항목 특수건강진단항목 검진대상유해인자 물질명
        특수검진대상인자 대상인자 취급유해물질 유해인자코드 노출기준물질 hazard hazards agent
        agents""",
    RosterColumn.EXAM_KIND: """
        검진종류 검진구분 건강진단종류 건강진단구분 진단종류 진단구분 검진유형 건진구분 건강검진종류
        검진종별 건강진단종별 건강진단의종류""",
    RosterColumn.LAST_EXAM: """
        최종검진일 최종검진일자 최근검진일 최근검진일자 마지막검진일 마지막검진일자 직전검진일
        전회검진일 이전검진일 지난검진일 검진일 검진일자 검진년월일 검진실시일 실시일 실시일자
        수검일
        수검일자 건강진단일 건강진단일자 건강진단실시일 건강진단실시일자 건강검진일 건강검진일자
        특수검진일 특수검진일자 특검일 특검일자 최종특검일 최종특검일자 최근특검일 최근특검일자
        특수건강진단일 특수건강진단일자 특수건강진단실시일 최종특수검진일 최종특수검진일자
        최종특수건강진단일 최종특수건강진단일자 최근특수검진일 최근특수건강진단일
        최근특수건강진단일자 직전특수검진일 직전특수건강진단일 마지막특수검진일 마지막특검일
        전년도검진일 전년도특수검진일 최종건강진단일 최근건강진단일 최종수검일 최근수검일
        전회특수검진일 전회특수건강진단일 lastexam examdate""",
    RosterColumn.PRE_PLACEMENT_EXAM: """
        배치전검진일 배치전검진일자 배치전건강진단일 배치전건강진단일자 배치전검진 배치전건강진단
        배치전건강진단실시일 배치전검진실시일""",
    RosterColumn.INSTITUTION: """
        검진기관 검진기관명 건강진단기관 건강진단기관명 특수건강진단기관 특수검진기관 특검기관
        특수건강진단기관명 최종검진기관 최근검진기관 의료기관 의료기관명 병원 병원명 검진병원
        실시기관 실시기관명 institution hospital""",
    RosterColumn.RESULT: """
        판정 판정결과 판정구분 판정코드 건강구분 건강구분판정 건강관리구분 검진판정 검진결과
        건강진단결과 건강진단판정 특검판정 특수검진판정 특검결과 특수검진결과 특수건강진단결과
        결과 결과판정 최종판정 최근판정 1차판정 2차판정 종합판정 전회판정 result""",
    RosterColumn.FITNESS: """
        업무수행적합여부 업무수행적합성 업무수행적합성평가 업무적합성 업무적합성평가 업무적합여부
        적합여부 적합성평가 업무수행적합 업무적합 fitness""",
    RosterColumn.RECEIVED_DATE: """
        결과통보일 결과통보일자 통보일 통보일자 결과표수령일 결과수령일 결과표접수일 결과접수일
        결과표통보일""",
    RosterColumn.OPINION: """
        소견 검진소견 건강진단소견 의사소견 판정의소견 사후관리 사후관리소견 사후관리조치
        사후관리내용 사후조치 조치사항 조치내용 질병명 질환명 의심질환 질병 병력 과거력 현병력
        건강상태 의학적소견 종합소견 판정소견 유소견 유소견내용 혈압 혈당 청력 흡연 음주 상담내용
        건강상담 의사의견 의견""",
    RosterColumn.OTHER_DATE: """
        다음검진일 다음검진예정일 다음예정일 차기검진일 차기검진예정일 검진예정일 예정일 예정일자
        차기특검일 다음특검일 차회검진일 검진주기 주기 작성일 작성일자 기준일 교육일 교육이수일
        비자만료일 체류기간 체류만료일 예약일 예약일자 일반검진일 일반건강진단일 일반검진일자""",
}
REPEATABLE = frozenset({RosterColumn.HAZARDS, RosterColumn.PHONE, RosterColumn.OPINION})


def _with_hazards() -> Mapping[str, tuple[str, ...]]:
    """Add a column for each agent: many lists tick them in columns of their own."""
    wordings: dict[str, tuple[str, ...]] = {
        column: tuple(words.split()) for column, words in WORDINGS.items()
    }
    for code, words in HEADING_WORDS.items():
        wordings[hazard_column(code)] = words
    return MappingProxyType(wordings)


ROSTER_WORDINGS = _with_hazards()
