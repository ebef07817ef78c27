"""What becomes of a call for a number, and that a refusal stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from outreach.actions.call_outcomes import (
    NoTextsReachIt,
    NumberMayNotBeKept,
    NumberRefusesTexts,
    strike_off,
)
from outreach.actions.opt_outs import is_opted_out, opt_out
from outreach.models import (
    ContactAttempt,
    Workplace,
)
from tests import cast
from tests.cast import NOW, TODAY
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

pytestmark = pytest.mark.django_db


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
