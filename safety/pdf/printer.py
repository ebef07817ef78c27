"""
The one door to WeasyPrint: our own templates, style sheets and fonts become a PDF.

Nothing else is read: the fetcher knows a handful of names and refuses every address, so a name
that smuggled a tag past the template's escaping could still not read a file or ask a network.
Reading the library costs a second, so nothing imports this module but `safety.pdf.paper`, with the
first paper: the sender and the jobs never print.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLES = Path(__file__).with_name("styles")
NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
FONTS = NODE_MODULES / "pretendard/dist/public/static/alternative"
FONTS_WITH_HANJA = NODE_MODULES / "pretendard-gov/dist/public/static/alternative"
SCHEME = "paper:"
# Pretendard covers all Hangul, Vietnamese and Cyrillic; Pretendard GOV adds 7,138 hanja but is
# twice as large, which costs time with every paper. As woff2 they would cost 4 s a document.
PACKAGED = {
    "regular.ttf": FONTS / "Pretendard-Regular.ttf",
    "bold.ttf": FONTS / "Pretendard-Bold.ttf",
    "hanja-regular.ttf": FONTS_WITH_HANJA / "PretendardGOV-Regular.ttf",
    "hanja-bold.ttf": FONTS_WITH_HANJA / "PretendardGOV-Bold.ttf",
}
for _name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they would log addresses and names
_one_at_a_time = Lock()  # Pango's font map is not safe between threads


class NotPackaged(ValueError):
    """A paper asked for something that we do not ship."""


class PackagedFetcher(URLFetcher):  # type: ignore[misc]  # ships no types
    """Opens our fonts by name and nothing else, whatever the scheme."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = PACKAGED.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            raise NotPackaged("not a packaged font")  # the address may hold a name: not logged
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


def printed(page: str, *, style: str) -> bytes:
    """Turn a page into PDF/A-3a: archived as it looks, tagged for screen readers, in Korean."""
    with _one_at_a_time:
        fonts, sheets = _set_up(style)
        document: bytes = HTML(string=page, url_fetcher=_fetcher()).write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a"
        )
    return document


@cache
def _fetcher() -> PackagedFetcher:
    return PackagedFetcher(allowed_protocols=(), allow_redirects=False)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _set_up(style: str) -> tuple[FontConfiguration, list[CSS]]:
    """Read fonts and style sheets once in the life of a process."""
    sheets = [
        CSS(string=(STYLES / name).read_text("utf-8"), font_config=_fonts(), url_fetcher=_fetcher())
        for name in ("paper.css", f"{style}.css")
    ]
    return _fonts(), sheets
