"""Papers that people carry home or hand in."""

from __future__ import annotations

from safety.pdf.application import application_pdf
from safety.pdf.certificate import certificate_pdf
from safety.pdf.claim import claim_pdf

__all__ = ["application_pdf", "certificate_pdf", "claim_pdf"]
