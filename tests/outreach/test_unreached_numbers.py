"""A number that texts cannot be brought to: no more texts, and its workplace is called at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach import clock
from outreach.actions import sending_outcomes, unreached_numbers
from outreach.actions.call_queue import call_list, standing_in
from outreach.actions.callbacks import take_callback
from outreach.actions.contacts import change_contact
from outreach.actions.unreached_numbers import ReachedAlready, note_failure, trust_again
from outreach.channels.outcomes import Refused
from outreach.models import CallTurn, Contact, Message, MessageState
from outreach.rules.call_queue import Place
from outreach.rules.phones import national_format
from tests import cast
from tests.cast import NOW
from tests.outreach.outbox import claim_one, make_message

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def make_text(contact: Contact, **changes: object) -> Message:
    facts = {"phone": contact.phone, "contact": contact, "workplace": contact.workplace}
    return make_message(**{**facts, **changes})


def refuse(text: Message, code: int) -> None:
    claimed = claim_one(text)
    outcome = Refused(code=code, http_status=400, message="")
    sending_outcomes.record(
        message=claimed.message, outcome=outcome, now=NOW, real_now=timezone.now()
    )


def report(text: Message, code: str, sid: str = "SM1") -> None:
    take_callback(message=text, sid=sid, status="undelivered", error_code=code, now=NOW)


def due_now() -> list[int]:
    rows = call_list(cast.make_staff())
    return list(standing_in(rows, Place.DUE, now=NOW).values_list("pk", flat=True))


@pytest.mark.parametrize("code", [21211, 21614, 21635])
def test_a_refused_landline_is_called_at_once_and_gets_no_more_texts(code: int) -> None:
    contact = cast.make_contact()
    text, later = make_text(contact), make_text(contact, due_at=NOW + timedelta(days=1))
    assert due_now() == []

    refuse(text, code)

    contact.refresh_from_db()
    later.refresh_from_db()
    text.refresh_from_db()
    assert (contact.is_textable, contact.unreached_code) == (False, str(code))
    assert (text.state, text.withdrawn_at) == (MessageState.REFUSED, None)
    assert (later.state, later.withdrawn_reason) == (MessageState.WITHDRAWN, "UNREACHED")
    assert due_now() == [contact.workplace_id]


@pytest.mark.parametrize(("code", "is_out"), [("30005", True), ("30006", True), ("30008", False)])
def test_a_text_that_did_not_arrive_tells_it_as_well(code: str, is_out: bool) -> None:
    contact = cast.make_contact()

    report(make_text(contact), code)

    assert Contact.objects.get(pk=contact.pk).is_textable is not is_out
    assert due_now() == ([contact.workplace_id] if is_out else [])


def test_a_phone_that_is_off_twice_in_a_row_is_called_and_once_is_chance() -> None:
    contact = cast.make_contact()
    texts = [make_text(contact, due_at=NOW + timedelta(hours=hour)) for hour in range(4)]

    seen = []
    for number, (text, code) in enumerate(zip(texts, ("30003", "", "30003", "30003"), strict=True)):
        status = "undelivered" if code else "delivered"
        sid = f"SM{number}"
        take_callback(message=text, sid=sid, status=status, error_code=code, now=NOW)
        seen.append(Contact.objects.get(pk=contact.pk).is_textable)

    assert seen == [True, True, True, False]


def test_without_the_note_the_next_text_leaves_for_the_landline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending_outcomes, "note_failure", lambda **given: 0)
    contact = cast.make_contact()
    text, later = make_text(contact), make_text(contact, due_at=NOW + timedelta(hours=1))

    refuse(text, 21614)

    assert claim_one(later, now=NOW + timedelta(hours=1)).message == later
    assert due_now() == []


def test_a_rest_ends_and_a_refusal_stays() -> None:
    rests, refused = cast.make_contact(), cast.make_contact()
    CallTurn.objects.create(workplace=rests.workplace, rests_until=NOW + timedelta(days=3))
    CallTurn.objects.create(workplace=refused.workplace, refused_at=NOW - timedelta(days=3))

    for contact in (rests, refused):
        note_failure(message=make_text(contact), code="21614", now=NOW)

    assert due_now() == [rests.workplace_id]


def test_another_number_or_another_centre_is_left_alone() -> None:
    contact = cast.make_contact()
    other = cast.make_contact(contact.workplace, is_primary=False)
    elsewhere = cast.make_contact(
        cast.make_workplace(cast.make_centre("seongdong")), phone=contact.phone
    )

    note_failure(message=make_text(contact), code="21614", now=NOW)

    assert due_now() == []  # the other one gets texts
    for one in (other, elsewhere):
        assert Contact.objects.get(pk=one.pk).is_textable


def test_a_number_is_texted_again_when_staff_say_so_or_it_is_another() -> None:
    contact, changed = cast.make_contact(), cast.make_contact()
    for one in (contact, changed):
        note_failure(message=make_text(one), code="21614", now=NOW)
        one.refresh_from_db()

    change_contact(contact=contact, changes={"phone": national_format(contact.phone)}, now=NOW)
    assert not Contact.objects.get(pk=contact.pk).is_textable
    trust_again(contact=contact, now=NOW)
    change_contact(contact=changed, changes={"phone": cast.mobile()}, now=NOW)

    for one in (contact, changed):
        one.refresh_from_db()
        assert (one.is_textable, one.unreached_at, one.unreached_code) == (True, None, "")
    with pytest.raises(ReachedAlready):
        trust_again(contact=contact, now=NOW)


def test_the_reason_is_read_where_somebody_calls(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    contact = cast.make_contact()
    note_failure(message=make_text(contact), code="21614", now=NOW)
    client, why = signed_in(), "문자를 받을 수 없는 번호입니다. (유선전화)"

    pages = ["/calls/", f"/calls/{contact.workplace_id}/", f"/contacts/{contact.pk}/edit/"]
    for page in pages:
        assert why in client.get(page).content.decode(), page
    form = client.get(pages[-1]).context["form"]
    sent = {**form.initial, "takes_texts_again": "on", "is_primary": "on"}
    client.post(pages[-1], sent)

    assert Contact.objects.get(pk=contact.pk).is_textable


def test_a_code_nobody_knows_says_nothing_about_the_number() -> None:
    contact = cast.make_contact()

    for code in ("", "TEXT", "99999"):
        assert unreached_numbers.note_failure(message=make_text(contact), code=code, now=NOW) == 0
