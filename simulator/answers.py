"""How the simulator answers: right, and wrong on purpose."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Protocol, cast

from simulator import pages
from simulator.faults import HANG_SECONDS
from simulator.twilio_api import ApiError, Json

SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Stoppable(Protocol):
    """A server whose end wakes the requests that hang on purpose."""

    stopping: threading.Event


class Answers(BaseHTTPRequestHandler):
    """A handler's ways to answer."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for head and body
    disable_nagle_algorithm = True
    timeout = 65

    def _file(self, path: Path) -> None:
        if not path.is_file():
            self._html(404, pages.not_found_page())
            return
        kind = "text/css" if path.suffix == ".css" else "font/woff2"
        self._answer(200, path.read_bytes(), kind, {"Cache-Control": "max-age=3600"})

    def _html(self, status: int, page: pages.Html) -> None:
        headers = {"Content-Security-Policy": pages.CONTENT_SECURITY_POLICY}
        self._answer(status, page, "text/html", headers)

    def _json(self, status: int, content: Json, headers: dict[str, str] | None = None) -> None:
        self._answer(status, json.dumps(content, ensure_ascii=False), "application/json", headers)

    def _refuse(self, error: ApiError, headers: dict[str, str] | None = None) -> None:
        self._json(error.http_status, error.as_json(), headers)

    def _answer(
        self, status: int, content: str | bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        payload = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if status != 204:
            self.send_header("Content-Length", str(len(payload)))
        for name, value in (SAFE_HEADERS | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses hold telephone numbers."""

    def _hang(self) -> None:
        """Say nothing for a minute, then close."""
        cast(Stoppable, self.server).stopping.wait(HANG_SECONDS)
        self.close_connection = True

    def _cut_answer(self, status: int, content: Json) -> None:
        """Promise a whole answer and send half of it."""
        payload = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload[: len(payload) // 2])
        self.wfile.flush()
        self._cut_line()

    def _cut_line(self) -> None:
        """Close with a reset instead of a goodbye."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())
