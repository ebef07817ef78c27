"""The door to Twilio, over real HTTP, against the simulator as a process of its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.utils.translation import override
from pytest_django import Settings
from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient
from urllib3 import Retry

from outreach.channels import sms
from outreach.channels.outcomes import Accepted, Doubt, LookUpFailed, Outcome, Refused, RetryLater
from outreach.channels.provider_texts import EXPLANATIONS, explain
from outreach.rules.provider_errors import Reason, provider_errors
from tests.fixtures_simulator import ACCOUNT_SID, AUTH_TOKEN, Listener, RunningSimulator

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


def test_an_accepted_text_is_the_text_that_was_sent(simulator: RunningSimulator) -> None:
    outcome = send()

    assert isinstance(outcome, Accepted)
    assert outcome.status == "queued"
    [line] = simulator.log()
    assert line["sid"] == outcome.sid
    assert (line["to"], line["from"], line["body"]) == (KIM, SENDER, BODY)
    assert line["callback_url"] == ""


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("+82", 21211),
        ("+820101234567", 21211),
        ("+82221234567", 21614),
        ("+827012345678", 21614),
        ("+821009971234", 21610),
    ],
)
def test_a_refused_text_says_why_without_the_number(
    simulator: RunningSimulator, to: str, code: int
) -> None:
    outcome = send(to=to)

    assert outcome == Refused(code=code, http_status=400, message=provider_errors()[code].meaning)
    assert to not in outcome.message
    assert simulator.log() == []


def test_a_wrong_token_is_refused_as_a_matter_of_settings(
    simulator: RunningSimulator, settings: Settings
) -> None:
    settings.TWILIO_AUTH_TOKEN = "another"

    outcome = send()

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.http_status) == (20003, 401)


def test_an_unknown_code_is_a_doubt() -> None:
    assert sms._judge(400, 21999) == Doubt("http 400, unknown code 21999")
    assert sms._judge(404, None) == Doubt("http 404, unknown code None")
    assert sms._judge(302, 21211) == Doubt("http 302")


def test_a_full_queue_is_tried_later() -> None:
    assert sms._judge(400, 21611) == RetryLater(code=21611, retry_after=None)


def test_too_fast_is_tried_later_and_was_not_accepted(simulator: RunningSimulator) -> None:
    simulator.faults("429")

    assert send() == RetryLater(code=20429, retry_after=2)
    assert simulator.log() == []
    assert isinstance(send(), Accepted)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500-after-accept", "http 500"),
        ("reset", "line broke"),
        ("garbage", "unreadable answer"),
    ],
)
def test_a_broken_answer_is_a_doubt_though_the_text_was_taken_once(
    simulator: RunningSimulator, fault: str, reason: str
) -> None:
    simulator.faults(fault)

    assert send() == Doubt(reason)
    assert [line["body"] for line in simulator.log()] == [BODY]


def test_a_failure_that_took_nothing_is_a_doubt_too(simulator: RunningSimulator) -> None:
    simulator.faults("500")

    assert send() == Doubt("http 500")
    assert simulator.log() == []


def test_twin_an_adapter_that_repeats_posts_sends_twice(simulator: RunningSimulator) -> None:
    repeat = Retry(total=1, status_forcelist=[500], allowed_methods=None)
    sms._client().http_client._session.mount("http://", HTTPAdapter(max_retries=repeat))
    simulator.faults("500-after-accept")

    send()

    assert len(simulator.log()) == 2


def test_silence_is_a_doubt_within_our_time_out(
    simulator: RunningSimulator, settings: Settings
) -> None:
    settings.TWILIO_READ_TIMEOUT = 0.4
    simulator.faults("hang")
    start = time.monotonic()

    outcome = send()

    assert outcome == Doubt("no answer in time")
    assert time.monotonic() - start < 5
    assert len(simulator.log()) == 1


def test_twin_twilios_own_client_would_wait_for_ever() -> None:
    assert TwilioHttpClient().timeout is None


def test_a_closed_port_is_tried_later(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{port}"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT_SID, AUTH_TOKEN
    settings.ALLOW_FAKE_PROVIDER = True

    assert send() == RetryLater(code=None, retry_after=None)


def test_a_text_that_is_too_late_is_never_handed_over(simulator: RunningSimulator) -> None:
    with pytest.raises(ValueError, match="no longer of use"):
        sms.send_sms(to=KIM, body=BODY, sender_number=SENDER, callback_url=None, validity_seconds=0)

    assert simulator.log() == []


def test_a_callback_is_signed_for_its_exact_address(
    simulator: RunningSimulator, listener: Listener
) -> None:
    url = f"{listener.url}/hooks/sms/17/?attempt=3"
    send(callback_url=url)

    sent, delivered = listener.wait_for_status("sent", "delivered")

    assert delivered.form["MessageSid"] == simulator.log()[0]["sid"]
    assert sms.valid_signature(url, sent.form, sent.signature)
    assert sms.valid_signature(url, delivered.form, delivered.signature)


def test_a_forged_callback_is_not_believed(
    simulator: RunningSimulator, listener: Listener, settings: Settings
) -> None:
    url = f"{listener.url}/hooks/sms/17/"
    send(callback_url=url)
    [sent] = listener.wait_for_status("sent")

    assert not sms.valid_signature(url + "8", sent.form, sent.signature)
    assert not sms.valid_signature(url.replace("http:", "https:"), sent.form, sent.signature)
    assert not sms.valid_signature(url, sent.form | {"MessageStatus": "failed"}, sent.signature)
    assert not sms.valid_signature(url, sent.form, None)
    assert not sms.valid_signature(url, sent.form, "")
    settings.TWILIO_AUTH_TOKEN = "another"
    assert not sms.valid_signature(url, sent.form, sent.signature)
    settings.TWILIO_AUTH_TOKEN = ""
    assert not sms.valid_signature(url, sent.form, sent.signature)


def test_a_lookup_shows_all_pages_of_one_recipient(
    simulator: RunningSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "PAGE_SIZE", 2)
    sids = [outcome.sid for n in range(5) if isinstance(outcome := send(body=f"{n}"), Accepted)]
    send(to="+821007654321", body="another")

    found = sms.list_messages_to(KIM)

    assert [message.sid for message in found] == sids[::-1]
    assert [message.body for message in found] == ["4", "3", "2", "1", "0"]
    assert found[0].created_at.tzinfo is not None


def test_a_lookup_that_fails_does_not_say_absent(
    simulator: RunningSimulator, settings: Settings
) -> None:
    settings.TWILIO_AUTH_TOKEN = "another"
    with pytest.raises(LookUpFailed):
        sms.list_messages_to(KIM)

    settings.TWILIO_AUTH_TOKEN = AUTH_TOKEN
    simulator.stop()
    with pytest.raises(LookUpFailed) as failure:
        sms.list_messages_to(KIM)
    assert KIM not in str(failure.value)
    assert failure.value.__suppress_context__


def test_every_reason_has_words_in_korean() -> None:
    assert set(EXPLANATIONS) == set(Reason)
    with override("ko"):
        assert str(explain(21614).meaning) == "문자를 받을 수 없는 번호입니다. (유선전화)"
        assert str(explain(99999).meaning) == "문자 업체가 알려 준 이유를 확인할 수 없습니다."
        for explanation in EXPLANATIONS.values():
            assert not f"{explanation.meaning}{explanation.next_step}".isascii()
