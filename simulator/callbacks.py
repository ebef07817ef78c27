"""Reports what became of a message, signed the way Twilio signs."""

from __future__ import annotations

import base64
import heapq
import hmac
import threading
import time
from collections.abc import Mapping
from hashlib import sha1
from itertools import count
from urllib.error import URLError
from urllib.parse import urldefrag, urlencode
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from simulator.faults import Faults
from simulator.messages import Message, MessageStore
from simulator.numbers import delivery_error
from simulator.twilio_api import API_VERSION

WORKERS = 4
TIMEOUT = 5.0  # seconds
Step = tuple[float, int, Message, str, bool]  # when, in which order, what, and whether a report


def signature(url: str, fields: Mapping[str, str], auth_token: str) -> str:
    """Return X-Twilio-Signature: the address and the sorted fields under HMAC-SHA1."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    digest = hmac.new(auth_token.encode(), text.encode(), sha1).digest()
    return base64.b64encode(digest).decode()


class Courier:
    """Moves messages along (queued, sent, delivered or undelivered) and reports each step."""

    def __init__(
        self, store: MessageStore, auth_token: str, delay: float, faults: Faults | None = None
    ) -> None:
        self._store = store
        self._faults = faults or Faults()
        self._auth_token = auth_token
        self._delay = delay
        self._steps: list[Step] = []
        self._order = count()
        self._changed = threading.Condition()
        self._opener: OpenerDirector = build_opener(ProxyHandler({}))
        for _ in range(WORKERS):
            threading.Thread(target=self._work, daemon=True).start()

    def take(self, message: Message) -> None:
        """Plan the steps of a message; the first status, queued, is never reported."""
        last = "undelivered" if delivery_error(message.to) else "delivered"
        for number, status in enumerate(("sent", last), start=1):
            self._put(number * self._delay, message, status, is_report=False)

    def _put(self, wait: float, message: Message, status: str, *, is_report: bool) -> None:
        step = (time.monotonic() + wait, next(self._order), message, status, is_report)
        with self._changed:
            heapq.heappush(self._steps, step)
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            message, status, is_report = self._next_step()
            error_code = delivery_error(message.to) if status == "undelivered" else None
            if is_report:
                self._report(message, status, error_code)
                continue
            self._store.set_status(message.sid, status, error_code)
            for wait in self._lateness() if message.callback_url else ():
                self._put(wait, message, status, is_report=True)

    def _lateness(self) -> list[float]:
        """Return after how many seconds each copy of a report goes out; none when it is lost."""
        habits, chance = self._faults.habits, self._faults.chance
        if chance.random() < habits.callbacks_dropped:
            return []
        copies = 2 if chance.random() < habits.callbacks_doubled else 1
        return [chance.random() * habits.callbacks_shuffled for _ in range(copies)]

    def _next_step(self) -> tuple[Message, str, bool]:
        with self._changed:
            while True:
                wait = self._steps[0][0] - time.monotonic() if self._steps else None
                if wait is not None and wait <= 0:
                    _, _, message, status, is_report = heapq.heappop(self._steps)
                    return message, status, is_report
                self._changed.wait(wait)

    def _report(self, message: Message, status: str, error_code: int | None) -> None:
        """Post one status; like Twilio, try once more only when no connection was made."""
        url, _ = urldefrag(message.callback_url)  # the fragment holds connection settings
        fields = {
            "AccountSid": message.account_sid,
            "ApiVersion": API_VERSION,
            "From": message.sender,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
        }
        if error_code:
            fields["ErrorCode"] = str(error_code)
        headers = {"X-Twilio-Signature": signature(url, fields, self._auth_token)}
        request = Request(url, urlencode(fields).encode(), headers)
        for _ in range(2):
            try:
                self._opener.open(request, timeout=TIMEOUT).close()
            except URLError as failure:
                if isinstance(failure.reason, ConnectionRefusedError):
                    continue
            except OSError:
                pass  # the line dropped after the request: Twilio does not repeat it
            return
