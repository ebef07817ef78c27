"""What Twilio would answer: its checks, its error shape, its message and list shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from urllib.parse import urlencode, urlsplit

from simulator.messages import Message, MessageStore, now
from simulator.numbers import E164, KOREAN, KOREAN_MOBILE, OPTED_OUT

API_VERSION = "2010-04-01"
NO_LAG = timedelta()
BODY_LIMIT = 1600  # characters, twilio.com/docs/messaging/api/message-resource
DELIVERY_ERRORS = {30003: "Unreachable destination handset", 30005: "Unknown destination handset"}

Json = dict[str, object]


@dataclass(frozen=True)
class ApiError:
    """A refusal in Twilio's words and codes (twilio.com/docs/api/errors)."""

    http_status: int
    code: int
    message: str

    def as_json(self) -> Json:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http_status,
        }


NOT_SIGNED_IN = ApiError(401, 20003, "Authenticate")
NOT_FOUND = ApiError(404, 20404, "The requested resource was not found")
TOO_FAST = ApiError(429, 20429, "Too Many Requests")
BROKEN = ApiError(500, 20500, "Internal Server Error")
DOWN = ApiError(503, 20503, "Service Unavailable")


def refusal(form: Mapping[str, str]) -> ApiError | None:
    """Return what Twilio would refuse a new message for, with the same code; None when good."""
    to, sender, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
    callback, validity = form.get("StatusCallback", ""), form.get("ValidityPeriod", "36000")
    problems = (
        (not to, 21604, "A 'To' phone number is required."),
        (not _is_number(to), 21211, f"Invalid 'To' Phone Number: {to}"),
        (_is_landline(to), 21614, f"'To' number is not a valid mobile number: {to}"),
        (to.startswith(OPTED_OUT), 21610, "Attempt to send to unsubscribed recipient"),
        (not sender, 21603, "A 'From' phone number is required."),
        (not E164.fullmatch(sender), 21212, f"Invalid From Number (caller ID): {sender}"),
        (not body, 21602, "Message body is required."),
        (len(body) > BODY_LIMIT, 21617, "The message body exceeds the 1600 character limit"),
        (not _is_callback(callback), 21609, "The StatusCallback URL is not a valid URL."),
        (not _is_validity(validity), 90007, "Invalid validity period value"),
    )
    return next((ApiError(400, code, words) for wrong, code, words in problems if wrong), None)


def _is_number(to: str) -> bool:
    return bool((KOREAN if to.startswith("+82") else E164).fullmatch(to))


def _is_landline(to: str) -> bool:
    return to.startswith("+82") and not KOREAN_MOBILE.fullmatch(to)


def _is_validity(seconds: str) -> bool:
    return seconds.isdecimal() and 1 <= int(seconds) <= 36000


def _is_callback(url: str) -> bool:
    if not url:
        return True
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and bool(host) and "_" not in host


def _rfc2822(at: datetime | None) -> str | None:
    return format_datetime(at) if at else None


def message_json(message: Message) -> Json:
    """Return a message as the Messages resource shows it."""
    uri = f"/{API_VERSION}/Accounts/{message.account_sid}/Messages/{message.sid}"
    one_part, joined = (160, 153) if message.body.isascii() else (70, 67)
    length = len(message.body)
    return {
        "account_sid": message.account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": _rfc2822(message.created_at),
        "date_sent": _rfc2822(message.sent_at),
        "date_updated": _rfc2822(message.updated_at or message.created_at),
        "direction": "outbound-api",
        "error_code": message.error_code,
        "error_message": DELIVERY_ERRORS.get(message.error_code or 0),
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1" if length <= one_part else str(-(-length // joined)),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def list_json(
    store: MessageStore, account_sid: str, query: Mapping[str, str], *, lag: timedelta = NO_LAG
) -> Json:
    """Return one page, newest first; the page token names the last message already shown."""
    size = min(max(int(query.get("PageSize", "50")), 1), 1000)
    page = int(query.get("Page", "0"))
    found = store.newest_first(
        to=query.get("To", ""), sender=query.get("From", ""), until=now() - lag if lag else None
    )
    last_shown = query.get("PageToken", "").removeprefix("PA")
    if last_shown:
        for message in found:
            if message.sid == last_shown:
                break
    shown = list(islice(found, size + 1))
    more, shown = len(shown) > size, shown[:size]

    path = f"/{API_VERSION}/Accounts/{account_sid}/Messages.json"
    asked = {key: query[key] for key in ("To", "From") if key in query} | {"PageSize": str(size)}
    token = {"PageToken": f"PA{shown[-1].sid}"} if more else {}
    next_page = f"{path}?{urlencode(asked | {'Page': str(page + 1)} | token)}" if more else None
    return {
        "end": page * size + max(len(shown) - 1, 0),
        "first_page_uri": f"{path}?{urlencode(asked | {'Page': '0'})}",
        "messages": [message_json(message) for message in shown],
        "next_page_uri": next_page,
        "page": page,
        "page_size": size,
        "previous_page_uri": None,
        "start": page * size,
        "uri": f"{path}?{urlencode(asked | {'Page': str(page)})}",
    }
