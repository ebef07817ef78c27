"""What becomes of a call for a number, and that a refusal stays one."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from outreach.actions.call_outcomes import (
    Answer,
    NoTextsReachIt,
    NumberMayNotBeKept,
    NumberRefusesTexts,
    refuse,
    strike_off,
    take_mobile,
)
from outreach.actions.call_queue import call_list, standing_in
from outreach.actions.contacts import change_contact
from outreach.actions.messages import OptedOut
from outreach.actions.opt_outs import is_opted_out, opt_out
from outreach.actions.sending import claim, sweep
from outreach.models import (
    Centre,
    Consent,
    Contact,
    ContactAttempt,
    Message,
    MessageState,
    Workplace,
)
from outreach.models.message import MessageQuerySet
from outreach.rules.call_queue import Place
from tests import cast
from tests.cast import NOW, TODAY
from tests.outreach.lists import make_list
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db
Purpose = Consent.Purpose
YES, NO = Answer(is_given=True, text_version="2026-11"), Answer(False, "2026-11")
LANDLINE = "+82220006400"


def make_shop(**changes: Any) -> tuple[Workplace, Contact]:
    """한빛도장 with nothing but a landline."""
    workplace = cast.make_workplace(**changes)
    line = cast.make_contact(
        workplace,
        role=Contact.Role.LINE,
        name="",
        phone=LANDLINE,
        line_kind=Contact.LineKind.LANDLINE,
        is_textable=False,
    )
    return workplace, line


def take(workplace: Workplace, **changes: Any) -> Contact:
    facts: dict[str, Any] = {
        "called": None, "role": Contact.Role.OWNER, "name": "김한빛", "phone": "010-0000-9501",
        "language": "ko", "answers": {Purpose.PERSONAL_DATA: YES, Purpose.TEXTS: YES},
        "staff": cast.make_staff(), "now": NOW, **changes,
    }  # fmt: skip
    return take_mobile(workplace=workplace, **facts)


def refuse_all(workplace: Workplace, called: Contact) -> ContactAttempt:
    return refuse(
        workplace=workplace,
        called=called,
        answers={Purpose.TEXTS: NO, Purpose.PERSONAL_DATA: NO},
        staff=cast.make_staff(),
        now=NOW,
    )


def bring(centre: Centre, folder: Path, *rows: dict[str, str]) -> None:
    """Take a list in as a clerk would, by the command."""
    path = folder / "명단.csv"
    path.write_bytes(make_list(*rows).getvalue())
    call_command("import_workplaces", str(path), centre=centre.code, stdout=StringIO())


def names_in_list() -> list[str]:
    rows = call_list(cast.make_staff())
    return [
        f"{row.name}: {place.value}" for place in Place for row in standing_in(rows, place, now=NOW)
    ]


def test_a_mobile_number_ends_the_calls_and_each_consent_is_kept_by_itself() -> None:
    workplace, line = make_shop()

    contact = take(workplace, called=line)

    answers = contact.consents.order_by("purpose").values_list(
        "purpose", "is_given", "channel", "text_version", "recorded_at", "recorded_by__role"
    )
    made = ContactAttempt.objects.get()
    assert (contact.phone, contact.is_textable, contact.is_primary) == ("+821000009501", True, True)
    assert list(answers) == [
        ("PERSONAL_DATA", True, "TELEPHONE", "2026-11", NOW, "COORDINATOR"),
        ("TEXTS", True, "TELEPHONE", "2026-11", NOW, "COORDINATOR"),
    ]
    assert (made.contact, made.outcome, made.purpose) == (line, "GOT_MOBILE", "NUMBER")
    assert names_in_list() == []


def test_whoever_gives_the_number_may_refuse_texts() -> None:
    workplace, _line = make_shop()

    contact = take(workplace, answers={Purpose.PERSONAL_DATA: YES, Purpose.TEXTS: NO})

    assert is_opted_out(contact.phone)


@pytest.mark.parametrize(
    ("phone", "word"),
    [
        ("02-2000-6400", "landline"), ("070-1234-5678", "internet"), ("1588-1234", "represent"),
        ("0505-123-4567", "virtual"), ("011-234-5678", "switched off"), ("010-****-1234", "hidden"),
        ("12-34", "no Korean mobile"), ("+1 212 555 0100", "no Korean mobile"),
    ],
)  # fmt: skip
def test_a_number_without_texts_is_refused_with_the_reason(phone: str, word: str) -> None:
    workplace, _line = make_shop()

    with translation.override("en"), pytest.raises(NoTextsReachIt, match=word):
        take(workplace, phone=phone)

    assert not ContactAttempt.objects.exists()


def test_a_number_that_opted_out_is_refused() -> None:
    opt_out(phone="+821000009501", now=NOW)

    with pytest.raises(NumberRefusesTexts):
        take(make_shop()[0])


def test_a_number_is_not_kept_against_its_holders_will() -> None:
    workplace, _line = make_shop()

    with pytest.raises(NumberMayNotBeKept):
        take(workplace, answers={Purpose.PERSONAL_DATA: NO, Purpose.TEXTS: YES})

    assert workplace.contacts.count() == 1


def test_a_refusal_is_kept_for_each_purpose() -> None:
    workplace, line = make_shop()

    refuse_all(workplace, line)

    assert set(line.consents.values_list("purpose", "is_given")) == {
        ("TEXTS", False),
        ("PERSONAL_DATA", False),
    }
    assert names_in_list() == ["한빛도장: REFUSED"]


def test_after_a_wrong_number_another_number_is_next_and_then_a_letter() -> None:
    workplace, line = make_shop()
    other = cast.make_contact(
        workplace, phone="+82220006401", line_kind="LANDLINE", is_textable=False, is_primary=False
    )
    staff = cast.make_staff()

    strike_off(workplace=workplace, called=line, staff=staff, today=TODAY, now=NOW)
    after_one = names_in_list()
    strike_off(workplace=workplace, called=other, staff=staff, today=TODAY, now=NOW)

    line.refresh_from_db()
    assert line.left_date == TODAY
    assert (after_one, names_in_list()) == (["한빛도장: RESTING"], ["한빛도장: NO_NUMBER"])


def test_a_list_does_not_bring_a_wrong_number_back(tmp_path: Path) -> None:
    centre = cast.make_centre()
    bring(centre, tmp_path, {"phone": "02-2000-6400"})
    workplace = Workplace.objects.get()
    strike_off(
        workplace=workplace,
        called=workplace.contacts.get(),
        staff=cast.make_staff(),
        today=TODAY,
        now=NOW,
    )

    bring(centre, tmp_path, {"phone": "02-2000-6400"})

    assert not workplace.contacts.current().exists()
    assert names_in_list() == ["한빛도장: NO_NUMBER"]


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
