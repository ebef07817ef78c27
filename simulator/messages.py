"""The messages that were accepted: in memory for the pages, in an append-only log for judges."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from simulator.numbers import delivery_error


def now() -> datetime:
    """Return the time a message is stamped with: the real one, in UTC."""
    return datetime.now(UTC)


@dataclass
class Message:
    """One accepted text; its status is changed only by `MessageStore.set_status`."""

    sid: str
    account_sid: str
    to: str
    sender: str
    body: str
    callback_url: str
    created_at: datetime
    status: str = "queued"
    error_code: int | None = None
    updated_at: datetime | None = None
    sent_at: datetime | None = None

    @property
    def has_arrived(self) -> bool:
        return self.status in ("sent", "delivered")

    @property
    def is_lost(self) -> bool:
        return self.status in ("undelivered", "failed")


class MessageStore:
    """Every accepted message, oldest first; safe to use from many threads."""

    def __init__(self, log_path: Path) -> None:
        self._lock = threading.Lock()
        self._messages: list[Message] = []
        self._by_sid: dict[str, Message] = {}
        self._by_number: dict[str, list[Message]] = {}
        log_path.parent.mkdir(parents=True, exist_ok=True)
        if log_path.exists():
            self._read(log_path)
        self._log: TextIO = log_path.open("a", encoding="utf-8")

    def accept(
        self, *, account_sid: str, to: str, sender: str, body: str, callback_url: str
    ) -> Message:
        """Keep a message and write it to the log before anybody hears of it."""
        message = Message(
            sid="SM" + uuid.uuid4().hex,
            account_sid=account_sid,
            to=to,
            sender=sender,
            body=body,
            callback_url=callback_url,
            created_at=now(),
        )
        line = {
            "sid": message.sid,
            "account_sid": account_sid,
            "to": to,
            "from": sender,
            "body": body,
            "time": message.created_at.isoformat(),
            "callback_url": callback_url,
        }
        with self._lock:
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._log.flush()
            self._keep(message)
        return message

    def set_status(self, sid: str, status: str, error_code: int | None = None) -> None:
        """Move a message to its next status, as the carrier would report it."""
        with self._lock:
            message = self._by_sid[sid]
            message.status, message.error_code = status, error_code
            message.updated_at = now()
            message.sent_at = message.sent_at or message.updated_at

    def get(self, sid: str) -> Message | None:
        with self._lock:
            return self._by_sid.get(sid)

    def newest_first(
        self, *, to: str = "", sender: str = "", until: datetime | None = None
    ) -> Iterator[Message]:
        """Return the messages to a number and from one, as far as the list shows them yet."""
        with self._lock:
            found = list(self._by_number.get(to, ()) if to else self._messages)
        return (
            message
            for message in reversed(found)
            if (not sender or message.sender == sender)
            and (until is None or message.created_at <= until)
        )

    def phones(self) -> list[list[Message]]:
        """Return the messages of each phone, the phone that rang last first."""
        with self._lock:
            phones = [list(messages) for messages in self._by_number.values()]
        return sorted(phones, key=lambda messages: messages[-1].created_at, reverse=True)

    def close(self) -> None:
        with self._lock:
            self._log.close()

    def _keep(self, message: Message) -> None:
        self._messages.append(message)
        self._by_sid[message.sid] = message
        self._by_number.setdefault(message.to, []).append(message)

    def _read(self, log_path: Path) -> None:
        """Take up an earlier run's log; its messages have reached their end meanwhile."""
        for line in log_path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            at = datetime.fromisoformat(record["time"])
            error_code = delivery_error(record["to"])
            self._keep(
                Message(
                    sid=record["sid"],
                    account_sid=record["account_sid"],
                    to=record["to"],
                    sender=record["from"],
                    body=record["body"],
                    callback_url=record["callback_url"],
                    created_at=at,
                    status="undelivered" if error_code else "delivered",
                    error_code=error_code,
                    updated_at=at,
                    sent_at=at,
                )
            )
