from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from safety.models import Claim, ClaimLine, Examination
from safety.pdf.application import addressee, business_no, hazard_names
from safety.pdf.paper import paper
from safety.rules.reimbursement import claim_total
from safety.rules.writing import certificate_date, official_date, written_amount

KINDS = {
    Examination.Kind.SPECIAL: "특수",
    Examination.Kind.PRE_PLACEMENT: "배치전",
    Examination.Kind.ON_DEMAND: "수시",
    Examination.Kind.ORDERED: "임시",
    Examination.Kind.GENERAL: "일반",
}
ATTACHMENTS = (
    "(면세)계산서 또는 카드전표 1부",
    "건강진단비 영수증 및 거래명세서 1부",
    "건강진단 실시확인서(기관 직인) 1부",
    "통장 사본 1부",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the breakdown, as it is printed."""

    number: int
    name: str
    exam_date: str
    hazards: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one kind of exam and their subtotal."""

    kind: str
    rows: list[Row]
    subtotal: int


def claim_pdf(claim: Claim) -> bytes:
    """Print the request for payment (지급청구서): digits and Hangul from one sum of the lines."""
    application = claim.application
    lines = list(
        claim.lines.select_related("examination__worker")
        .prefetch_related("examination__results")
        .order_by("examination__kind", "examination__exam_date", "examination__worker__name", "pk")
    )
    total = claim_total(line.amount for line in lines)
    days = sorted({line.examination.exam_date for line in lines})
    return paper(
        "claim",
        "form",
        {
            "claim": claim,
            "is_void": claim.state == Claim.State.VOID,
            "application": application,
            "workplace": application.workplace,
            "programme": application.programme,
            "addressee": addressee(application.programme),
            "business_no": business_no(application.workplace),
            "decided": official_date(application.decided_date) if application.decided_date else "",
            "period": " ~ ".join(official_date(day) for day in days[:1] + days[1:][-1:]),
            "parts": _parts(lines),
            "total": total,
            "amount": written_amount(total),
            "claimed": certificate_date(claim.claimed_date),
            "attachments": ATTACHMENTS,
        },
    )


def _parts(lines: list[ClaimLine]) -> list[Part]:
    """Group the lines by kind of exam and number them through."""
    numbered = enumerate(lines, start=1)
    parts = []
    for kind, group in groupby(numbered, key=lambda pair: pair[1].examination.kind):
        rows = [_row(number, line) for number, line in group]
        label = KINDS[Examination.Kind(kind)]
        parts.append(Part(label, rows, claim_total(row.amount for row in rows)))
    return parts


def _row(number: int, line: ClaimLine) -> Row:
    exam = line.examination
    codes = sorted(result.hazard for result in exam.results.all())
    return Row(
        number=number,
        name=exam.worker.name,
        exam_date=official_date(exam.exam_date),
        hazards=f"{hazard_names(codes)} ({KINDS[Examination.Kind(exam.kind)]})".strip(),
        unit_price=line.unit_price,
        amount=line.amount,
    )
