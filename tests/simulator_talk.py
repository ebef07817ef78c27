"""Talking to the phone simulator as Twilio's customers do."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tests.fixtures_simulator import ACCOUNT_SID, AUTH_TOKEN, RunningSimulator, wait_for

KIM = "+821001234567"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages"
GOOD = {"To": KIM, "From": "+82221234567", "Body": "안녕하세요"}
open_address = build_opener(ProxyHandler({})).open


def ask(
    simulator: RunningSimulator,
    path: str,
    form: dict[str, str] | None = None,
    token: str = AUTH_TOKEN,
) -> tuple[int, dict[str, Any]]:
    """Ask the API and return the status and the JSON of the answer."""
    basic = base64.b64encode(f"{ACCOUNT_SID}:{token}".encode()).decode()
    body = None if form is None else urlencode(form).encode()
    request = Request(simulator.base_url + path, body, {"Authorization": f"Basic {basic}"})
    try:
        with open_address(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def text(simulator: RunningSimulator, **changes: str) -> str:
    """Send a text, wait until its way is over and return its sid."""
    status, answer = ask(simulator, f"{MESSAGES}.json", GOOD | changes)
    assert status == 201
    sid = str(answer["sid"])
    wait_for(
        lambda: (
            ask(simulator, f"{MESSAGES}/{sid}.json")[1]["status"] in ("delivered", "undelivered")
        )
    )
    return sid
