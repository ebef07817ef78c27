"""Papers to print, and what can be read in them."""

from __future__ import annotations

import pypdfium2

from outreach.models import Workplace
from safety.actions import certificates, claims
from safety.models import Certificate, Claim
from safety.pdf import certificate_pdf
from tests import cast, cast_safety

VERIFY = "https://ansim.example/verify/{code}/"


def text_of(paper: bytes) -> list[str]:
    """Return the text of each page, its spaces and line ends as one space."""
    document = pypdfium2.PdfDocument(paper)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def make_certificate(workplace: Workplace | None = None, **changes: object) -> Certificate:
    worker = cast.make_worker(workplace, **changes)
    return certificates.issue(
        completion=cast_safety.make_completion(worker), staff=None, today=cast.TODAY, now=cast.NOW
    )


def certificate_paper(certificate: Certificate) -> bytes:
    return certificate_pdf(certificate, verify_url=VERIFY.format(code=certificate.public_code))


def make_claim(exams: int = 2, **changes: object) -> Claim:
    application = cast_safety.make_application(
        cast.make_workplace(), requested_amount=9_000_000, approved_amount=9_000_000, **changes
    )
    drawn = []
    for number in range(1, exams + 1):
        worker = cast.make_worker(application.workplace, name=f"근로자{number:02d}")
        drawn.append(cast_safety.make_claimable_exam(worker))
    return claims.draw_up_claim(application=application, examinations=drawn, today=cast.TODAY)
