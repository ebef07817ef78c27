"""
Our client and our simulator against Twilio's own description of its API.

Names, types and statuses are those of Twilio's published OpenAPI description 1.0.0 of the API
2010-04-01 (Apache 2.0), resource Messages, as its package @twilio/cli-core 8.3.2 ships it.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from twilio.http.response import Response

from outreach.actions.callbacks import FINAL, RANKS
from outreach.channels import sms
from simulator import twilio_api
from simulator.messages import MessageStore
from tests.fixtures_simulator import ACCOUNT_SID

POST_FIELDS = frozenset(
    [
        "AddressRetention",
        "ApplicationSid",
        "Attempt",
        "Body",
        "ContentRetention",
        "ContentSid",
        "ContentVariables",
        "ForceDelivery",
        "From",
        "MaxPrice",
        "MediaUrl",
        "MessagingServiceSid",
        "PersistentAction",
        "ProvideFeedback",
        "RiskCheck",
        "ScheduleType",
        "SendAsMms",
        "SendAt",
        "ShortenUrls",
        "SmartEncoded",
        "StatusCallback",
        "To",
        "TrafficType",
        "ValidityPeriod",
    ]
)
LIST_PARAMETERS = frozenset(
    ["To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"]
)
STRINGS = frozenset(
    [
        "body",
        "num_segments",
        "direction",
        "from",
        "to",
        "date_updated",
        "price",
        "error_message",
        "uri",
        "account_sid",
        "num_media",
        "status",
        "messaging_service_sid",
        "sid",
        "date_sent",
        "date_created",
        "price_unit",
        "api_version",
    ]
)
MESSAGE = STRINGS | {"error_code", "subresource_uris"}
LIST = frozenset(
    [
        "messages",
        "end",
        "first_page_uri",
        "next_page_uri",
        "page",
        "page_size",
        "previous_page_uri",
        "start",
        "uri",
    ]
)
STATUSES = frozenset(
    [
        "queued",
        "sending",
        "sent",
        "failed",
        "delivered",
        "undelivered",
        "receiving",
        "received",
        "accepted",
        "scheduled",
        "read",
        "partially_delivered",
        "canceled",
    ]
)
INBOUND = {"receiving", "received"}  # of texts to us, of which there are none


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, Any]:
    """Return a message as our simulator shows it."""
    store = MessageStore(tmp_path / "log.jsonl")
    message = store.accept(
        account_sid="AC0", to="+821000000001", sender="+8220006400", body="b", callback_url=""
    )
    return dict(twilio_api.message_json(message))


def test_the_simulator_shows_a_message_as_twilio_describes_it(shown: dict[str, Any]) -> None:
    assert shown.keys() == MESSAGE
    assert {type(shown[name]) for name in STRINGS} <= {str, type(None)}
    assert isinstance(shown["error_code"], int | None)
    assert isinstance(parsedate_to_datetime(shown["date_created"]), datetime)
    assert shown["status"] in STATUSES


def test_the_simulator_shows_a_list_as_twilio_describes_it(tmp_path: Path) -> None:
    page = twilio_api.list_json(MessageStore(tmp_path / "log.jsonl"), "AC0", {"To": "+8210"})

    assert page.keys() == LIST


def test_every_status_has_its_rank() -> None:
    assert RANKS.keys() - {""} == STATUSES - INBOUND
    assert set(FINAL) <= STATUSES


@pytest.mark.parametrize("service", ["", "MG" + "0" * 32])
def test_we_ask_for_nothing_that_twilio_does_not_describe(
    service: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def answer(client: object, method: str, url: str, **given: Any) -> Response:
        asked.append((method, {**(given.get("params") or {}), **(given.get("data") or {})}))
        page = '{"messages": [], "uri": "", "next_page_uri": null}'
        return Response(200, page if method == "GET" else '{"sid": "SM0", "status": "queued"}')

    monkeypatch.setattr(sms._HttpClient, "request", answer)
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT_SID, "contract"
    settings.TWILIO_BASE_URL = ""
    settings.TWILIO_MESSAGING_SERVICE_SID = service

    sms.send_sms(
        to="+821000000001",
        body="b",
        sender_number="+8220006400",
        callback_url="https://ansim.example/sms/callback/1/1/",
        validity_seconds=60,
    )
    sms.list_messages_to("+821000000001")

    sent = {name for name, value in asked[0][1].items() if isinstance(value, str | int)}
    listed = {name for name, value in asked[1][1].items() if isinstance(value, str | int)}
    assert sent <= POST_FIELDS
    assert ("MessagingServiceSid" in sent, "From" in sent) == (bool(service), not service)
    assert listed <= LIST_PARAMETERS
