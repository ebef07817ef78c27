"""Papers: they say what the form asks, fit their page, and read nothing that is not ours."""

from __future__ import annotations

import re
import zlib
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from safety.actions import certificates, claims
from safety.models import Course
from safety.pdf import application_pdf, claim_pdf
from safety.rules.writing import DIGITS, hangul_amount
from tests import cast, cast_safety
from tests.safety.papers import VERIFY, certificate_paper, make_certificate, make_claim, text_of


@pytest.mark.django_db
def test_a_certificate_says_what_its_reader_asks() -> None:
    certificate = make_certificate()

    (text,) = text_of(certificate_paper(certificate))

    for words in (
        "제2026-0001호",
        "응우옌 반 안",
        "1988. 4. 12.",
        "한빛도장",
        "중대재해 예방교육",
        "2026. 11. 23. 07:00~09:00",
        "총 2시간",
        "중구 소공인 지원센터",
        "위 사람은 중구보건소에서 실시한 위 교육과정을 성실히 마쳤기에 이 증서를 드립니다.",
        "2026년 11월 23일",
        "중구보건소장",
        "직인",
        "제8조의 안전보건교육이 아니며",
        "사업주가 확인하여야 합니다",
        "전산 발급되었습니다",
    ):
        assert words in text
    assert re.search(r"수\s*료\s*증", text)
    assert "재발급" not in text


@pytest.mark.django_db
def test_the_qr_leads_to_the_check_of_this_certificate() -> None:
    certificate = make_certificate()

    page = pypdfium2.PdfDocument(certificate_paper(certificate))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())

    assert code.text == VERIFY.format(code=certificate.public_code)
    assert certificate.public_code in " ".join(text_of(certificate_paper(certificate)))


@pytest.mark.django_db
def test_a_reprint_shows_its_date() -> None:
    certificate = make_certificate()
    certificates.reprint(certificate=certificate, today=date(2026, 12, 1))

    (text,) = text_of(certificate_paper(certificate))

    assert "재발급 2026. 12. 1." in text
    assert "2026년 11월 23일" in text  # the day of the first issue stays


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("남궁" + "민수" * 9, "가나다라마바사아자차" * 4),
        ("NGUYỄN THỊ PHƯƠNG THẢO LÊ", "주식회사 한빛 도장 산업 제2공장 을지로 지점"),
        ("金鐘浩", "舊漢光鍍金"),
        ("김" * 60, "주식회사" * 30),  # the longest the database takes
        ("А. Цой", "한빛도장"),
    ],
    ids=["20 letters", "Vietnamese", "hanja", "longest", "Cyrillic"],
)
def test_long_and_foreign_names_fit_on_one_page(name: str, firm: str) -> None:
    certificate = make_certificate(name=name, workplace=cast.make_workplace(name=firm))
    course = Course.objects.get()
    course.title_ko = "소규모 사업장의 안전보건 관리체계와 위험성평가 실무 교육과정 기초편 제1기"
    course.save()

    paper = certificate_paper(certificate)

    (text,) = text_of(paper)  # one page
    assert name.replace(" ", "") in text.replace(" ", "")
    assert firm.replace(" ", "") in text.replace(" ", "")
    assert ink_right_of_frame(paper) == 0


def ink_right_of_frame(paper: bytes) -> int:
    """Count dark points in the margin, where nothing may be printed."""
    picture = pypdfium2.PdfDocument(paper)[0].render(scale=1).to_pil().convert("L")
    margin = picture.crop((picture.width - 30, 0, picture.width, picture.height))
    return sum(margin.histogram()[:128])


def unpacked(paper: bytes) -> bytes:
    """Return the file with what is compressed in it."""
    # No \r before the end: a compressed stream may end in that byte itself.
    streams = re.findall(rb"stream\n(x.*?)\nendstream", paper, re.S)
    return paper + b"".join(zlib.decompress(stream) for stream in streams)


@pytest.mark.django_db
def test_every_paper_is_tagged_korean_and_archivable() -> None:
    claim = make_claim()
    papers = [
        certificate_paper(make_certificate()),
        application_pdf(claim.application),
        claim_pdf(claim),
    ]

    for paper in papers:
        document = pypdfium2.PdfDocument(paper)
        assert document.get_metadata_value("Title")
        assert document.is_tagged()
        plain = unpacked(paper)
        for entry in (b"/Lang (ko)", b"/StructTreeRoot", b"/OutputIntents", b"pdfaid:part"):
            assert entry in plain


@pytest.mark.django_db
def test_an_application_holds_the_fields_its_office_looks_for() -> None:
    workplace = cast.make_workplace(business_no="2018100003", insurance_no="20181000030")
    cast.make_contact(workplace, phone="+821000009999")
    application = cast_safety.make_application(
        workplace, requested_amount=1_234_500, other_support="건강디딤돌 2025년"
    )

    pages = text_of(application_pdf(application))

    text = " ".join(pages)
    for words in (
        "특수건강진단 비용지원 신청서",
        "접수번호",
        "접수일",
        "201-81-00003",
        "김한빛",
        "서울특별시 중구 을지로 157",
        "010-0000-9999",
        "■ 예 (사업장관리번호 20181000030)",
        "■ 특수",
        "□ 배치전",
        "톨루엔",
        "금1,234,500원(금일백이십삼만사천오백원)",
        "■ 있음 ( 건강디딤돌 2025년 )",
        "국세 및 지방세",
        "위와 같이 신청합니다.",
        "2026년 10월 26일",
        "(서명 또는 인)",
        "중구청장 귀하",
        "통장 사본 1부. 끝.",
    ):
        assert words in text
    assert "귀하 귀하" not in text
    assert 1 <= len(pages) <= 2


@pytest.mark.django_db
def test_a_claim_holds_the_fields_its_office_looks_for() -> None:
    claim = make_claim()

    (text,) = text_of(claim_pdf(claim))

    for words in (
        "금160,000원(금일십육만원)",
        "중구-2026-17",
        "2026. 11. 2.",
        "(단위: 원)",
        "근로자01",
        "2026. 11. 23.",
        "톨루엔 (특수)",
        "80,000",
        "합계",
        "이하 빈칸",
        "우리은행",
        "1002-000-123456",
        "위 금액을 청구하오니 지급하여 주시기 바랍니다.",
        "2026년 11월 23일",
        "중구청장 귀하",
        "- 1/1 -",
    ):
        assert words in text
    assert re.search(r"지\s*급\s*청\s*구\s*서", text)


@pytest.mark.django_db
def test_a_long_claim_repeats_its_heading_and_numbers_its_pages() -> None:
    pages = text_of(claim_pdf(make_claim(exams=60)))

    assert 2 <= len(pages) <= 3
    for number, page in enumerate(pages, start=1):
        assert f"- {number}/{len(pages)} -" in page
    with_rows = [page for page in pages if "근로자" in page]
    assert len(with_rows) > 1
    assert all("연번 성명 검진일" in page for page in with_rows)
    assert "금4,800,000원(금사백팔십만원)" in pages[0]
    assert "이하 빈칸 합계 4,800,000" in " ".join(pages)


@pytest.mark.django_db
def test_the_paper_of_a_void_claim_says_so() -> None:
    claim = make_claim()
    claims.void(claim=claim, reason="예금주 불일치", today=cast.TODAY)

    (text,) = text_of(claim_pdf(claim))

    assert "무효: 예금주 불일치" in text


def read_hangul(words: str) -> int:
    """Read an amount in Hangul back, in another way than it is written."""
    total = group = digit = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in "십백천":
            group += digit * 10 ** ("십백천".index(letter) + 1)
            digit = 0
        else:
            total += (group + digit) * 10 ** (4 * ("만억조경".index(letter) + 1))
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 10**12))
def test_an_amount_in_hangul_equals_its_digits(amount: int) -> None:
    assert read_hangul(hangul_amount(amount)) == amount
