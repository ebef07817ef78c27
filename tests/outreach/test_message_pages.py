from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from outreach.access import Role
from outreach.actions import messages
from outreach.actions.message_templates import keys
from outreach.message_words import KINDS, STATES, WITHDRAWALS, message_failure
from outreach.models import Message, MessageAttempt, MessageEvent, MessageState
from tests import cast
from tests.outreach.outbox import make_message

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def make_failed(**changes: object) -> Message:
    """Make a text that was refused because the number is a landline."""
    contact = cast.make_contact()
    message = make_message(contact=contact, workplace=contact.workplace, phone=contact.phone)
    facts = {"state": MessageState.REFUSED, "error_code": "21614", "attempt_number": 1, **changes}
    Message.objects.filter(pk=message.pk).update(**facts)
    message.refresh_from_db()
    return message


def listed(client: Client, tab: str, **query: str) -> str:
    answer = client.get(reverse("message-list"), {"tab": tab, "days": "366", **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_tab_shows_its_texts(signed_in: SignIn) -> None:
    client = signed_in()
    waiting, failed, sent = make_message(), make_failed(), make_failed(
        state=MessageState.ACCEPTED, sid="SM1", accepted_at=cast.NOW, error_code=""
    )  # fmt: skip
    shown = {
        tab: {m for m in (waiting, failed, sent) if reverse("message", args=[m.pk]) in page}
        for tab in ("waiting", "sent", "attention", "all")
        for page in [listed(client, tab)]
    }

    assert shown == {
        "waiting": {waiting},
        "sent": {sent},
        "attention": {failed},
        "all": {waiting, failed, sent},
    }


def test_a_failure_says_why_and_what_to_do_in_korean(signed_in: SignIn) -> None:
    make_failed()

    page = listed(signed_in(), "attention")

    assert "보내지 못함" in page
    assert "유선전화" in page or "문자를 받을 수 없는 번호" in page
    assert "한빛도장" in page


def test_every_failure_has_a_reason_and_a_next_step() -> None:
    for state in ("REFUSED", "DOUBT", "UNCERTAIN", "TOO_LATE"):
        for code in ("", "21614", "99999", "TEXT"):
            failure = message_failure(make_failed(state=state, error_code=code))
            assert failure is not None and failure.meaning and failure.next_step
    lost = make_failed(state="ACCEPTED", sid="SM1", delivery="undelivered", error_code="30005")
    assert message_failure(lost) is not None
    assert message_failure(make_message()) is None


def test_every_text_and_state_has_a_name() -> None:
    assert KINDS.keys() == keys()
    assert STATES.keys() == set(MessageState.values)
    assert all(WITHDRAWALS.values())
    code = "".join(path.read_text("utf-8") for path in ROOT.glob("s*/actions/*.py"))
    given = set(re.findall(r'(?:\breason=|MERGED = )"([A-Z_]+)"', code))
    assert {"OFFER", "MERGED"} < given <= WITHDRAWALS.keys()


def test_done_takes_a_failure_off_the_list(signed_in: SignIn) -> None:
    client, failed = signed_in(), make_failed()

    answer = client.post(reverse("message-handled", args=[failed.pk]), follow=True)

    assert reverse("message", args=[failed.pk]) not in answer.content.decode()
    failed.refresh_from_db()
    assert failed.handled_at is not None
    again = client.post(reverse("message-handled", args=[failed.pk]), follow=True)
    assert again.status_code == 200


def test_looking_takes_nothing_off_the_list(signed_in: SignIn) -> None:
    client, failed = signed_in(), make_failed()

    for address in ("message", "message-handled"):
        client.get(reverse(address, args=[failed.pk]))

    assert failed in Message.objects.needing_staff()


def test_one_text_is_shown_as_its_recipient_reads_it(signed_in: SignIn) -> None:
    failed = make_failed()
    MessageAttempt.objects.create(
        message=failed, number=1, started_at=cast.NOW, outcome="REFUSED", error_code="21614"
    )
    MessageEvent.objects.create(
        message=failed, sid="SM1", status="undelivered", received_at=cast.NOW
    )

    answer = signed_in().get(reverse("message", args=[failed.pk]))
    page = answer.content.decode()

    assert messages.render(failed) in page
    assert f"{len(messages.render(failed))}자" in page and "LMS" in page
    assert "1번째 시도" in page and "도착하지 않음" in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_list_shows_no_text_and_no_link(signed_in: SignIn) -> None:
    make_message()

    page = listed(signed_in(), "waiting")

    assert "찾아뵙겠습니다" not in page and "/o/" not in page


@pytest.mark.parametrize("words", ["한빛", "010-0000-9999", "9999", "01000009999"])
def test_a_text_is_found_by_its_number_or_workplace(words: str, signed_in: SignIn) -> None:
    workplace = cast.make_workplace()
    found = make_message(workplace=workplace, phone="+821000009999")
    other = make_message(workplace=cast.make_workplace(name="다른공방"))

    page = listed(signed_in(), "waiting", q=words)

    assert reverse("message", args=[found.pk]) in page
    assert reverse("message", args=[other.pk]) not in page


@pytest.mark.parametrize("tab", ["waiting", "sent", "attention", "all", "nonsense"])
def test_an_empty_list_says_what_to_do_next(tab: str, signed_in: SignIn) -> None:
    page = listed(signed_in(), tab)

    assert "empty__title" in page and "empty__text" in page


def test_another_centre_sees_nothing(signed_in: SignIn) -> None:
    failed = make_failed()
    elsewhere = cast.make_staff(Role.COORDINATOR, cast.make_centre("seongdong"))
    client = signed_in(staff=elsewhere)

    assert client.get(reverse("message", args=[failed.pk])).status_code == 404
    assert client.post(reverse("message-handled", args=[failed.pk])).status_code == 404
    assert "한빛" not in listed(client, "all")


def test_the_number_of_questions_to_the_database_does_not_grow(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in()
    for _ in range(12):
        make_failed()

    with django_assert_max_num_queries(16):
        listed(client, "attention")
