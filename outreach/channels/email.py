"""
E-mail by SMTP, for people at a workplace whom no text reaches; off by default (EMAIL_CENTRES).

SMTP has no look-up: when the line breaks after DATA nobody can ask whether the server took the
letter. It is then uncertain and with staff, never sent again by itself (at most once); what breaks
before DATA was certainly not taken and is tried again.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from outreach.channels.outcomes import Accepted, Doubt, Outcome, Refused, RetryLater

TIMEOUT = 5  # seconds, of each step


class _HandingOver:
    """What both kinds of connection have in common: they know when the letter itself went out."""

    has_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_begun = True
        return super().data(msg)  # type: ignore[misc, no-any-return]


class _Plain(_HandingOver, smtplib.SMTP):
    pass


class _Encrypted(_HandingOver, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain


def send(*, to: str, subject: str, body: str, reference: str) -> Outcome:
    """
    Hand one letter to the server and say what certainly happened, or that nobody can tell.

    `reference` is our own number of the call; it stands in the letter's Message-ID.
    """
    if not (settings.EMAIL_SERVER and settings.DEFAULT_FROM_EMAIL):
        raise ImproperlyConfigured("EMAIL_URL and EMAIL_FROM are not set.")
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    letter = EmailMessage(
        subject, body, to=[to], headers={"Message-ID": f"<{reference}@{host}>"}
    ).message()
    backend = _Backend(**settings.EMAIL_SERVER, timeout=TIMEOUT)
    try:
        backend.open()
    except (OSError, smtplib.SMTPException):
        return RetryLater(code=None, retry_after=None)
    line: Any = backend.connection
    try:
        line.sendmail(settings.DEFAULT_FROM_EMAIL, [to], letter.as_bytes().replace(b"\n", b"\r\n"))
    except smtplib.SMTPRecipientsRefused as answer:
        return _judge(*next(iter(answer.recipients.values())))
    except smtplib.SMTPServerDisconnected:
        return _judge_break(line.has_begun)
    except smtplib.SMTPResponseException as answer:
        return _judge(answer.smtp_code, answer.smtp_error)
    except (OSError, smtplib.SMTPException):
        return _judge_break(line.has_begun)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            backend.close()
    return Accepted(sid=reference, status="sent")


def _judge(code: int, words: object) -> Outcome:
    """Sort an answer of the server: 5xx is for good, 4xx for now; its words hold the address."""
    if code >= 500:
        return Refused(code=code, http_status=0, message="refused by the mail server")
    return RetryLater(code=code, retry_after=None) if code > 0 else _judge_break(True)


def _judge_break(has_begun: bool) -> Outcome:
    return Doubt("line broke after DATA") if has_begun else RetryLater(code=None, retry_after=None)
