"""
What rosters call an agent beside the words that the search of the pages knows.

Spellings and short names of institutions and safety data sheets lead to one agent. Words for a
mixture, a machine or a whole family lead to a question: nobody but the firm knows the answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from safety.rules.hazard_search import Question

# agent: words that mean it and nothing else
CERTAIN: Mapping[str, str] = {
    "noise": """
        소음작업 강렬한소음 강렬한소음작업 충격소음 충격소음작업 프레스소음 기계소음 작업장소음
        생활소음
        연속음 충격음 noise""",
    "vibration": "진동작업 국소진동 전신진동 수지진동 손팔진동 진동공구 vibration",
    "welding-fume": "용접퓸 용접흄분진 용접흄(분진) 용접분진 용접가스흄 weldingfume 용접fume",
    "mineral-dusts": """
        광물성분진 광물분진 광물성먼지 규사 유리규산 결정형유리규산 석영 시멘트분진 시멘트 석분
        돌먼지
        분진(광물성) 광물성분진(기타)""",
    "wood-dusts": """
        목재분진 목분진 목재먼지 나무분진 톱밥먼지 분진(목재) 분진(나무) 목분 엠디에프분진""",
    "cotton-dusts": "면분진 면먼지 면직물분진 솜먼지 섬유먼지(면) 분진(면)",
    "grain-dusts": "곡물분진 곡분 밀가루분진 분진(곡물)",
    "glass-fiber-dusts": "유리섬유분진 유리섬유 글라스울 glasswool",
    "asbestos-dusts": "석면 석면분진",
    "xylene": "자일렌 크시렌 키실렌 크실린 싸이렌 크실렌(자일렌) 자이렌",
    "toluene": "톨루앤 톨루엔(toluene) 토루엔 톨엔",
    "styrene": "스타이렌 스티렌모노머 sm스티렌",
    "dichloromethane": """
        염화메틸렌 메틸렌클로라이드 이염화메탄 디클로로메탄(염화메틸렌) 메틸렌클로라이드(mc)""",
    "trichloromethane": "클로로포름 chloroform",
    "trichloroethylene": "트리클렌 트리크렌 tce 트리클로로에틸렌(tce) 삼염화에틸렌",
    "perchloroethylene": "pce 퍼클렌 테트라클로로에틸렌 사염화에틸렌",
    "dimethylformamide": "dmf 디메틸포름아마이드 n,n-디메틸포름아미드 n,n-디메틸포름아마이드",
    "n-n-dimethylacetamide": "dmac 디메틸아세트아미드 디메틸아세트아마이드",
    "tetrahydrofuran": "thf 테트라하이드로퓨란 테트라히드로퓨란",
    "methylene-bis-phenyl-isocyanate": "mdi 메틸렌디페닐디이소시아네이트",
    "hexamethylene-diisocyanate": "hdi",
    "2-butoxyethanol": "부틸셀로솔브 부틸셀로졸브 부틸글리콜",
    "2-ethoxyethanol": "에틸셀로솔브 셀로솔브 에틸셀로졸브",
    "2-methoxyethanol": "메틸셀로솔브 메틸셀로졸브",
    "isopropyl-alcohol": """
        이소프로필알콜 아이소프로필알코올 2-프로판올 이소프로판올(ipa) isopropanol""",
    "methanol": "메칠알코올 메틸알콜 메칠알콜 메타놀",
    "methyl-ethyl-ketone": "메틸에틸케톤(mek) 2-부타논 메칠에칠케톤",
    "methyl-isobutyl-ketone": "메틸이소부틸케톤(mibk) 헥손",
    "n-hexane": "노말핵산 노르말핵산 n헥산 n-핵산 노말헥산(n-hexane)",
    "n-heptane": "노말헵탄 노르말헵탄 헵탄",
    "n-butanol": "노말부탄올 부틸알코올 1-부탄올",
    "isobutyl-alcohol": "이소부탄올 이소부틸알콜",
    "acetone": "아세톤(acetone)",
    "ethyl-benzene": "에칠벤젠 에틸벤진",
    "stoddard-solvent": "스토다드 스토다드솔벤트 미네랄스피릿 화이트스피릿",
    "formaldehyde": "포름알데하이드 포름알대히드 홀마린",
    "hydrogen-fluoride": "불산 플루오르화수소 불화수소산",
    "hydrogen-chloride": "염화수소(염산) 염산가스",
    "sulfuric-acid": "황산(h2so4) 묽은황산",
    "nitric-acid": "질산(hno3)",
    "lead-inorganic": "납(무기) 무기납 납화합물 납및무기화합물 납흄 납분진",
    "chromium-compounds": "크롬산 무수크롬산 6가크롬 크롬도금 크롬및화합물 삼산화크롬 크롬6가",
    "nickel-inorganic-nickel-carbonyl": "니켈도금 니켈화합물 니켈및무기화합물",
    "manganese-inorganic": "망간 망간흄 망간및무기화합물 망간분진 이산화망간",
    "iron-oxide": "산화철 산화철분진 산화철흄 산화철분진과흄",
    "zinc-oxide": "산화아연 산화아연흄 산화아연분진",
    "copper": "구리 동 구리분진 구리흄 구리(흄)",
    "tin-compounds": "주석",
    "aluminum-compounds": "알루미늄 알루미늄분진 알미늄",
    "metalworking-fluids": """
        수용성절삭유 비수용성절삭유 오일미스트 미네랄오일미스트 광물유 광물성오일 mwf 절삭오일
        연마유
        금속가공유(미네랄오일미스트) 절삭유(오일미스트)""",
    "ultraviolet": "자외선 자외선(uv) uv건조",
    "infrared": "적외선 적외선(ir)",
    "ionizing-radiation": "방사선 전리방사선 엑스선 x선 x-ray 엑스레이",
    "night-work-a": "야간작업(가) 야간작업(가목) 야간작업가 야간작업a 야간(가목) 야간작업가목",
    "night-work-b": "야간작업(나) 야간작업(나목) 야간작업나 야간작업b 야간(나목) 야간작업나목",
}

# words: what to ask, and the agents it may be
ASKED: Mapping[str, tuple[Question, tuple[str, ...]]] = {
    "그라인더 그라인딩 그라인더작업 연마 연마작업 사상 사상작업 연마분진 그라인더분진": (
        Question.ASK_WHICH,
        ("mineral-dusts", "iron-oxide", "noise", "vibration"),
    ),
    "분진 먼지 각종분진 기타분진 금속분진 철분진 철가루 분진류 쇠가루": (
        Question.ASK_WHICH,
        ("mineral-dusts", "iron-oxide", "welding-fume", "wood-dusts", "cotton-dusts"),
    ),
    "시너 신나 씬나 신너 희석제 도료 페인트 도장 도장작업 스프레이 락카 래커 라카 에나멜": (
        Question.ASK_SDS,
        ("toluene", "xylene", "methyl-ethyl-ketone", "methyl-isobutyl-ketone", "ethyl-benzene"),
    ),
    "본드 접착제 풀 강력본드 돼지본드": (
        Question.ASK_SDS,
        ("n-hexane", "toluene", "methyl-ethyl-ketone"),
    ),
    """
        유기용제 유기화합물 혼합유기용제 유기용제류 유기화합물류 솔벤트 세척제 세척유 세정제 잉크
        인쇄잉크""": (
        Question.ASK_SDS,
        ("toluene", "xylene", "n-hexane", "isopropyl-alcohol", "methyl-ethyl-ketone"),
    ),
    "야간 야간작업 야간근로 야간근무 교대 교대근무 2교대 3교대 주야교대 야간교대 심야작업": (
        Question.ASK_SHIFT,
        ("night-work-a", "night-work-b"),
    ),
    "tdi 톨루엔디이소시아네이트": (
        Question.ASK_WHICH,
        ("toluene-2-4-diisocyanate", "toluene-2-6-diisocyanate"),
    ),
    "금속 금속류 중금속 금속흄 흄 철 연": (
        Question.ASK_WHICH,
        ("iron-oxide", "manganese-inorganic", "lead-inorganic", "welding-fume"),
    ),
    "산 산류 산알칼리 산및알칼리 산및알칼리류 도금액 도금 산처리 산세척": (
        Question.ASK_SDS,
        ("sulfuric-acid", "hydrogen-chloride", "nitric-acid", "chromium-compounds"),
    ),
    "시안 시안화합물 청화물 청화 시안화물": (
        Question.ASK_WHICH,
        ("potassium-cyanide", "sodium-cyanide", "hydrogen-cyanide"),
    ),
    "물리적인자 화학적인자 가스 가스류 기타 화학물질": (Question.ASK_WHICH, ()),
}

# Known, but no agent of 별표 22: no special exam is owed for them.
NOT_LISTED = """
    에탄올 에틸알코올 에틸아세테이트 아세트산에틸 에틸초산 초산에틸 부틸아세테이트 초산부틸
    수산화나트륨
    naoh 암모니아 암모니아수 과산화수소 이산화티타늄 고열 고온 한랭 중량물 중량물취급 근골격계
    근골격계부담작업
    vdt 레이저 레이저광선 조명 직무스트레스 감정노동 은 금 백금 가성소다 양잿물
"""

# A word of these beside an agent changes nothing: "프레스 소음", "톨루엔 취급", "용접흄 노출".
AROUND = """
    작업 작업장 공정 발생 노출 취급 사용 업무 기계 프레스 절단 선반 밀링 절곡 사출 재봉 미싱 목공
    인쇄 조립 포장
    세척 도금 건조 주물 용해 가공 공장 현장 외 등 이상 미만 초과 증기 가스 물질 해당 있음 대상
    수시 상시 특검 특수검진
    유해인자 유해물질 및 기타
"""
