"""The HTTP side: Twilio's addresses under /2010-04-01, the phones under /."""

from __future__ import annotations

import base64
import hmac
import json
import re
import sys
import threading
from datetime import timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from simulator import pages, twilio_api
from simulator.answers import Answers
from simulator.callbacks import Courier
from simulator.faults import Faults, Habits, UnknownFault
from simulator.messages import MessageStore
from simulator.numbers import from_address
from simulator.twilio_api import API_VERSION, Json

BODY_LIMIT_BYTES = 64 * 1024
STYLE = Path(__file__).parent / "style.css"
MESSAGES = re.compile(rf"/{API_VERSION}/Accounts/(AC\w+)/Messages\.json")
MESSAGE = re.compile(rf"/{API_VERSION}/Accounts/(AC\w+)/Messages/(SM\w+)\.json")
PHONE = re.compile(r"/phones/([^/]+)")
FONT = re.compile(r"/fonts/((?:woff2-dynamic-subset/)?[\w-]+(?:\.[\w-]+)*\.(?:css|woff2))")


class Simulator(ThreadingHTTPServer):
    """One running simulator; `stopping` wakes the requests that hang on purpose."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        address: tuple[str, int],
        *,
        log: Path,
        auth_token: str,
        callback_delay: float,
        habits: Habits | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(address, Handler)
        self.auth_token = auth_token
        self.store = MessageStore(log)
        self.faults = Faults(habits, seed=seed)
        self.courier = Courier(self.store, auth_token, callback_delay, self.faults)
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that were killed; anything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Let go of requests that hang, take no new ones and close the log."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        self.store.close()


class Handler(Answers):
    server: Simulator

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.startswith(f"/{API_VERSION}/"):
            self._api_get(path)
        else:
            self._page_get(path)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > BODY_LIMIT_BYTES:
            self.close_connection = True
            self._answer(413, "too large", "text/plain")
            return
        body = self.rfile.read(length).decode("utf-8", "replace")
        path = urlsplit(self.path).path
        if path == "/_faults":
            self._order_faults(body)
        elif found := MESSAGES.fullmatch(path):
            self._create(found[1], dict(parse_qsl(body, keep_blank_values=True)))
        else:
            self._refuse(twilio_api.NOT_FOUND)

    # Twilio's API

    def _api_get(self, path: str) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        if found := MESSAGES.fullmatch(path):
            if self._is_signed_in(found[1]):
                self._list(found[1], query)
        elif found := MESSAGE.fullmatch(path):
            if self._is_signed_in(found[1]):
                message = self.server.store.get(found[2])
                if message is None or message.account_sid != found[1]:
                    self._refuse(twilio_api.NOT_FOUND)
                else:
                    self._json(200, twilio_api.message_json(message))
        else:
            self._refuse(twilio_api.NOT_FOUND)

    def _list(self, account_sid: str, query: dict[str, str]) -> None:
        faults = self.server.faults
        fault = faults.take_for_list()
        if fault == "list-hang":
            self._hang()
        elif fault == "list-500":
            self._refuse(twilio_api.BROKEN)
        else:
            lag = timedelta(seconds=faults.habits.list_lag)
            answer = twilio_api.list_json(self.server.store, account_sid, query, lag=lag)
            if fault == "list-cut":
                self._cut_answer(200, answer)
            else:
                self._json(200, answer)

    def _create(self, account_sid: str, form: dict[str, str]) -> None:
        if not self._is_signed_in(account_sid):
            return
        faults = self.server.faults
        self.server.stopping.wait(faults.habits.delay)
        fault = faults.take()
        if fault == "429" or faults.is_too_fast():
            self._refuse(twilio_api.TOO_FAST, {"Retry-After": "2"})
        elif fault == "500":
            self._refuse(twilio_api.BROKEN)
        elif fault == "503":
            self._refuse(twilio_api.DOWN)
        elif fault == "hang-before":
            self._hang()
        elif problem := twilio_api.refusal(form):
            self._refuse(problem)
        else:
            message = self.server.store.accept(
                account_sid=account_sid,
                to=form["To"],
                sender=form["From"],
                body=form["Body"],
                callback_url=form.get("StatusCallback", ""),
            )
            # Shaped before the courier may move it on: the first answer always says queued.
            answer = twilio_api.message_json(message)
            self.server.courier.take(message)
            self._answer_accepted(fault, answer)

    def _answer_accepted(self, fault: str | None, answer: Json) -> None:
        if fault == "500-after-accept":
            self._refuse(twilio_api.BROKEN)
        elif fault == "503-after-accept":
            self._refuse(twilio_api.DOWN)
        elif fault == "garbage":
            self._answer(201, '{"sid": "SM', "application/json")
        elif fault == "cut":
            self._cut_answer(201, answer)
        elif fault == "hang":
            self._hang()
        elif fault == "reset":
            self._cut_line()
        else:
            self._json(201, answer)

    def _is_signed_in(self, account_sid: str) -> bool:
        expected = base64.b64encode(f"{account_sid}:{self.server.auth_token}".encode()).decode()
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        if hmac.compare_digest(given.encode(), expected.encode()):
            return True
        self._refuse(twilio_api.NOT_SIGNED_IN)
        return False

    def _order_faults(self, body: str) -> None:
        """Take {"kind": "hang", "times": 2} or {"clear": true}; only from this machine."""
        # A web page elsewhere cannot send JSON here unasked, so a browser cannot be misled.
        is_json = self.headers.get_content_type() == "application/json"
        if not (is_json and ip_address(self.client_address[0]).is_loopback):
            self._answer(403, "from this machine only", "text/plain")
            return
        try:
            order = json.loads(body)
            if order.get("clear"):
                self.server.faults.clear()
            else:
                self.server.faults.order(order["kind"], int(order.get("times", 1)))
        except (AttributeError, KeyError, TypeError, ValueError, UnknownFault):
            self._answer(400, "unknown fault", "text/plain")
        else:
            self._answer(204, "", "text/plain")

    # Phones

    def _page_get(self, path: str) -> None:
        store, still = self.server.store, urlsplit(self.path).query == "still"
        found = PHONE.fullmatch(path)
        number = from_address(found[1]) if found else None
        if path == "/":
            self._html(200, pages.list_page(store, still=still))
        elif number:
            self._html(200, pages.phone_page(store, number, still=still))
        elif path == "/style.css":
            self._file(STYLE)
        elif font := FONT.fullmatch(path):
            self._file(pages.FONTS / font[1])
        elif path == "/healthz":
            self._answer(200, "ok", "text/plain")
        else:
            self._html(404, pages.not_found_page())
