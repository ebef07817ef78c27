from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_answer(paper: bytes, name: str) -> HttpResponse:
    """Answer with a paper to be shown in the browser, under a Korean file name (RFC 6266)."""
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": shown or "inline", "Cache-Control": "no-store"},
    )
