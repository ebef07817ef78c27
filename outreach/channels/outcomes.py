"""What may come of handing a text to a provider, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Accepted:
    """The provider has the text; `status` is its first one, for which no callback comes."""

    sid: str
    status: str


@dataclass(frozen=True)
class Refused:
    """The provider will not send it, for a reason of our table; `message` holds no number."""

    code: int
    http_status: int
    message: str


@dataclass(frozen=True)
class RetryLater:
    """The provider certainly did not take the text and may later; `retry_after` is in seconds."""

    code: int | None
    retry_after: int | None


@dataclass(frozen=True)
class Doubt:
    """Nobody can tell whether the provider took the text: look it up before sending it again."""

    reason: str


Outcome = Accepted | Refused | RetryLater | Doubt


@dataclass(frozen=True)
class ListedMessage:
    """A text as the provider's list shows it."""

    sid: str
    body: str
    status: str
    error_code: int | None
    created_at: datetime


class LookUpFailed(Exception):
    """The provider's list could not be read, which says nothing about whether a text is in it."""
