"""The only door to Twilio: send one text, look up what was sent, check a callback's signature."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from twilio.base import values
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response as TwilioResponse
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

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
from outreach.channels.provider_address import REAL_PROVIDER, Provider, check_provider_address
from outreach.rules.provider_errors import Kind, provider_error

LONGEST_VALIDITY = 36_000  # seconds, twilio.com/docs/messaging/api/message-resource
PAGE_SIZE = 200

# At DEBUG urllib3 writes the addresses it asks, and a look-up's address holds a number.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


class _TooFast(Exception):
    """An answer 429, caught while its Retry-After header can still be read."""

    def __init__(self, retry_after: int | None) -> None:
        self.retry_after = retry_after


class _HttpClient:
    """
    What twilio's Client asks of its HTTP client, with our time-outs.

    Twilio's own has none, and writes addresses, which hold numbers, to its log.
    """

    def __init__(self, *, connect_timeout: float, read_timeout: float, trust_env: bool) -> None:
        self._timeouts = (connect_timeout, read_timeout)
        self._session = Session()
        self._session.trust_env = trust_env  # a proxy of the machine's; none for loopback
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0, pool_maxsize=64))

    def request(
        self,
        method: str,
        url: str,
        params: dict[str, str] | None = None,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> TwilioResponse:
        answer = self._session.request(
            method,
            url,
            params=params,
            data=data,
            headers=headers,
            auth=auth,
            timeout=self._timeouts,
            allow_redirects=allow_redirects,
        )
        if answer.status_code == 429:
            wait = answer.headers.get("Retry-After", "")
            raise _TooFast(int(wait) if wait.isdecimal() else None)
        return TwilioResponse(answer.status_code, answer.text, answer.headers)


def send_sms(
    *, to: str, body: str, sender_number: str, callback_url: str | None, validity_seconds: int
) -> Outcome:
    """
    Hand one text to Twilio and say what certainly happened, or that nobody can tell.

    A send cannot be made idempotent (twilio.com/docs/errors/20500), so nothing is repeated here.
    """
    if validity_seconds < 1:
        raise ValueError("a text that is no longer of use must not be sent")
    try:
        message = _client().messages.create(
            to=to,
            **_sender(sender_number),
            body=body,
            status_callback=callback_url or values.unset,
            validity_period=min(validity_seconds, LONGEST_VALIDITY),
        )
    except _TooFast as answer:
        return RetryLater(code=20429, retry_after=answer.retry_after)
    except (TwilioRestException, TwilioServiceException) as answer:
        return _judge(answer.status, answer.code)
    except RequestException as failure:
        return judge_failure(failure)
    except (AttributeError, TypeError, ValueError):
        return Doubt("unreadable answer")  # 2xx, but not the JSON of a message
    if not message.sid:
        return Doubt("unreadable answer")
    return Accepted(sid=message.sid, status=str(message.status))


def list_messages_to(to: str) -> tuple[ListedMessage, ...]:
    """
    Return every text Twilio has for this recipient, newest first.

    Asked by recipient only: DateSent has the grain of a day and is empty until a text is sent.

    :raises LookUpFailed: a page could not be read
    """
    try:
        found = _client().messages.stream(to=to, page_size=PAGE_SIZE)
        return tuple(_listed(message) for message in found)
    except (_TooFast, TwilioException, RequestException, AttributeError, ValueError) as failure:
        # Not chained: the cause's words can hold a number or a body.
        raise LookUpFailed(type(failure).__name__) from None


def fetch_message(sid: str) -> ListedMessage:
    """
    Return one text as the provider has it now.

    :raises LookUpFailed: it could not be read
    """
    try:
        return _listed(_client().messages(sid).fetch())
    except (_TooFast, TwilioException, RequestException, AttributeError, ValueError) as failure:
        raise LookUpFailed(type(failure).__name__) from None


def _listed(message: MessageInstance) -> ListedMessage:
    return ListedMessage(
        sid=message.sid,
        body=message.body or "",
        status=str(message.status),
        error_code=message.error_code,
        created_at=message.date_created,
    )


def _sender(number: str) -> dict[str, str]:
    """Return what sends: the messaging service if one is set, else the centre's own number."""
    service = settings.TWILIO_MESSAGING_SERVICE_SID
    return {"messaging_service_sid": service} if service else {"from_": number}


def valid_signature(url: str, post: Mapping[str, str], header: str | None) -> bool:
    """Tell whether Twilio signed this callback to exactly this public address."""
    token = settings.TWILIO_AUTH_TOKEN
    return bool(token and header and RequestValidator(token).validate(url, post, header))


def _judge(http_status: int, code: int | None) -> Outcome:
    """Sort an answer that is not 2xx by the table; what the table does not know is a doubt."""
    error = provider_error(code)
    if not 400 <= http_status < 500:
        return Doubt(f"http {http_status}")
    if error.kind is Kind.UNKNOWN or code is None:
        return Doubt(f"http {http_status}, unknown code {code}")
    if error.kind is Kind.LATER:
        return RetryLater(code=code, retry_after=None)
    return Refused(code=code, http_status=http_status, message=error.meaning)


def _client() -> Client:
    return _make_client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN,
        settings.TWILIO_BASE_URL or REAL_PROVIDER,
        settings.ALLOW_FAKE_PROVIDER,
        settings.TWILIO_CONNECT_TIMEOUT,
        settings.TWILIO_READ_TIMEOUT,
    )


@lru_cache(maxsize=8)
def _make_client(
    account_sid: str,
    auth_token: str,
    base_url: str,
    allow_fake: bool,
    connect_timeout: float,
    read_timeout: float,
) -> Client:
    if not (account_sid and auth_token):
        raise ImproperlyConfigured("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set.")
    is_fake = check_provider_address(base_url, allow_fake=allow_fake) is Provider.FAKE
    http_client = _HttpClient(
        connect_timeout=connect_timeout, read_timeout=read_timeout, trust_env=not is_fake
    )
    client = Client(account_sid, auth_token, http_client=http_client)
    client.api.base_url = base_url
    return client
