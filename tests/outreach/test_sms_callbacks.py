from __future__ import annotations

import itertools

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from outreach.actions import callbacks
from outreach.actions.callbacks import take_callback
from outreach.models import Message, MessageEvent, MessageState
from simulator.callbacks import signature
from tests import cast
from tests.fixtures_simulator import AUTH_TOKEN, RunningSimulator, wait_for
from tests.outreach.outbox import make_message, send_once, set_product_time

SID = "SM" + "0" * 32


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = AUTH_TOKEN


def address(message: Message) -> str:
    return reverse("sms-callback", args=[message.pk, 1])


def fields(status: str = "delivered", **changes: str) -> dict[str, str]:
    return {"MessageSid": SID, "MessageStatus": status, "To": "+821000000000", **changes}


def signed(url: str, form: dict[str, str], *, auth_token: str = AUTH_TOKEN) -> dict[str, str]:
    """Return the header that signs this form to this address."""
    return {"X-Twilio-Signature": signature(url, form, auth_token)}


def post(message: Message, form: dict[str, str], *, fragment: str = "") -> int:
    """Post a signed callback as the provider does and return the answer's status."""
    url = f"http://127.0.0.1:8000{address(message)}{fragment}"
    client = Client(enforce_csrf_checks=True)
    return client.post(address(message), form, headers=signed(url, form)).status_code


def accepted(**changes: object) -> Message:
    """Make a text that the provider has taken."""
    message = make_message()
    facts = {"state": MessageState.ACCEPTED, "sid": SID, "accepted_at": cast.NOW, **changes}
    Message.objects.filter(pk=message.pk).update(**facts)
    message.refresh_from_db()
    return message


@pytest.mark.django_db
@pytest.mark.parametrize("fragment", ["", "#rc=5&rp=all"])
def test_a_signed_callback_is_taken(fragment: str) -> None:
    message = accepted()

    status = post(message, fields(), fragment=fragment)

    assert status == 204
    message.refresh_from_db()
    assert message.delivery == "delivered"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "form", "auth_token"),
    [
        ("http://127.0.0.1:8000{path}", fields(), "another-token"),
        ("http://127.0.0.1:8000{path}", fields("failed"), AUTH_TOKEN),  # the body was changed
        ("http://127.0.0.1:8000/sms/callback/1/1/", fields(), AUTH_TOKEN),  # of another text
        ("https://127.0.0.1:8000{path}", fields(), AUTH_TOKEN),
        ("http://elsewhere.example{path}", fields(), AUTH_TOKEN),
        ("http://127.0.0.1:8000{path}?a=b", fields(), AUTH_TOKEN),
        ("", {}, ""),
    ],
)
def test_a_forged_callback_is_refused_and_leaves_no_trace(
    url: str, form: dict[str, str], auth_token: str
) -> None:
    message = accepted()
    before = Message.objects.filter(pk=message.pk).values().get()
    path = address(message)
    headers = signed(url.format(path=path), form, auth_token=auth_token) if url else {}
    if "8000/sms/callback/1/1/" in url:
        assert path != "/sms/callback/1/1/" or message.pk == 1
        path = path.replace(f"/{message.pk}/", f"/{message.pk + 1}/")

    answer = Client().post(path, fields(), headers=headers)

    assert answer.status_code == 403
    assert Message.objects.filter(pk=message.pk).values().get() == before
    assert not MessageEvent.objects.exists()


@pytest.mark.django_db
def test_without_a_token_nothing_is_believed(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    message = accepted()
    url = f"http://127.0.0.1:8000{address(message)}"

    answer = Client().post(address(message), fields(), headers=signed(url, fields(), auth_token=""))

    assert answer.status_code == 403


@pytest.mark.django_db
def test_a_callback_is_a_post_and_not_a_flood() -> None:
    message = accepted()

    assert Client().get(address(message)).status_code == 405
    assert post(message, fields(Body="x" * 70_000)) == 413
    assert not MessageEvent.objects.exists()


@pytest.mark.django_db
def test_a_callback_for_no_text_is_not_found() -> None:
    message = accepted()
    gone = Message(pk=message.pk + 1000)

    assert post(gone, fields()) == 404


def take(message: Message, status: str, *, sid: str = SID, error_code: str = "") -> None:
    take_callback(message=message, sid=sid, status=status, error_code=error_code, now=cast.NOW)


@pytest.mark.django_db
def test_the_same_callback_twice_is_one() -> None:
    message = accepted()

    for _ in range(3):
        assert post(message, fields()) == 204

    assert MessageEvent.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations(["queued", "sent", "delivered"])))
def test_statuses_go_up_and_never_down(order: tuple[str, ...]) -> None:
    message = accepted()

    for status in order:
        take(message, status)

    message.refresh_from_db()
    assert message.delivery == "delivered"


@pytest.mark.django_db
def test_twin_the_last_word_alone_would_go_down(monkeypatch: pytest.MonkeyPatch) -> None:
    message = accepted()
    monkeypatch.setattr(callbacks, "_below", lambda status: list(callbacks.RANKS))

    for status in ("delivered", "sent"):
        take(message, status)

    message.refresh_from_db()
    assert message.delivery == "sent"


@pytest.mark.django_db
def test_a_text_that_was_not_delivered_goes_to_staff_with_the_reason() -> None:
    message = accepted()

    take(message, "undelivered", error_code="30005")
    take(message, "sent")

    message.refresh_from_db()
    assert (message.delivery, message.error_code) == ("undelivered", "30005")
    assert message in Message.objects.needing_staff()


@pytest.mark.django_db
def test_a_status_that_nobody_knows_changes_nothing() -> None:
    message = accepted()

    take(message, "sent")
    take(message, "teleported-to-the-moon-and-back")

    message.refresh_from_db()
    assert message.delivery == "sent"


@pytest.mark.django_db(transaction=True)
def test_the_simulators_callbacks_reach_the_text(
    simulator: RunningSimulator, live_server: LiveServer, settings: Settings
) -> None:
    settings.PUBLIC_URL = live_server.url
    set_product_time(cast.NOW)
    good, lost = make_message(), make_message(phone="+821009990001")

    send_once(simulator, PUBLIC_URL=live_server.url)

    wait_for(lambda: [delivery(good), delivery(lost)] == ["delivered", "undelivered"])
    assert Message.objects.get(pk=lost.pk).error_code == "30005"


def delivery(message: Message) -> str:
    return Message.objects.get(pk=message.pk).delivery
