"""E-mail to those whom no text reaches: the outbox's promises over a real SMTP line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from config import env
from outreach.actions.contacts import change_contact
from outreach.actions.message_bodies import body_of
from outreach.actions.sending_doubts import take_look_ups
from outreach.actions.sending_sweeps import sweep
from outreach.models import Channel, Contact, Message, MessageState
from tests import cast
from tests.outreach.mail_server import MailServer, mail_server
from tests.outreach.outbox import claim_one, make_message, send_due, state_of
from tests.outreach.uncertain import send_again

pytestmark = pytest.mark.django_db
ADDRESS = "kim@hanbit.example"


@pytest.fixture
def mail(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server() as running:
        monkeypatch.setenv("EMAIL_URL", running.url)
        settings.EMAIL_SERVER = env.mail_server("EMAIL_URL")
        settings.DEFAULT_FROM_EMAIL = "ansim@centre.example"
        settings.EMAIL_CENTRES = [cast.make_centre().code]
        yield running


def make_letter() -> Message:
    contact = cast.make_contact(
        phone="+8220001234",
        line_kind=Contact.LineKind.LANDLINE,
        is_textable=False,
        email=ADDRESS,
    )
    return make_message(phone="", email=ADDRESS, contact=contact, workplace=contact.workplace)


def test_a_letter_says_what_a_text_says_and_its_subject_nothing(mail: MailServer) -> None:
    message = make_letter()

    send_due()

    [(to, letter)] = mail.letters
    assert (to, letter["Subject"]) == (ADDRESS, "중구보건소에서 보내는 안내")
    assert letter.get_content().strip() == body_of(message)
    assert (state_of(message), message.channel) == (MessageState.ACCEPTED, Channel.EMAIL)
    assert (message.check_at, message.attempts.get().won) == (None, 0)


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("RCPT", "550 no such user", MessageState.REFUSED),
        ("RCPT", "450 later", MessageState.RETRY_LATER),
        ("RCPT", "drop", MessageState.RETRY_LATER),  # nothing was handed over
        ("TAKEN", "554 no", MessageState.REFUSED),
        ("TAKEN", "451 later", MessageState.RETRY_LATER),
        ("DATA", "drop", MessageState.UNCERTAIN),
        ("TAKEN", "drop", MessageState.UNCERTAIN),  # it was taken, and nobody can ask
    ],
)
def test_what_breaks_is_tried_again_only_if_it_was_certainly_not_taken(
    mail: MailServer, step: str, answer: str, state: MessageState
) -> None:
    message = make_letter()
    mail.faults[step] = answer

    send_due()
    mail.faults.clear()
    send_due(cast.NOW + timedelta(hours=2))

    is_again = state is MessageState.RETRY_LATER
    assert state_of(message) == (MessageState.ACCEPTED if is_again else state)
    assert len(mail.letters) == (1 if is_again or answer == "drop" and step == "TAKEN" else 0)
    assert take_look_ups(real_now=timezone.now() + timedelta(days=2), limit=9) == []


def test_twin_a_second_send_after_such_a_break_arrives_twice(mail: MailServer) -> None:
    message = make_letter()
    mail.faults["TAKEN"] = "drop"
    send_due()
    mail.faults.clear()
    Message.objects.filter(pk=message.pk).update(state=MessageState.RETRY_LATER)

    send_due(cast.NOW + timedelta(hours=2))

    assert len(mail.letters) == 2


def test_a_server_that_is_away_loses_nothing(settings: Settings) -> None:
    settings.EMAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    settings.DEFAULT_FROM_EMAIL = "ansim@centre.example"
    message = make_letter()

    send_due()

    assert state_of(message) == MessageState.RETRY_LATER


def test_a_letter_whose_sender_died_is_with_staff_and_goes_again_when_they_say_so(
    mail: MailServer,
) -> None:
    message = make_letter()
    claim_one(message)
    sweep(now=cast.NOW, real_now=timezone.now() + timedelta(minutes=2))
    assert state_of(message) == MessageState.UNCERTAIN

    second = send_again(message)
    send_due(cast.NOW + timedelta(minutes=2))

    assert (state_of(second), second.email) == (MessageState.ACCEPTED, ADDRESS)


def test_a_changed_address_takes_what_waits_with_it(mail: MailServer) -> None:
    message = make_letter()
    assert message.contact is not None

    change_contact(contact=message.contact, changes={"phone": cast.mobile()}, now=cast.NOW)
    change_contact(contact=message.contact, changes={"email": "new@b.example"}, now=cast.NOW)
    send_due()

    assert [to for to, _letter in mail.letters] == ["new@b.example"]


def test_the_database_lets_no_text_go_to_a_number_and_an_address() -> None:
    message = make_message()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(email=ADDRESS)


def test_a_wrong_address_of_the_server_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "mail.example:25")

    with pytest.raises(ImproperlyConfigured, match="smtp://"):
        env.mail_server("EMAIL_URL")
