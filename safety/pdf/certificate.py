from __future__ import annotations

from datetime import datetime

import segno
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from safety.models import Certificate
from safety.pdf.paper import paper
from safety.rules.certificates import shown_public_code
from safety.rules.writing import certificate_date, official_date

ONE_LINE = 26  # letters that surely fit
ROOM = 3  # more lines than this besides the first ones, and the sheet is set closer
QR_MASK = 4  # any mask can be read; trying all eight for the prettiest costs 6 ms


def certificate_pdf(certificate: Certificate, *, verify_url: str) -> bytes:
    """Print the certificate (수료증) on one A4 page, with its check code and the QR of it."""
    completion = certificate.completion
    worker = completion.worker
    reissued = certificate.reissued_date
    rows = [
        ("성명", certificate.holder_name),
        ("생년월일", official_date(worker.birth_date) if worker.birth_date else "-"),
        ("소속", completion.workplace_name),
        ("과정명", completion.course.title_ko),
        ("교육일시", _span(completion.started_at, completion.ended_at)),
        ("교육시간", f"총 {_hours(completion.minutes)}"),
        ("교육장소", completion.place),
    ]
    return paper(
        "certificate",
        "certificate",
        {
            "certificate": certificate,
            "reissued": official_date(reissued) if reissued else "",
            "rows": [(label, value, len(value) > ONE_LINE) for label, value in rows],
            "is_dense": sum(len(value) // ONE_LINE for _label, value in rows) > ROOM,
            "issuer": certificate.centre.name,
            "signer": certificate.centre.head_title,
            "issued": certificate_date(certificate.issued_date),
            "verify_url": verify_url,
            "code": shown_public_code(certificate.public_code),
            "qr": _qr(verify_url),
        },
    )


def _span(started_at: datetime, ended_at: datetime) -> str:
    """Write 2026. 11. 23. 14:00~16:00, in Seoul."""
    start, end = timezone.localtime(started_at), timezone.localtime(ended_at)
    first = f"{official_date(start.date())} {start:%H:%M}"
    if start.date() == end.date():
        return f"{first}~{end:%H:%M}"
    return f"{first} ~ {official_date(end.date())} {end:%H:%M}"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}시간"] * bool(hours) + [f"{rest}분"] * bool(rest or not hours)
    return " ".join(parts)


def _qr(address: str) -> SafeString:
    """Draw a QR code as SVG inside the page: no picture has to be fetched."""
    code = segno.make(address, error="m", micro=False, mask=QR_MASK)
    return mark_safe(code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))
