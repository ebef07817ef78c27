"""Numbers and words go to the provider alone: no other address, no log."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from twilio.http.http_client import TwilioHttpClient

from outreach.channels import sms
from outreach.channels.outcomes import Outcome
from outreach.channels.provider_address import Provider, check_provider_address
from tests.fixtures_simulator import RunningSimulator

KIM = "+821001234567"  # 김, safety manager of 한빛도장
SENDER = "+82221234567"
BODY = (
    "[중구 근로자건강센터] 11월 30일(월) 10시에 방문합니다.\n확인: https://ansim.example/o/Ab-1_x"
)


@pytest.fixture(autouse=True)
def _no_client_outlives_its_test() -> Iterator[None]:
    yield
    sms._make_client.cache_clear()


def send(
    *, to: str = KIM, body: str = BODY, sender: str = SENDER, callback_url: str | None = None
) -> Outcome:
    return sms.send_sms(
        to=to, body=body, sender_number=sender, callback_url=callback_url, validity_seconds=3600
    )


def test_no_log_holds_a_number_or_a_body(
    simulator: RunningSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    send()
    send(to="+82221234567")
    sms.list_messages_to(KIM)

    assert KIM[1:] not in caplog.text
    assert "82221234567" not in caplog.text
    assert "근로자건강센터" not in caplog.text


def test_twin_twilios_own_client_logs_the_number(
    simulator: RunningSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="twilio")
    client = sms._client()
    client.http_client = TwilioHttpClient()

    client.messages.list(to=KIM)

    assert KIM[1:] in caplog.text


@pytest.mark.parametrize(
    ("address", "allow_fake", "provider"),
    [
        ("https://api.twilio.com", False, Provider.REAL),
        ("https://api.dublin.ie1.twilio.com", False, Provider.REAL),
        ("http://127.0.0.1:8010", True, Provider.FAKE),
        ("http://[::1]:8010", True, Provider.FAKE),
        ("http://localhost:8010", True, Provider.FAKE),
    ],
)
def test_an_address_is_real_or_an_allowed_simulator(
    address: str, allow_fake: bool, provider: Provider
) -> None:
    assert check_provider_address(address, allow_fake=allow_fake) is provider


@pytest.mark.parametrize(
    ("address", "allow_fake"),
    [
        ("http://127.0.0.1:8010", False),
        ("http://api.twilio.com", True),
        ("https://api.twilio.com.example.org", True),
        ("https://eviltwilio.com", True),
        ("http://10.0.0.5:8010", True),
    ],
)
def test_no_other_address_gets_the_numbers(address: str, allow_fake: bool) -> None:
    with pytest.raises(ImproperlyConfigured, match="TWILIO_BASE_URL"):
        check_provider_address(address, allow_fake=allow_fake)


def test_a_simulator_that_is_not_allowed_gets_nothing(
    simulator: RunningSimulator, settings: Settings
) -> None:
    settings.ALLOW_FAKE_PROVIDER = False

    with pytest.raises(ImproperlyConfigured):
        send()

    assert simulator.log() == []
