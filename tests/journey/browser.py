"""A browser without script: cookies, redirects, links and forms, over real HTTP."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.journey.pages import Form, Page

SECONDS = 60
REFUSED = 422


class Browser:
    """One person at one screen."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy stands between the tests and this machine
        self.session.headers["Accept-Language"] = "ko"

    def fetch(self, address: str) -> requests.Response:
        """Return the answer to an address, a page or a file, after its redirects."""
        return self.session.get(urljoin(self.base_url, address), timeout=SECONDS)

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open a page by its address."""
        return _page(self.fetch(address), status)

    def follow(self, page: Page, words: str, *, to: str = "") -> Page:
        """Click a link."""
        return self.open(page.link(words, to=to))

    def download(self, address: str, kind: str) -> bytes:
        """Open a file and return it."""
        answer = self.fetch(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        assert answer.headers["Content-Type"].startswith(kind), answer.headers
        return answer.content

    def send(
        self,
        page: Page,
        form: Form,
        *,
        button: str = "",
        file: tuple[str, Path] | None = None,
        status: int = 200,
    ) -> Page:
        """Press a button of a form and return the page that follows."""
        sent = form.filled(button)
        if form.method == "get":
            return _page(self.session.get(form.address, params=sent, timeout=SECONDS), status)
        files = {file[0]: (file[1].name, file[1].read_bytes())} if file else None
        answer = self.session.post(
            form.address,
            data=sent,
            files=files,
            headers={"Referer": page.address, "Origin": self.base_url},
            timeout=SECONDS,
        )
        return _page(answer, status)

    def refused(self, page: Page, form: Form, *, button: str = "", status: int = REFUSED) -> Page:
        """Press a button of a form that must not be accepted as it is."""
        return self.send(page, form, button=button, status=status)


def _page(answer: requests.Response, status: int) -> Page:
    page = Page(answer.url, answer.status_code, answer.text)
    assert answer.status_code == status, f"{answer.url}: {answer.status_code} {page.main[:2000]}"
    return page
