"""
Every address → (who may use it, what it is about); one that is missing fails tests/test_access.py.

One row a line, in the file of the layer whose urls.py has it.
"""

from __future__ import annotations

from outreach.access import PUBLIC
from tests.access_routes import outreach, safety, scheduling

ROUTES: dict[str, tuple[str, str]] = {
    **scheduling.ROUTES,
    **safety.ROUTES,
    **outreach.ROUTES,
    # no account
    **dict.fromkeys(
        (
            "sign-in", "signed-out", "language", "demo", "demo-sign-in", "demo-next-text",
            "healthz", "readyz", "sms-callback", "calendar-feed", "owner-page", "owner-confirm",
            "owner-other-time", "owner-cancel", "owner-not-me", "owner-papers", "owner-papers-pdf",
            "owner-stop-texts", "owner-times", "owner-take", "worker-certificate",
            "worker-certificate-pdf", "certificate-check", "certificate-check-form",
        ),
        (PUBLIC, ""),
    ),
}  # fmt: skip
