"""check_invariants: silent on a sound database, and each statement can be belied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from outreach.actions import search
from outreach.models import MessageState
from safety.actions.certificates import issue
from safety.models import CertificateSerial, Programme
from scheduling.actions.visits import cancel_visit
from scheduling.models import Reservation, TrainingClass, Venue, Visit
from scheduling.models.invariants import INVARIANTS
from tests.cast import NOW, TODAY, make_centre, make_contact, make_staff, make_worker
from tests.cast_safety import make_completion, make_course
from tests.cast_scheduling import make_due_item, make_team, make_visit
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db


def wrong() -> list[str]:
    """Return the statements that do not hold."""
    return [one.statement for one in INVARIANTS if list(one.belied_by())]


def holds_no_time() -> None:
    visit = make_visit()
    Reservation.objects.filter(visit=visit, resource__startswith="team:")[0].delete()


def cancelled_holds_time() -> None:
    Visit.objects.filter(pk=make_visit().pk).update(state=Visit.State.CANCELLED)


def mixed_centres() -> None:
    visit = make_visit()
    Visit.objects.filter(pk=visit.pk).update(team=make_team(make_centre("seongdong")))


def booked_twice() -> None:
    visit = make_visit()
    other = make_visit(
        visit.workplace,
        team=visit.team,
        starts_at=NOW + timedelta(days=1),
        due_items=[make_due_item(visit.workplace, worker=make_worker(visit.workplace))],
    )
    other.due_items.set(visit.due_items.all())


def serial_never_given() -> None:
    issue(completion=make_completion(make_worker()), staff=None, today=TODAY, now=NOW)
    CertificateSerial.objects.update(last=0)


def budget_of_nothing() -> None:
    Programme.objects.create(
        centre=make_centre(),
        name="p",
        payer="중구청",
        addressee="중구청장",
        starts_date=TODAY,
        ends_date=TODAY,
        cap_per_worker=1,
        budget=10,
        committed=5,
    )


def seat_not_counted() -> None:
    TrainingClass.objects.filter(pk=make_class().pk).update(seats_taken=1)


def make_class() -> TrainingClass:
    venue = Venue.objects.create(centre=make_centre(), name="교육장", capacity=9)
    return TrainingClass.objects.create(
        centre=make_centre(),
        course=make_course(),
        venue=venue,
        instructor=make_staff(),
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        seats=9,
    )


def text_of_a_cancelled_visit() -> None:
    visit = make_visit(make_contact().workplace)
    planned = visit.reminders.get(rule="DAY_BEFORE").message
    cancel_visit(visit=visit, reason="", staff=None, now=NOW)
    planned.state, planned.withdrawn_at = MessageState.PLANNED, None
    planned.save()


def found_by_an_old_name() -> None:
    place = make_contact().workplace
    search.rebuild()
    type(place).objects.update(comparable_name="한빛금속")


def sent_twice() -> None:
    message = make_message()
    for number in (1, 2):
        message.attempts.create(number=number, started_at=NOW, sid=f"SM{number}")


def forgotten_send() -> None:
    make_message().attempts.create(number=1, started_at=NOW, sid="SM1")


FAULTS: dict[Callable[[], None], str] = {
    holds_no_time: "a live visit holds its team's time, a cancelled one nothing",
    cancelled_holds_time: "a live visit holds its team's time, a cancelled one nothing",
    mixed_centres: "a visit, its team and its workplace are of one centre",
    booked_twice: "a due item is in one live visit",
    serial_never_given: "certificate numbers are given once, from the counter",
    budget_of_nothing: "a budget is what was claimed, never overspent",
    seat_not_counted: "seats are counted right and never above capacity",
    text_of_a_cancelled_visit: "no text waits for what was moved or cancelled",
    found_by_an_old_name: "everything is found by what it is",
    sent_twice: "no text went out twice",
    forgotten_send: "what the provider has is a sent text",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_found_under_its_statement(fault: Callable[[], None]) -> None:
    fault()

    assert FAULTS[fault] in wrong()


def test_a_sound_database_belies_nothing() -> None:
    place = make_contact().workplace
    cancel_visit(visit=make_visit(place), reason="", staff=None, now=NOW)
    make_visit(place, due_items=list(place.due_items.all()))
    issue(completion=make_completion(make_worker(place)), staff=None, today=TODAY, now=NOW)
    make_class()
    search.rebuild()

    assert wrong() == []


def test_what_the_database_itself_refuses_is_asked_too() -> None:
    """Twin: without the constraint the question finds the second row."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_due_item_per_workplace_and_kind")
    make_due_item(make_due_item().workplace)

    assert "one open due item per subject, kind and agent" in wrong()


def test_the_command_says_ok_or_names_the_rows() -> None:
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue().count("OK ") == len(INVARIANTS)

    visit = make_visit()
    Visit.objects.filter(pk=visit.pk).update(state=Visit.State.CANCELLED)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=out, quiet=True)

    assert f"visit {visit.pk}: 6 steps held of 0" in out.getvalue()
    assert "OK " not in out.getvalue()
