"""Typed readers of the environment: a wrong value stops the start and says which one."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;"
)
# Pages are many short questions: compiling one takes longer than its answer, and the rows that
# they ask for lie in memory or on a disk without a moving arm.
POSTGRESQL_START = "-c jit=off -c random_page_cost=1.1 -c work_mem=16MB"


def text(name: str, default: str = "") -> str:
    """Return the variable as it is, or the default."""
    return os.environ.get(name, default)


def truth(name: str, default: bool = False) -> bool:
    """Return a yes or no; only 1/0, true/false, yes/no and on/off are understood."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no: use 1 or 0.")


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number between two bounds."""
    raw = os.environ.get(name, "")
    try:
        value = int(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number.") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name}={value} must lie between {least} and {most}.")
    return value


def seconds(name: str, default: float, *, most: float) -> float:
    """Return a positive number of seconds with an upper bound."""
    raw = os.environ.get(name, "")
    try:
        value = float(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a number of seconds.") from None
    if not 0 < value <= most:
        raise ImproperlyConfigured(f"{name}={value} must be above 0 and at most {most} seconds.")
    return value


def moments(name: str, default: str) -> tuple[int, ...]:
    """Return rising numbers of seconds, separated by commas."""
    raw = words(name, default)
    if not raw or not all(word.isdecimal() for word in raw):
        raise ImproperlyConfigured(f"{name} must be whole numbers of seconds, such as {default}.")
    found = tuple(int(word) for word in raw)
    if any(later <= sooner for sooner, later in zip((0, *found), found, strict=False)):
        raise ImproperlyConfigured(f"{name} must rise from one number to the next.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def web_address(name: str, default: str) -> str:
    """Return an http(s) address without its closing slash."""
    value = os.environ.get(name, default).rstrip("/")
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name}={value!r} must begin with http:// or https://.")
    return value


def service_address(name: str) -> str:
    """Return the https address of an outside service, or plain http to this very machine."""
    value = web_address(name, "")
    parts = urlsplit(value)
    is_here = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if value and parts.scheme != "https" and not is_here:
        raise ImproperlyConfigured(f"{name} must be https, or http to this machine.")
    return value


def mail_server(name: str) -> dict[str, Any]:
    """
    Return what Django's SMTP backend is to be told, or nothing.

    smtp://USER:PASSWORD@HOST:PORT takes STARTTLS except on this very machine, smtps:// is TLS.
    """
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    if not value:
        return {}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587.")
    is_ssl = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if is_ssl else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": is_ssl,
        "use_tls": not is_ssl and parts.hostname not in {"127.0.0.1", "::1", "localhost"},
    }


def tile_address(name: str) -> str:
    """Return the address of map tiles with its three places, or nothing."""
    value = service_address(name)
    if value and not all(place in value for place in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured(f"{name} must hold {{z}}, {{x}} and {{y}}.")
    return value


def origin(address: str) -> str:
    """Return scheme and host of an address, as a content security policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def key(name: str, default: bytes) -> bytes:
    """Return a 32-byte key given in base64."""
    raw = os.environ.get(name, "")
    if not raw:
        return default
    try:
        value = base64.b64decode(raw, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"{name} is not base64.") from None
    if len(value) != 32:
        raise ImproperlyConfigured(f"{name} must hold 32 bytes in base64, not {len(value)}.")
    return value


def memory(*, entries: int) -> dict[str, object]:
    """Return Django's cache settings for the memory of each process."""
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


def database(name: str, default_path: Path) -> dict[str, object]:
    """Return Django's database settings from postgres://… or sqlite:///path."""
    raw = os.environ.get(name, "")
    if not raw or raw.startswith("sqlite:"):
        path = Path(raw.removeprefix("sqlite://")) if raw else default_path
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            # A file, so that tests can start real processes on it; one for each run of the tests.
            "TEST": {"NAME": str(path.with_name(f"{path.stem}-test-{os.getpid()}.sqlite3"))},
            # Deferred transactions fail at once when two writers meet; FULL keeps a committed
            # intent through a power cut, so that no text goes out twice.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_START,
            },
            # A connection that stays has read the schema and the pages that everybody asks for.
            "CONN_MAX_AGE": 60,
        }
    url = urlsplit(raw)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgres:// or sqlite:///.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": POSTGRESQL_START},
    }
