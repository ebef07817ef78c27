"""System checks that refuse unsafe settings, each saying what to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from outreach.channels.provider_address import REAL_PROVIDER, check_provider_address


def register() -> None:
    """Hand the checks to Django."""
    for check in (sqlite_is_durable, jobs_run_once, provider_is_safe):
        checks.register(check)
    checks.register(deployed_safely, deploy=True)


def sqlite_is_durable(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse SQLite without IMMEDIATE, WAL and synchronous=FULL (reliability: rows 27, 28)."""
    return [
        checks.Error(f"Unsafe SQLite setting: {complaint}.", id="ansim.E001")
        for complaint in sqlite_complaints(settings.DATABASES["default"])
    ]


def sqlite_complaints(database: Mapping[str, Any]) -> list[str]:
    """Say what an SQLite database would lose in a power cut, or stumble over with two writers."""
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    start = str(options.get("init_command", "")).replace(" ", "").lower()
    wanted = {
        "transaction_mode must be IMMEDIATE": options.get("transaction_mode") == "IMMEDIATE",
        "timeout must be at least 20": options.get("timeout", 5) >= 20,
        "init_command must set journal_mode=WAL": "journal_mode=wal" in start,
        "init_command must set synchronous=FULL": "synchronous=full" in start,
    }
    return [complaint for complaint, held in wanted.items() if not held]


def jobs_run_once(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse django-q2 values with which a slow job runs twice or for ever (row 11)."""
    cluster: dict[str, Any] = settings.Q_CLUSTER
    timeout, retry = cluster.get("timeout"), cluster.get("retry", 60)
    wanted = {
        "timeout must be set and smaller than retry": timeout is not None and timeout < retry,
        "max_attempts must lie between 1 and 5": 1 <= cluster.get("max_attempts", 0) <= 5,
        "catch_up must be False": cluster.get("catch_up", True) is False,
        "ack_failures must be True": cluster.get("ack_failures", False) is True,
        "orm must name the database": "orm" in cluster,
        "save_limit must be -1": cluster.get("save_limit") == -1,
    }
    return [
        checks.Error(f"Unsafe Q_CLUSTER: {what}.", id="ansim.E002")
        for what, held in wanted.items()
        if not held
    ]


def provider_is_safe(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse a lease that ends before a call can, and a text provider that is not the real one."""
    found: list[checks.CheckMessage] = []
    longest_call = settings.TWILIO_CONNECT_TIMEOUT + settings.TWILIO_READ_TIMEOUT
    if longest_call + 5 > settings.SMS_LEASE_SECONDS:
        found.append(
            checks.Error(
                "SMS_LEASE_SECONDS must be at least 5 s longer than both Twilio time-outs.",
                id="ansim.E003",
            )
        )
    try:
        check_provider_address(
            settings.TWILIO_BASE_URL or REAL_PROVIDER, allow_fake=settings.ALLOW_FAKE_PROVIDER
        )
    except ImproperlyConfigured as reason:
        found.append(checks.Error(str(reason), id="ansim.E004"))
    if settings.DOMESTIC_SMS_CENTRES and not (
        settings.DOMESTIC_SMS_KEY and settings.DOMESTIC_SMS_SECRET
    ):
        said = "DOMESTIC_SMS_CENTRES needs DOMESTIC_SMS_KEY and DOMESTIC_SMS_SECRET."
        found.append(checks.Error(said, id="ansim.E006"))
    if settings.EMAIL_CENTRES and not (settings.EMAIL_SERVER and settings.DEFAULT_FROM_EMAIL):
        said = "EMAIL_CENTRES needs EMAIL_URL and EMAIL_FROM."
        found.append(checks.Error(said, id="ansim.E007"))
    return found


def deployed_safely(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse demo doors and development keys on a real server."""
    wanted = {
        "DEMO must be off": not settings.DEMO,
        "ALLOW_FAKE_PROVIDER must be off": not settings.ALLOW_FAKE_PROVIDER,
        "SECRET_KEY must be set": not settings.SECRET_KEY_IS_FOR_DEVELOPMENT,
        "LINK_KEY must be set": not settings.LINK_KEY.startswith(b"development"),
        "FIELD_KEY must be set": not settings.FIELD_KEY.startswith(b"development"),
        "ALLOWED_HOSTS must name your hosts": "*" not in settings.ALLOWED_HOSTS,
        "PUBLIC_URL must begin with https://": settings.PUBLIC_URL.startswith("https://"),
    }
    return [
        checks.Error(f"Not safe to serve: {what}.", id="ansim.E005")
        for what, held in wanted.items()
        if not held
    ]
