from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection

from outreach.models import Contact, ContactAttempt, Message, Reach, Workplace
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LINE = {"line_kind": Contact.LineKind.LANDLINE, "is_textable": False}


def make_text(workplace: Workplace | None, days_ago: int | None) -> Message:
    accepted = None if days_ago is None else NOW - timedelta(days=days_ago)
    moments = dict.fromkeys(("planned_at", "due_at", "next_try_at", "send_before"), NOW)
    return Message.objects.create(
        centre=cast.make_centre(), workplace=workplace, phone="+821000001234", template="t",
        accepted_at=accepted, **moments,
    )  # fmt: skip


def make_call(workplace: Workplace, days_ago: int) -> ContactAttempt:
    return ContactAttempt.objects.create(
        workplace=workplace,
        staff=cast.make_staff(),
        outcome="REACHED",
        made_at=NOW - timedelta(days=days_ago),
    )


def reach(workplace: Workplace) -> tuple[str | None, object]:
    found = Reach.objects.filter(workplace=workplace).values_list("phone", "last_contact_at")
    return found.get() if found else (None, None)


def worked_out(workplace: Workplace) -> tuple[str | None, object]:
    """The same by the plainest of means."""
    contacts = Contact.objects.current().filter(workplace=workplace).exclude(phone="")
    kinds = set(contacts.values_list("is_textable", flat=True))
    phone = "TEXT" if True in kinds else "VOICE" if kinds else None
    calls = ContactAttempt.objects.filter(workplace=workplace).values_list("made_at", flat=True)
    texts = Message.objects.filter(workplace=workplace, accepted_at__isnull=False)
    moments = [*calls, *texts.values_list("accepted_at", flat=True)]
    return phone, max((one for one in moments if one is not None), default=None)


def test_a_mobile_number_goes_before_a_landline() -> None:
    workplace = cast.make_workplace()
    assert reach(workplace) == (None, None)

    cast.make_contact(workplace, phone="+8220009876", **LINE)
    assert reach(workplace)[0] == "VOICE"

    mobile = cast.make_contact(workplace, is_primary=False)
    assert reach(workplace)[0] == "TEXT"

    Contact.objects.filter(pk=mobile.pk).update(left_date=NOW.date())
    assert reach(workplace)[0] == "VOICE"


def test_the_last_call_or_text_counts() -> None:
    workplace = cast.make_workplace()
    make_call(workplace, 9)
    text = make_text(workplace, None)
    assert reach(workplace)[1] == NOW - timedelta(days=9)

    Message.objects.filter(pk=text.pk).update(accepted_at=NOW)
    assert reach(workplace)[1] == NOW


def test_a_workplace_goes_with_what_hangs_on_it() -> None:
    workplace = cast.make_workplace()
    cast.make_contact(workplace)

    workplace.delete()

    assert not Reach.objects.exists()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_written_it_stays_true(seed: int) -> None:
    rng = random.Random(seed)
    places = [cast.make_workplace() for _ in range(3)]
    for _ in range(25):
        place = rng.choice(places)
        match rng.randrange(7):
            case 0:
                number = cast.mobile()
                Contact.objects.bulk_create(
                    [
                        Contact(
                            workplace=place, phone=number, line_kind="MOBILE", is_textable=True
                        ),
                        Contact(workplace=place, phone="", line_kind="BLANK"),
                    ]
                )
            case 1:
                cast.make_contact(place, phone=cast.mobile(), **LINE, is_primary=False)
            case 2:
                Contact.objects.filter(workplace=rng.choice(places)).update(workplace=place)
            case 3:
                Contact.objects.filter(workplace=place, is_textable=True).delete()
            case 4:
                make_call(place, rng.randrange(90))
            case 5:
                make_text(rng.choice([place, None]), rng.choice([None, rng.randrange(90)]))
            case _:
                Message.objects.filter(workplace=place).update(
                    workplace=rng.choice([*places, None])
                )

    assert [reach(place) for place in places] == [worked_out(place) for place in places]


def test_without_its_trigger_it_would_be_false() -> None:
    """The twin: nothing but the database keeps it true."""
    workplace = cast.make_workplace()
    on = " ON outreach_contact" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER outreach_contact_insert_kept{on}")

    cast.make_contact(workplace)

    assert reach(workplace) != worked_out(workplace)
