"""What was refused on the telephone stays refused, whatever comes later."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from outreach.actions.contacts import change_contact
from outreach.actions.messages import OptedOut
from outreach.actions.opt_outs import is_opted_out
from outreach.actions.sending import claim
from outreach.actions.sending_sweeps import sweep
from outreach.models import (
    Consent,
    Contact,
    Message,
    MessageState,
    Workplace,
)
from outreach.models.message import MessageQuerySet
from tests import cast
from tests.cast import NOW
from tests.outreach.call_outcomes import (
    NO,
    YES,
    Purpose,
    bring,
    make_shop,
    names_in_list,
    refuse_all,
    take,
)
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db


def text_to(contact: Contact) -> Message:
    return make_message(
        workplace=contact.workplace, contact=contact, phone=contact.phone, link=None,
        template="visit_cancelled",
    )  # fmt: skip


def texts_that_leave() -> int:
    return len(claim(now=NOW, real_now=timezone.now(), limit=9))


def test_a_refusal_by_the_workplaces_telephone_survives_a_list_that_brings_a_mobile(
    tmp_path: Path,
) -> None:
    centre = cast.make_centre()
    bring(centre, tmp_path, {"phone": "02-2000-6400"})
    workplace = Workplace.objects.get()
    refuse_all(workplace, workplace.contacts.get())

    bring(centre, tmp_path, {"phone": "02-2000-6400"})
    still = names_in_list()
    bring(centre, tmp_path, {"phone": "010-0000-9555"})

    brought = workplace.contacts.get(is_textable=True)
    assert still == ["한빛도장: REFUSED"]
    with pytest.raises(OptedOut):
        text_to(brought)
    assert not Message.objects.exists()


def test_a_yes_of_its_holder_opens_a_mobile_number_again() -> None:
    workplace, line = make_shop()
    refuse_all(workplace, line)

    contact = take(workplace)

    assert text_to(contact).pk


def test_a_refusal_goes_with_the_person_to_a_new_number() -> None:
    contact = take(make_shop()[0], answers={Purpose.PERSONAL_DATA: YES, Purpose.TEXTS: NO})

    change_contact(contact=contact, changes={"phone": "010-0000-9502"}, now=NOW)

    assert not is_opted_out(contact.phone)
    with pytest.raises(OptedOut):
        text_to(contact)


def refuse_behind_its_back(contact: Contact) -> None:
    """Refuse texts as if their number were not known to the one who wrote it down."""
    Consent.objects.filter(contact=contact).delete()
    Consent.objects.create(
        contact=contact, purpose=Purpose.TEXTS, is_given=False, text_version="2026-11",
        channel=Consent.Channel.PAPER, recorded_at=NOW,
    )  # fmt: skip


def test_a_planned_text_does_not_leave_after_a_refusal() -> None:
    contact = take(make_shop()[0])
    text = text_to(contact)
    refuse_behind_its_back(contact)

    left = texts_that_leave()
    swept = sweep(now=NOW, real_now=timezone.now())

    text.refresh_from_db()
    assert (left, swept.opted_out, text.state) == (0, 1, MessageState.WITHDRAWN)


def test_the_claim_is_what_keeps_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without the guard, the same text goes to somebody who refused."""
    contact = take(make_shop()[0])
    text_to(contact)
    refuse_behind_its_back(contact)
    monkeypatch.setattr(MessageQuerySet, "wanted", lambda rows: rows)

    assert texts_that_leave() == 1


def test_one_persons_refusal_does_not_silence_another() -> None:
    workplace, _line = make_shop()
    take(workplace, answers={Purpose.PERSONAL_DATA: YES, Purpose.TEXTS: NO})
    other = cast.make_contact(workplace, is_primary=False)

    assert text_to(other).pk
    assert texts_that_leave() == 1
