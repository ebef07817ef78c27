from __future__ import annotations

from datetime import date

from outreach.models import Workplace
from outreach.rules.business_numbers import written as written_business_no
from outreach.rules.ksic import find_industry
from outreach.rules.phones import national_format
from safety.models import Application, Examination, Programme
from safety.pdf.paper import paper
from safety.rules.hazards import HAZARDS
from safety.rules.writing import certificate_date, official_date, written_amount

# The boxes of the form and the kinds of exam that tick them.
KINDS = (
    ("배치전", Examination.Kind.PRE_PLACEMENT),
    ("특수(배치 후 첫 번째 포함)", Examination.Kind.SPECIAL),
    ("수시", Examination.Kind.ON_DEMAND),
    ("임시", Examination.Kind.ORDERED),
)
ATTACHMENTS = (
    "사업자등록증 사본 1부",
    "근로자 명부 1부",
    "4대 사회보험 가입자 명부 또는 산재보험 가입증명원 1부",
    "건강진단 견적서 1부",
    "개인정보 수집·이용 및 제3자 제공 동의서(대상자별) 1부",
    "통장 사본 1부",
)


def application_pdf(application: Application) -> bytes:
    """Print the application for support (비용지원 신청서), as its office expects the fields."""
    workplace = application.workplace
    return paper(
        "application",
        "form",
        {
            "application": application,
            "workplace": workplace,
            "addressee": addressee(application.programme),
            "business_no": business_no(workplace),
            "industry": _industry(workplace),
            "phones": _phones(workplace),
            "kinds": [(label, kind == application.exam_kind) for label, kind in KINDS],
            "hazards": hazard_names(application.hazards),
            "planned": _day(application.planned_exam_date),
            "amount": written_amount(application.requested_amount),
            "applied": certificate_date(application.applied_date),
            "attachments": ATTACHMENTS,
        },
    )


def addressee(programme: Programme) -> str:
    """Return the line of the addressee, with 귀하 once."""
    return f"{programme.addressee.removesuffix('귀하').strip()} 귀하"


def business_no(workplace: Workplace) -> str:
    """Return 201-81-00003, or that the shop has none."""
    return written_business_no(workplace.business_no) if workplace.business_no else "없음"


def hazard_names(codes: list[str]) -> str:
    """Return agents by their names in the annex (시행규칙 별표 22)."""
    return ", ".join(HAZARDS[code].name_ko if code in HAZARDS else code for code in codes)


def _industry(workplace: Workplace) -> str:
    industry = find_industry(workplace.ksic) if workplace.ksic else None
    return f"제조업 / {industry.name_ko} ({workplace.ksic})" if industry else workplace.ksic


def _phones(workplace: Workplace) -> str:
    numbers = workplace.contacts.current().order_by("-is_primary", "pk")
    return ", ".join(
        dict.fromkeys(_national(contact.phone) for contact in numbers if contact.phone)
    )


def _national(number: str) -> str:
    try:
        return national_format(number)
    except ValueError:
        return number


def _day(day: date | None) -> str:
    return official_date(day) if day else "미정"
