"""The phone simulator, as the process that a demo runs."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from simulator.numbers import as_dialled, from_address
from simulator.pages import with_links
from tests.fixtures_simulator import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    Listener,
    RunningSimulator,
    start_simulator,
    wait_for,
)

KIM = "+821001234567"
LOST = "+821009991234"  # a demo number whose texts never arrive
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages"
GOOD = {"To": KIM, "From": "+82221234567", "Body": "안녕하세요"}

_open = build_opener(ProxyHandler({})).open


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
        with _open(request, timeout=10) as answer:
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


def test_a_phone_shows_its_texts_and_runs_none_of_them(simulator: RunningSimulator) -> None:
    text(simulator, Body="<script>alert(1)</script> 확인: https://ansim.example/o/a?b=1&c=2.")

    page = simulator.page(f"/phones/{KIM}")

    assert "[Web발신]" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://ansim.example/o/a?b=1&amp;c=2"' in page
    assert '<meta http-equiv="refresh"' in page
    assert '<meta http-equiv="refresh"' not in simulator.page(f"/phones/{KIM}?still")


def test_pages_forbid_scripts_and_outside_addresses(simulator: RunningSimulator) -> None:
    with _open(simulator.base_url + "/", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
        referrer = answer.headers["Referrer-Policy"]

    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert referrer == "no-referrer"


def test_the_list_of_phones_starts_empty_and_puts_the_last_one_first(
    simulator: RunningSimulator,
) -> None:
    assert "아직 받은 문자가 없습니다." in simulator.page("/")

    text(simulator, To="+821001110001")
    text(simulator, To="+821001110002")
    text(simulator, To="+821001110001", Body="두 번째")

    page = simulator.page("/")
    assert page.index("010-0111-0001") < page.index("010-0111-0002")
    assert "두 번째" in page
    assert "받은 문자 2건" in page


def test_a_phone_without_texts_says_so(simulator: RunningSimulator) -> None:
    assert "받은 문자가 없습니다." in simulator.page("/phones/010-0000-0000")
    with pytest.raises(HTTPError, match="404"):
        simulator.page("/phones/<b>")


def test_no_address_of_a_font_leads_out_of_its_folder(simulator: RunningSimulator) -> None:
    for path in ("/fonts/../package.css", "/fonts/%2e%2e/%2e%2e/LICENSE.css", "/fonts/LICENSE"):
        with pytest.raises(HTTPError, match="404"):
            simulator.page(path)


def test_faults_are_taken_as_json_only_so_that_no_web_page_can_order_them(
    simulator: RunningSimulator,
) -> None:
    with pytest.raises(HTTPError, match="403"):
        _open(Request(f"{simulator.base_url}/_faults", b'{"kind": "429"}'), timeout=10)
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
        _open(request, timeout=0.3)
    assert first.stop() == 0

    second = start_simulator(tmp_path)
    try:
        [message] = ask(second, f"{MESSAGES}.json")[1]["messages"]
        assert message["body"] == GOOD["Body"]
        assert message["status"] == "delivered"
    finally:
        assert second.stop() == 0


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+821012345678", "010-1234-5678"),
        ("+8221234567", "02-123-4567"),
        ("+82212345678", "02-1234-5678"),
        ("+827012345678", "070-1234-5678"),
        ("+8215881234", "1588-1234"),
        ("+12025550123", "+12025550123"),
    ],
)
def test_numbers_are_written_as_people_dial_them(number: str, written: str) -> None:
    assert as_dialled(number) == written


@pytest.mark.parametrize("written", ["010-1234-5678", "01012345678", "821012345678"])
def test_a_page_address_may_be_written_in_any_way(written: str) -> None:
    assert from_address(written) == "+821012345678"


def test_a_link_ends_where_the_sentence_goes_on() -> None:
    assert '"https://a.example/o/x"' in with_links("(https://a.example/o/x). 끝")
    assert with_links("javascript:alert(1)") == "javascript:alert(1)"
