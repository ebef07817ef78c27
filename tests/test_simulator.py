"""The phone simulator, as the process that a demo runs."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request

import pytest

from tests.fixtures_simulator import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    Listener,
    RunningSimulator,
    start_simulator,
)
from tests.simulator_talk import GOOD, KIM, MESSAGES, ask, open_address, text

LOST = "+821009991234"  # a demo number whose texts never arrive


def test_a_new_message_has_twilios_shape(simulator: RunningSimulator) -> None:
    status, answer = ask(simulator, f"{MESSAGES}.json", GOOD)

    assert status == 201
    assert answer["sid"].startswith("SM")
    assert answer["uri"] == f"{MESSAGES}/{answer['sid']}.json"
    assert answer["date_created"].endswith("+0000")
    expected = {
        "account_sid": ACCOUNT_SID,
        "api_version": "2010-04-01",
        "body": GOOD["Body"],
        "date_sent": None,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": GOOD["From"],
        "num_segments": "1",
        "status": "queued",
        "to": KIM,
    }
    assert answer | expected == answer


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "01012345678"}, 21211),
        ({"To": "+82212345678"}, 21614),
        ({"From": ""}, 21603),
        ({"From": "센터"}, 21212),
        ({"Body": ""}, 21602),
        ({"Body": "가" * 1601}, 21617),
        ({"StatusCallback": "http://under_score.example/"}, 21609),
        ({"ValidityPeriod": "36001"}, 90007),
    ],
)
def test_a_bad_message_is_refused_in_twilios_shape(
    simulator: RunningSimulator, change: dict[str, str], code: int
) -> None:
    status, answer = ask(simulator, f"{MESSAGES}.json", GOOD | change)

    assert status == 400
    assert (answer["code"], answer["status"]) == (code, 400)
    assert answer["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert simulator.log() == []


def test_a_wrong_token_gets_nothing(simulator: RunningSimulator) -> None:
    sid = text(simulator)

    for path, form in ((f"{MESSAGES}.json", GOOD), (f"{MESSAGES}/{sid}.json", None)):
        status, answer = ask(simulator, path, form, token="wrong")
        assert (status, answer["code"]) == (401, 20003)
    assert len(simulator.log()) == 1


def test_the_list_turns_its_pages_while_new_messages_come(simulator: RunningSimulator) -> None:
    sids = [text(simulator, Body=str(n)) for n in range(3)]
    _, first = ask(simulator, f"{MESSAGES}.json?{urlencode({'To': KIM, 'PageSize': '2'})}")

    text(simulator, Body="came in between")
    _, second = ask(simulator, first["next_page_uri"])

    listed = [message["sid"] for message in first["messages"] + second["messages"]]
    assert listed == sids[::-1]
    assert second["next_page_uri"] is None


def test_a_number_that_is_not_in_use_ends_undelivered(
    simulator: RunningSimulator, listener: Listener
) -> None:
    sid = text(simulator, To=LOST, StatusCallback=listener.url)

    [last] = listener.wait_for_status("undelivered")

    assert last.form["ErrorCode"] == "30005"
    assert last.form["MessageSid"] == sid
    assert "도착하지 못했습니다" in simulator.page(f"/phones/{LOST}")
    assert GOOD["Body"] not in simulator.page(f"/phones/{LOST}")


def test_the_first_status_is_never_reported(
    simulator: RunningSimulator, listener: Listener
) -> None:
    text(simulator, StatusCallback=listener.url + "/#rc=5&rp=all")

    calls = listener.wait_for_status("sent", "delivered")

    assert [call.form["MessageStatus"] for call in listener.received] == ["sent", "delivered"]
    assert {call.url for call in calls} == {listener.url + "/"}


def test_faults_are_taken_as_json_only_so_that_no_web_page_can_order_them(
    simulator: RunningSimulator,
) -> None:
    with pytest.raises(HTTPError, match="403"):
        open_address(Request(f"{simulator.base_url}/_faults", b'{"kind": "429"}'), timeout=10)
    with pytest.raises(HTTPError, match="400"):
        simulator.faults("earthquake")

    simulator.faults("429", times=2)
    assert ask(simulator, f"{MESSAGES}.json", GOOD)[0] == 429
    simulator.clear_faults()
    assert ask(simulator, f"{MESSAGES}.json", GOOD)[0] == 201


def test_it_stops_cleanly_and_takes_up_its_log(tmp_path: Path) -> None:
    first = start_simulator(tmp_path, "--fault", "hang")
    request = Request(f"{first.base_url}{MESSAGES}.json", urlencode(GOOD).encode())
    basic = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
    request.add_header("Authorization", f"Basic {basic}")
    with pytest.raises(TimeoutError):
        open_address(request, timeout=0.3)
    assert first.stop() == 0

    second = start_simulator(tmp_path)
    try:
        [message] = ask(second, f"{MESSAGES}.json")[1]["messages"]
        assert message["body"] == GOOD["Body"]
        assert message["status"] == "delivered"
    finally:
        assert second.stop() == 0
