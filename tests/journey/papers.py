"""Papers as somebody else's programs read them: the text of a PDF, and its QR code."""

from __future__ import annotations

import pypdfium2
import zxingcpp

SHARP = 3  # times 72 dots an inch: what a telephone's camera makes of a QR code


def text_of(paper: bytes) -> str:
    """Return the text of a PDF, one space between words."""
    document = pypdfium2.PdfDocument(paper)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def qr_of(paper: bytes) -> str:
    """Return what the one QR code of the first page says."""
    document = pypdfium2.PdfDocument(paper)
    try:
        picture = document[0].render(scale=SHARP).to_pil()
    finally:
        document.close()
    [code] = zxingcpp.read_barcodes(picture)
    return str(code.text)
