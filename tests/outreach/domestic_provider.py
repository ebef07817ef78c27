"""A stand-in for the Korean provider's interface, as its documentation shows it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

KEY, SECRET = "NCSAYU7YDBXYORXC", "secret-of-the-tests"
SIGNED = re.compile(
    r"HMAC-SHA256 apiKey=(?P<key>\w+), date=(?P<date>\S+), salt=(?P<salt>\w{12,64}),"
    r" signature=(?P<signature>[0-9a-f]{64})"
)
Answer = tuple[int, Any]


@dataclass
class Provider:
    """What it was given, what it holds, and how it answers the next calls."""

    url: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[Callable[[], Answer]] = field(default_factory=list)  # else it takes the text
    page: int = 100
    keeps_what_it_refuses: bool = False

    def take(self, message: dict[str, Any]) -> Answer:
        self.taken.append(message)
        if self.answers:
            code, told = self.answers.pop(0)()
            if self.keeps_what_it_refuses:
                self._keep(message)
            return code, told
        return 200, self._keep(message)

    def _keep(self, message: dict[str, Any]) -> dict[str, Any]:
        sid = f"M4V{len(self.held):029d}"
        row = {**message, "messageId": sid, "statusCode": "2000"}
        self.held[sid] = {**row, "dateCreated": timezone.now().isoformat().replace("+00:00", "Z")}
        return {**row, "groupId": "G4V1", "statusMessage": "정상 접수(이통사로 접수 예정)"}

    def list(self, query: dict[str, list[str]]) -> Answer:
        name, value = query["criteria"][0], query["value"][0]
        rows = [sid for sid, row in self.held.items() if row[name] == value]
        start = rows.index(query["startKey"][0]) if "startKey" in query else 0
        page = rows[start : start + self.page]
        later = rows[start + self.page :]
        told = {"messageList": {sid: self.held[sid] for sid in page}, "limit": self.page}
        return 200, {**told, "nextKey": later[0] if later else None}


def is_signed(header: str) -> bool:
    """Check the signature as the documentation tells: HMAC-SHA256 of date and salt."""
    found = SIGNED.fullmatch(header)
    if found is None or found["key"] != KEY:
        return False
    assert abs(datetime.fromisoformat(found["date"]) - timezone.now()) < timedelta(minutes=1)
    words = (found["date"] + found["salt"]).encode()
    return found["signature"] == hmac.new(SECRET.encode(), words, hashlib.sha256).hexdigest()


@contextmanager
def running() -> Iterator[Provider]:
    """Serve the interface on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/messages/v4/send"
            self._tell(lambda: there.take(given["message"]))

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            assert asked.path == "/messages/v4/list"
            self._tell(lambda: there.list(parse_qs(asked.query)))

        def _tell(self, answer: Callable[[], Answer]) -> None:
            if is_signed(self.headers["Authorization"]):
                code, told = answer()
            else:
                code, told = 403, {"errorCode": "SignatureDoesNotMatch", "errorMessage": "…"}
            if code == 0:  # the line breaks
                return
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        there = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        yield there
        server.shutdown()
