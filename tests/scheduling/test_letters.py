"""Who is written to by e-mail about a visit."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from outreach.models import Contact, Message, MessageState, Workplace
from scheduling.actions.reminders import plan_missing
from scheduling.actions.visits import cancel_visit
from scheduling.models import Reminder
from tests.cast import NOW, make_centre, make_contact, mobile
from tests.cast_scheduling import make_visit

pytestmark = pytest.mark.django_db
ADDRESS = "kim@hanbit.example"


@pytest.fixture(autouse=True)
def _writing(settings: Settings) -> None:
    settings.EMAIL_CENTRES = [make_centre().code]


def by_letter(phone: str, email: str, place: Workplace | None = None) -> Contact:
    """Make somebody with a landline and an address."""
    return make_contact(
        place,
        phone=phone,
        email=email,
        line_kind=Contact.LineKind.LANDLINE,
        is_textable=False,
        is_primary=place is None,
    )


def test_an_owner_with_a_landline_and_an_address_is_told_of_the_visit_and_of_its_end() -> None:
    visit = make_visit(by_letter("+8220001234", ADDRESS).workplace)
    letters = Message.objects.filter(email=ADDRESS)
    assert set(letters.values_list("channel", flat=True)) == {"EMAIL"}
    letters.filter(reminder__rule="BOOKED").update(
        state=MessageState.ACCEPTED, sid="letter-1-1", accepted_at=NOW
    )

    cancel_visit(visit=visit, reason="OWNER_CANCELLED", staff=None, now=NOW)

    assert [text.template for text in letters.waiting()] == ["visit_cancelled"]


def test_whoever_gets_texts_gets_no_letter() -> None:
    make_visit(make_contact(email=ADDRESS).workplace)

    assert not Message.objects.exclude(email="").exists()


def test_it_is_off_until_the_centre_is_named(settings: Settings) -> None:
    settings.EMAIL_CENTRES = []

    make_visit(by_letter("+8220001234", ADDRESS).workplace)

    assert not Message.objects.exists()


def test_two_addresses_are_told_apart_and_nobody_twice() -> None:
    place = by_letter("+8220001234", ADDRESS).workplace
    by_letter("+8220005678", "lee@hanbit.example", place)
    visit = make_visit(place)
    make_contact(place, phone=mobile(), is_primary=False)

    planned = [plan_missing(now=NOW) for _time in range(2)]

    assert planned[0] > 0 == planned[1]
    booked = Reminder.objects.filter(visit=visit, rule="BOOKED")
    assert booked.count() == len(set(booked.values_list("message", flat=True))) == 3
