from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from outreach.actions.contacts import (
    ContactLeftAlready,
    NobodyToReach,
    NumberAlreadyThere,
    add_contact,
    change_contact,
    record_texts_consent,
    remove_contact,
)
from outreach.actions.messages import plan
from outreach.actions.opt_outs import digest_of, is_opted_out
from outreach.actions.workplaces import NotAFact, ResidentNumberGiven
from outreach.models import Contact, Message, MessageState, Workplace
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def add(workplace: Workplace | None = None, **changes: Any) -> Contact:
    facts: dict[str, Any] = {
        "role": Contact.Role.OWNER, "name": "김한빛", "phone": "010-0000-9001", "language": "ko",
        "is_primary": True, "now": NOW,
    }  # fmt: skip
    return add_contact(workplace=workplace or cast.make_workplace(), **{**facts, **changes})


def text_to(contact: Contact) -> Message:
    return plan(
        centre=contact.workplace.centre,
        workplace=contact.workplace,
        contact=contact,
        template="visit_cancelled",
        context={"starts_at": LATER.isoformat()},
        phone=contact.phone,
        language="ko",
        due_at=LATER,
        send_before=NOW + timedelta(days=1),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("phone", "stored", "kind", "textable"),
    [
        ("010-0000-9001", "+821000009001", "MOBILE", True),
        ("1000009001", "+821000009001", "MOBILE", True),  # a spreadsheet ate the zero
        ("12-34", "", "NONSENSE", False),
        ("02-2000-6400", "+82220006400", "LANDLINE", False),
        ("010-****-9001", "", "MASKED", False),
        ("", "", "BLANK", False),
    ],
)
def test_a_number_is_recognised(phone: str, stored: str, kind: str, textable: bool) -> None:
    contact = add(phone=phone)

    assert (contact.phone, contact.line_kind) == (stored, kind)
    assert (contact.is_textable, contact.phone_as_given) == (textable, phone)
    assert contact.workplace.facts_changed_at == NOW


def test_a_contact_has_a_name_or_a_number() -> None:
    with pytest.raises(NobodyToReach):
        add(name="", phone=" ")


def test_a_number_is_on_record_once() -> None:
    contact = add()

    with pytest.raises(NumberAlreadyThere):
        add(contact.workplace, name="박", phone="010 0000 9001")

    remove_contact(contact=contact, left_date=TODAY, now=LATER)
    assert add(contact.workplace).pk


def test_one_contact_is_first() -> None:
    contact = add()

    second = add(contact.workplace, name="박", phone="010-0000-9002")

    contact.refresh_from_db()
    assert (contact.is_primary, second.is_primary) == (False, True)


def test_a_resident_number_is_not_kept() -> None:
    with pytest.raises(ResidentNumberGiven):
        add(name="김 900101-1234567")
    with pytest.raises(ResidentNumberGiven):
        add(phone="900101-1234567")

    assert not Contact.objects.exists()


def test_a_waiting_text_follows_the_contact_to_the_new_number() -> None:
    contact = add()
    text = text_to(contact)

    change_contact(contact=contact, changes={"phone": "010-0000-9003"}, now=LATER)

    text.refresh_from_db()
    assert (text.phone, text.state) == ("+821000009003", MessageState.PLANNED)
    assert text.phone_digest == digest_of("+821000009003")


@pytest.mark.parametrize("phone", ["02-2000-6400", ""])
def test_a_waiting_text_is_withdrawn_when_no_mobile_is_left(phone: str) -> None:
    contact = add()
    text = text_to(contact)

    change_contact(contact=contact, changes={"phone": phone}, now=LATER)

    text.refresh_from_db()
    assert (text.state, text.withdrawn_at) == (MessageState.WITHDRAWN, LATER)


def test_a_contact_is_removed_once_with_its_texts() -> None:
    contact = add()
    text = text_to(contact)

    remove_contact(contact=contact, left_date=TODAY, now=LATER)

    text.refresh_from_db()
    assert text.state == MessageState.WITHDRAWN
    assert not Contact.objects.textable().exists()
    with pytest.raises(ContactLeftAlready):
        remove_contact(contact=contact, left_date=TODAY, now=LATER)


def test_what_is_worked_out_cannot_be_set() -> None:
    with pytest.raises(NotAFact):
        change_contact(contact=add(), changes={"is_textable": True}, now=LATER)


def test_a_refusal_of_texts_stops_the_number_and_a_consent_opens_it() -> None:
    contact = add()
    staff = cast.make_staff()

    def answer(is_given: bool) -> None:
        record_texts_consent(
            contact=contact, is_given=is_given, text_version="2026-11", staff=staff, now=LATER
        )

    answer(is_given=False)
    stopped = is_opted_out(contact.phone)
    answer(is_given=True)
    answer(is_given=True)

    assert (stopped, is_opted_out(contact.phone)) == (True, False)
    assert contact.consents.count() == 2
