"""The Korean provider's interface over real HTTP, as its documentation shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import sending, sending_checks, sending_doubts
from outreach.channels import domestic
from outreach.channels.outcomes import Accepted, Doubt, LookUpFailed, Outcome, Refused, RetryLater
from outreach.models import Channel, Message, MessageState
from tests import cast
from tests.cast import NOW
from tests.outreach.domestic_provider import KEY, SECRET, Answer, Provider, running
from tests.outreach.outbox import make_message

KIM, SENDER = "+821001234567", "+8220006400"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running() as there:
        settings.DOMESTIC_SMS_URL = there.url
        settings.DOMESTIC_SMS_KEY, settings.DOMESTIC_SMS_SECRET = KEY, SECRET
        settings.DOMESTIC_SMS_CENTRES = ["jung"]
        yield there
    domestic._session.cache_clear()


def send(body: str = "[중구보건소] 11월 30일 방문합니다") -> Outcome:
    return domestic.send(to=KIM, body=body, sender_number=SENDER)


def says(code: int, **told: Any) -> Callable[[], Answer]:
    return lambda: (code, told)


def test_a_text_is_handed_over_as_the_documentation_shows(provider: Provider) -> None:
    short, long = send(), send("가" * 46)

    assert isinstance(short, Accepted) and isinstance(long, Accepted)
    assert short.sid != long.sid
    first = {"to": "01001234567", "from": "020006400", "type": "SMS", "country": "82"}
    assert provider.taken[0] == {**first, "text": "[중구보건소] 11월 30일 방문합니다"}
    assert provider.taken[1]["type"] == "LMS"  # 92 bytes


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (says(400, errorCode="InvalidStatusCode", statusCode="1062"), Refused),
        (says(200, statusCode="1061", messageId="M1"), Refused),
        (says(402, errorCode="NotEnoughBalance"), Refused),
        (says(400, errorCode="ValidationError"), Refused),
        (says(400, errorCode="InvalidStatusCode", statusCode="1024"), RetryLater),
        (says(429), RetryLater),
        (says(400, errorCode="SomethingNew"), Doubt),
        (says(200, statusCode="2024", messageId="M1"), Doubt),
        (says(200, statusCode="2000"), Doubt),
        (says(500, errorCode="InternalError"), Doubt),
        (says(503, statusCode="1024"), Doubt),
        (lambda: (200, b"<html>"), Doubt),
        (lambda: (200, b"[]"), Doubt),
        (lambda: (0, b""), Doubt),
    ],
    ids=[
        "not registered",
        "opted out",
        "no money",
        "wrong form",
        "its server",
        "too fast",
        "new error",
        "inside the platform",
        "no number",
        "its fault",
        "down",
        "no JSON",
        "a list",
        "line broke",
    ],
)
def test_only_what_was_certainly_not_taken_is_refused(
    answer: Callable[[], Answer], expected: type, provider: Provider
) -> None:
    provider.answers.append(answer)

    assert isinstance(send(), expected)


def test_a_wrong_key_is_a_matter_of_settings(provider: Provider, settings: Settings) -> None:
    settings.DOMESTIC_SMS_SECRET = "another"

    outcome = send()

    assert isinstance(outcome, Refused) and outcome.code == 1020
    assert provider.taken == []


def test_nobody_listening_is_no_doubt(provider: Provider, settings: Settings) -> None:
    settings.DOMESTIC_SMS_URL = "http://127.0.0.1:9"

    assert isinstance(send(), RetryLater)
    with pytest.raises(LookUpFailed):
        domestic.list_messages_to(KIM)


def test_all_pages_of_a_recipient_are_read_and_statuses_told(provider: Provider) -> None:
    provider.page = 2
    sids = [
        answer.sid for answer in (send(f"{n}") for n in range(5)) if isinstance(answer, Accepted)
    ]
    for sid, code in zip(sids, ("2000", "3000", "4000", "3032", "3043"), strict=True):
        provider.held[sid]["statusCode"] = code

    found = domestic.list_messages_to(KIM)

    assert [one.sid for one in found] == sids
    told = [(one.status, one.error_code) for one in found]
    lost = [("undelivered", 3032), ("undelivered", 3043)]
    assert told == [("queued", None), ("sent", None), ("delivered", None), *lost]
    assert domestic.fetch_message(sids[2]).status == "delivered"
    with pytest.raises(LookUpFailed):
        domestic.fetch_message("M4V-unknown")


@pytest.mark.django_db
def test_a_doubt_is_looked_up_where_it_arose_and_nothing_goes_twice(
    provider: Provider, settings: Settings
) -> None:
    settings.SMS_SETTLE_GAP = settings.SMS_SETTLE_SECONDS = 0
    provider.answers = [says(500)]
    provider.keeps_what_it_refuses = True
    text = make_message()
    real = timezone.now()
    sending.send_claimed(sending.claim(now=NOW, real_now=real, limit=5), now=NOW)
    assert Message.objects.get(pk=text.pk).state == MessageState.DOUBT
    settings.DOMESTIC_SMS_CENTRES = []  # meanwhile the centre goes back: the doubt does not

    later = real + timedelta(minutes=5)
    for doubt in sending_doubts.take_look_ups(real_now=later, limit=5):
        listed = sending_doubts.look_up(doubt)
        sending_doubts.settle(doubt, listed, now=NOW, asked_at=later)

    text.refresh_from_db()
    assert (text.state, text.channel) == (MessageState.FOUND, Channel.DOMESTIC)
    assert len(provider.taken) == 1
    assert sending.claim(now=NOW, real_now=later, limit=5) == []


@pytest.mark.django_db
def test_what_became_of_a_text_is_asked_for_and_a_dead_number_is_called(provider: Provider) -> None:
    contact = cast.make_contact()
    text = make_message(phone=contact.phone, contact=contact, workplace=contact.workplace)
    real = timezone.now()
    sending.send_claimed(sending.claim(now=NOW, real_now=real, limit=5), now=NOW)
    provider.held[Message.objects.get(pk=text.pk).sid]["statusCode"] = "3032"

    for one in sending_checks.take_checks(real_now=real + timedelta(hours=1), limit=5):
        sending_checks.note(one, sending_checks.check(one), now=NOW)

    text.refresh_from_db()
    contact.refresh_from_db()
    assert (text.delivery, text.error_code, text.checks) == ("undelivered", "3032", 1)
    assert not contact.is_textable


@pytest.mark.django_db
@pytest.mark.parametrize(("codes", "carrier"), [(["jung"], "DOMESTIC"), (["mapo"], "TWILIO")])
def test_only_the_centres_that_are_named_go_by_it(
    codes: list[str], carrier: str, provider: Provider, settings: Settings
) -> None:
    settings.DOMESTIC_SMS_CENTRES = codes
    text = make_message()

    [claimed] = sending.claim(now=NOW, real_now=timezone.now(), limit=5)

    assert claimed.message.channel == carrier
    assert Message.objects.get(pk=text.pk).channel == carrier
