"""Where texts may be sent to: the real provider, or a simulator on this machine when allowed."""

from __future__ import annotations

from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REAL_PROVIDER = "https://api.twilio.com"
REAL_DOMAIN = ".twilio.com"


class Provider(Enum):
    """Who answers at an address."""

    REAL = "real"
    FAKE = "fake"


def check_provider_address(base_url: str, *, allow_fake: bool) -> Provider:
    """
    Tell who answers at an address, so that numbers and keys go to nobody else.

    :raises ImproperlyConfigured: neither Twilio over https nor an allowed simulator
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if _is_loopback(host):
        if not allow_fake:
            raise ImproperlyConfigured("TWILIO_BASE_URL is loopback: set ALLOW_FAKE_PROVIDER=1.")
        return Provider.FAKE
    if parts.scheme != "https" or not host.endswith(REAL_DOMAIN):
        raise ImproperlyConfigured("TWILIO_BASE_URL must be https at twilio.com, or loopback.")
    return Provider.REAL


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
