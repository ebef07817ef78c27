"""Walks from page to page as somebody who clicks on everything, and says what is wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from django.test import Client
from django.urls import Resolver404, resolve

from outreach.access import PUBLIC, Permission
from tests.journey.pages import UNREAD, Page

HOST = "http://testserver"
OBJECTS = 4  # of one route: the fifth visit looks like the others
QUERIES = 3  # of one list: filters, pages
DOWNLOADS = ("application/pdf", "text/calendar", "application/vnd.openxmlformats", "text/plain")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Addresses, endings of files, and the codes on certificates are no English.
NO_WORDS = re.compile(
    r"https?://\S+|\.[a-z]{3,4}\b|\b(?:[0-9A-Z]{6}-){2}[0-9A-Z]{6}\b|\([A-Z2-7]{4}\)|\{[a-z_]+\}"
)
READ_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")


@dataclass
class Walk:
    """One person's way through everything that can be reached."""

    client: Client
    permissions: frozenset[Permission]
    msgids: frozenset[str] = frozenset()  # texts that have a Korean, in English
    latin: frozenset[str] = frozenset()  # words in Latin letters that Koreans read too
    objects: int = OBJECTS
    pages: int = 0
    wrong: list[str] = field(default_factory=list)
    routes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._seen: set[str] = set()
        self._objects: defaultdict[str, set[str]] = defaultdict(set)
        self._queries: Counter[str] = Counter()
        self._queue: deque[tuple[str, str, bool]] = deque()

    def start(self, *addresses: str) -> None:
        """Walk from these addresses until nothing new is found."""
        for address in addresses:
            self._enqueue(address, "the start", is_fragment=False)
        while self._queue:
            self._visit(*self._queue.popleft())

    def _enqueue(self, address: str, source: str, *, is_fragment: bool) -> None:
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            return
        wanted = parts.path + (f"?{parts.query}" if parts.query else "")
        if wanted in self._seen:
            return
        try:
            match = resolve(parts.path)
        except Resolver404:
            if not parts.path.startswith("/static/"):
                self._say(source, f"leads nowhere: {wanted}")
            return
        self._seen.add(wanted)
        route = str(match.url_name)
        objects = self._objects[route]
        if parts.path not in objects and len(objects) >= self.objects:
            return
        objects.add(parts.path)
        if parts.query:
            self._queries[route] += 1
            if self._queries[route] > QUERIES:
                return
        self._queue.append((wanted, source, is_fragment))

    def _visit(self, address: str, source: str, is_fragment: bool) -> None:
        headers = {"HX-Request": "true"} if is_fragment else {}
        answer: Any = self.client.get(address, follow=True, headers=headers)
        if answer.status_code != 200:
            self._say(source, f"{address} answers {answer.status_code}")
            return
        self.routes[str(resolve(urlsplit(address).path).url_name)] += 1
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith(DOWNLOADS) or kind.startswith("application/json"):
            return
        page = Page(HOST + answer.request["PATH_INFO"], 200, answer.content.decode())
        page.address += f"?{answer.request['QUERY_STRING']}"
        if not is_fragment:
            self.pages += 1
            self._look_at_head(page, address)
        self._look_at_words(page, address)
        self._look_at_forms(page, address)
        for _words, target in page.links():
            self._enqueue(target, address, is_fragment=False)
        for one in page.root.iter():
            if one.get("hx-get"):
                self._enqueue(
                    urljoin(HOST + address, one.get("hx-get", "")), address, is_fragment=True
                )

    def _look_at_head(self, page: Page, address: str) -> None:
        headings = len(list(page.root.iter("h1")))
        if headings != 1:
            self._say(address, f"has {headings} main headings")
        title = next((one.text or "" for one in page.root.iter("title")), "")
        if not title.split("|")[0].strip():
            self._say(address, "has no title")
        ids = Counter(one.get("id") for one in page.root.iter() if one.get("id"))
        self._say_all(address, (f"has two #{name}" for name, n in ids.items() if n > 1))

    def _look_at_forms(self, page: Page, address: str) -> None:
        """Follow forms that look things up; of the others, ask whether this person may."""
        for form in page.forms():
            path = urlsplit(form.address).path
            try:
                wanted = getattr(resolve(path).func, "permission", None)
            except Resolver404:
                self._say(address, f"has a form that leads nowhere: {path}")
                continue
            if wanted not in {PUBLIC, None} and Permission(wanted) not in self.permissions:
                self._say(address, f"has a form that this person may not send: {path}")
            elif form.method == "get":
                self._enqueue(form.address, address, is_fragment=False)

    def _look_at_words(self, page: Page, address: str) -> None:
        for words in _read(page.root, language="ko"):
            english = [
                one for one in LATIN.findall(NO_WORDS.sub("", words)) if one not in self.latin
            ]
            if words in self.msgids and words not in self.latin:
                self._say(address, f"is not translated: {words!r}")
            elif english:
                self._say(address, f"says {' '.join(english)!r} in {words[:80]!r}")

    def _say(self, address: str, fault: str) -> None:
        self.wrong.append(f"{address} {fault}")

    def _say_all(self, address: str, faults: Iterable[str]) -> None:
        for fault in faults:
            self._say(address, fault)


def _read(element: Element, *, language: str) -> Iterator[str]:
    """Yield every text and readable attribute that is in Korean."""
    language = element.get("lang", language)
    if element.tag in UNREAD - {"head"} or not isinstance(element.tag, str):
        return
    if language == "ko":
        yield from _plain(element.text)
        for name in READ_ATTRIBUTES:
            yield from _plain(element.get(name))
    for child in element:
        yield from _read(child, language=language)
        if language == "ko":
            yield from _plain(child.tail)


def _plain(words: str | None) -> Iterator[str]:
    if words and words.strip():
        yield " ".join(words.split())
