"""
The door to a Korean provider: Solapi's (formerly CoolSMS's) public HTTP interface, off by default.

For centres whose texts must come from a domestic sender. Its documentation is at
docs.solapi.com: POST /messages/v4/send hands one text over, GET /messages/v4/list tells what became
of it. It calls nobody back here: what became of a text is asked for (SMS_STATUS_CHECKS).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter

from outreach.channels.failures import judge_failure
from outreach.channels.outcomes import (
    Accepted,
    Doubt,
    ListedMessage,
    LookUpFailed,
    Outcome,
    Refused,
    RetryLater,
)
from outreach.rules.provider_errors import Kind, provider_error
from outreach.rules.sms_text import byte_length

SMS_BYTES = 90  # more goes as a long text (LMS), up to 2,000
TAKEN, HANDED_ON, ARRIVED = "2000", "3000", "4000"
STATUSES = {TAKEN: "queued", HANDED_ON: "sent", ARRIVED: "delivered"}
# Named errors of the interface itself, by the code of the table that means the same.
NAMED = {
    "NotEnoughBalance": 1030,
    "ValidationError": 1011,
    "Unauthorized": 1020,
    "Forbidden": 1020,
    "InvalidAPIKey": 1020,
    "SignatureDoesNotMatch": 1020,
    "RequestTimeTooSkewed": 1020,
}
PAGE, MOST_PAGES = 100, 50


def send(*, to: str, body: str, sender_number: str) -> Outcome:
    """Hand one text over and say what certainly happened, or that nobody can tell."""
    message = {
        "to": _national(to),
        "from": _national(sender_number),
        "text": body,
        "type": "SMS" if byte_length(body) <= SMS_BYTES else "LMS",
        "country": "82",
    }
    try:
        answer = _ask("POST", "/messages/v4/send", json={"message": message})
        told = _told(answer)
    except RequestException as failure:
        return judge_failure(failure)
    except ValueError:
        return Doubt("unreadable answer")
    if answer.status_code == 429:
        wait = answer.headers.get("Retry-After", "")
        return RetryLater(code=None, retry_after=int(wait) if wait.isdecimal() else None)
    if answer.ok and told.get("statusCode") == TAKEN:
        sid = told.get("messageId")
        return Accepted(sid=str(sid), status="queued") if sid else Doubt("unreadable answer")
    return _judge(answer.status_code, told)


def list_messages_to(to: str) -> tuple[ListedMessage, ...]:
    """
    Return every text the provider has for this recipient.

    :raises LookUpFailed: a page could not be read
    """
    return tuple(_found("to", _national(to)))


def fetch_message(sid: str) -> ListedMessage:
    """
    Return one text as the provider has it now.

    :raises LookUpFailed: it could not be read, or is not there
    """
    for found in _found("messageId", sid):
        if found.sid == sid:
            return found
    raise LookUpFailed("not there")


def _judge(http_status: int, told: dict[str, Any]) -> Outcome:
    """Sort a refusal by the table; only codes from 1000 to 1999 say that nothing was taken."""
    written = str(told.get("statusCode") or NAMED.get(str(told.get("errorCode")), ""))
    code = int(written) if written.isdecimal() else None
    error = provider_error(code)
    if code is None or not 1000 <= code < 2000 or error.kind is Kind.UNKNOWN:
        return Doubt(f"http {http_status}, unknown code {code}")
    if http_status >= 500:
        return Doubt(f"http {http_status}")
    if error.kind is Kind.LATER:
        return RetryLater(code=code, retry_after=None)
    return Refused(code=code, http_status=http_status, message=error.meaning)


def _found(name: str, value: str) -> Iterator[ListedMessage]:
    query = {"criteria": name, "cond": "eq", "value": value, "limit": str(PAGE)}
    for _page in range(MOST_PAGES):
        try:
            answer = _ask("GET", "/messages/v4/list", params=query)
            answer.raise_for_status()
            told = _told(answer)
            listed = [_listed(one) for one in dict(told["messageList"]).values()]
        except (RequestException, ValueError, KeyError, TypeError, AttributeError) as failure:
            # Not chained: the cause's words can hold a number or a body.
            raise LookUpFailed(type(failure).__name__) from None
        yield from listed
        if not told.get("nextKey"):
            return
        query = {**query, "startKey": str(told["nextKey"])}
    raise LookUpFailed("too many pages")


def _listed(told: dict[str, Any]) -> ListedMessage:
    code = str(told["statusCode"])
    status = STATUSES.get(code) or ("undelivered" if code.isdecimal() else "queued")
    return ListedMessage(
        sid=str(told["messageId"]),
        body=str(told.get("text") or ""),
        status=status,
        error_code=int(code) if status == "undelivered" else None,
        created_at=datetime.fromisoformat(str(told["dateCreated"])),
    )


def _told(answer: Response) -> dict[str, Any]:
    told = answer.json()
    if not isinstance(told, dict):
        raise ValueError("no JSON object")
    return told


def _national(number: str) -> str:
    """Return +82 10 1234 5678 as it is dialled in Korea."""
    return "0" + number.removeprefix("+82") if number.startswith("+82") else number


def _ask(method: str, path: str, **given: Any) -> Response:
    return _session().request(
        method,
        settings.DOMESTIC_SMS_URL + path,
        headers={"Authorization": _authorization()},
        timeout=(settings.TWILIO_CONNECT_TIMEOUT, settings.TWILIO_READ_TIMEOUT),
        allow_redirects=False,
        **given,
    )


def _authorization() -> str:
    """Sign the moment and a random word; the provider refuses what is older than minutes."""
    key, secret = settings.DOMESTIC_SMS_KEY, settings.DOMESTIC_SMS_SECRET
    if not (key and secret):
        raise ImproperlyConfigured("DOMESTIC_SMS_KEY and DOMESTIC_SMS_SECRET are not set.")
    date, salt = datetime.now(UTC).isoformat(timespec="seconds"), secrets.token_hex(16)
    signature = hmac.new(secret.encode(), (date + salt).encode(), hashlib.sha256).hexdigest()
    return f"HMAC-SHA256 apiKey={key}, date={date}, salt={salt}, signature={signature}"


@lru_cache(maxsize=1)
def _session() -> Session:
    session = Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=0, pool_maxsize=64))
    return session
