"""The system checks refuse what is unsafe, and let the product's own settings pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from pytest_django import Settings

from config import checks

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}


def words(found: list[Any]) -> str:
    return " ".join(message.msg for message in found)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"transaction_mode": "DEFERRED"}, "transaction_mode"),
        ({"timeout": 5}, "timeout"),
        ({"init_command": "PRAGMA synchronous=FULL;"}, "journal_mode=WAL"),
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}, "FULL"),
    ],
)
def test_an_sqlite_that_forgets_is_refused(changed: dict[str, Any], complaint: str) -> None:
    options = {**SQLITE["OPTIONS"], **changed}  # type: ignore[dict-item]

    assert checks.sqlite_complaints(SQLITE) == []
    assert complaint in " ".join(checks.sqlite_complaints({**SQLITE, "OPTIONS": options}))


@pytest.mark.parametrize(
    "changed",
    [
        {"timeout": None},
        {"timeout": 400},
        {"max_attempts": 0},
        {"catch_up": True},
        {"ack_failures": False},
        {"save_limit": 250},
    ],
)
def test_a_queue_that_runs_a_job_twice_is_refused(
    settings: Settings, changed: dict[str, Any]
) -> None:
    assert checks.jobs_run_once(None) == []
    settings.Q_CLUSTER = {**project.Q_CLUSTER, **changed}

    assert next(iter(changed)) in words(checks.jobs_run_once(None))


def test_a_lease_shorter_than_a_call_is_refused(settings: Settings) -> None:
    settings.SMS_LEASE_SECONDS = 14

    assert "SMS_LEASE_SECONDS" in words(checks.provider_is_safe(None))


@pytest.mark.parametrize(
    ("address", "allowed", "is_refused"),
    [
        ("", False, False),
        ("http://127.0.0.1:8010", True, False),
        ("http://127.0.0.1:8010", False, True),
        ("https://sms.example", True, True),
        ("http://127.0.0.1.sms.example", True, True),
    ],
)
def test_another_provider_is_allowed_on_this_machine_only(
    settings: Settings, address: str, allowed: bool, is_refused: bool
) -> None:
    settings.TWILIO_BASE_URL, settings.ALLOW_FAKE_PROVIDER = address, allowed

    assert bool(checks.provider_is_safe(None)) is is_refused


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DEMO", True, "DEMO"),
        ("ALLOW_FAKE_PROVIDER", True, "ALLOW_FAKE_PROVIDER"),
        ("SECRET_KEY_IS_FOR_DEVELOPMENT", True, "SECRET_KEY"),
        ("LINK_KEY", b"development-link-key-32-bytes-00", "LINK_KEY"),
        ("FIELD_KEY", b"development-field-key-32-bytes-0", "FIELD_KEY"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("PUBLIC_URL", "http://ansim.example", "https://"),
    ],
)
def test_demo_doors_are_shut_on_a_real_server(
    settings: Settings, served_safely: Callable[[], None], name: str, value: Any, complaint: str
) -> None:
    served_safely()
    assert checks.deployed_safely(None) == []

    setattr(settings, name, value)

    assert complaint in words(checks.deployed_safely(None))


@pytest.fixture
def served_safely(settings: Settings) -> Callable[[], None]:
    """Set what a real server has."""

    def serve() -> None:
        settings.DEMO = settings.ALLOW_FAKE_PROVIDER = False
        settings.SECRET_KEY_IS_FOR_DEVELOPMENT = False
        settings.LINK_KEY, settings.FIELD_KEY = bytes(32), bytes(32)
        settings.ALLOWED_HOSTS = ["ansim.example"]
        settings.PUBLIC_URL = "https://ansim.example"

    return serve
