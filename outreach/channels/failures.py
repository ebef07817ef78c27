"""What a call that broke proves: nothing was sent, or nobody can tell."""

from __future__ import annotations

import ssl

from requests import RequestException
from requests.exceptions import ConnectTimeout, ReadTimeout
from urllib3.exceptions import NewConnectionError, SSLError

from outreach.channels.outcomes import Doubt, Outcome, RetryLater


def judge_failure(failure: RequestException) -> Outcome:
    """Tell a line that never stood, where nothing was sent, from one that broke."""
    if isinstance(failure, ConnectTimeout) or _never_connected(failure):
        return RetryLater(code=None, retry_after=None)
    return Doubt("no answer in time" if isinstance(failure, ReadTimeout) else "line broke")


def _never_connected(failure: RequestException) -> bool:
    reason = getattr(failure.args[0], "reason", None) if failure.args else None
    reason = getattr(reason, "original_error", reason)  # of a proxy
    if isinstance(reason, SSLError) and reason.args:
        return isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError)
