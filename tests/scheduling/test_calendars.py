"""The feed of a team, read back by another library than the one that wrote it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import vobject

from scheduling.actions.feeds import FeedNotFound, find_feed, open_feed, revoke_feed
from scheduling.actions.visits import cancel_visit, move_visit
from scheduling.calendars import feed_bytes
from scheduling.models import CalendarFeed, Team
from tests.cast import NOW, make_contact, make_staff, make_worker
from tests.cast_scheduling import NEXT_MONDAY, make_exam_item, make_team, make_visit

pytestmark = pytest.mark.django_db


def events_of(team: Team) -> list[vobject.base.Component]:
    bodies = team.calendar_events.order_by("pk").values_list("body", flat=True)
    calendar = vobject.readOne(feed_bytes(bytes(body) for body in bodies).decode())
    return list(getattr(calendar, "vevent_list", []))


def test_an_event_says_when_and_where() -> None:
    visit = make_visit(minutes=90)

    (event,) = events_of(visit.team)

    assert event.dtstart.value == NEXT_MONDAY
    assert event.dtend.value == NEXT_MONDAY + timedelta(minutes=90)
    assert event.location.value == visit.workplace.address
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "1")


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    visit = make_visit()
    (before,) = events_of(visit.team)
    later = NEXT_MONDAY + timedelta(days=1)

    move_visit(visit=visit, team=visit.team, starts_at=later, minutes=60, staff=None, now=NOW)

    (after,) = events_of(visit.team)
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value == later


def test_a_cancelled_visit_says_so() -> None:
    visit = make_visit()

    cancel_visit(visit=visit, reason="", staff=None, now=NOW)

    (event,) = events_of(visit.team)
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "2")


def test_a_visit_that_goes_to_another_team_leaves_the_first_ones_feed() -> None:
    visit, other = make_visit(), make_team()
    first = visit.team

    move_visit(visit=visit, team=other, starts_at=visit.starts_at, minutes=60, staff=None, now=NOW)

    assert events_of(first) == []
    assert len(events_of(other)) == 1


def test_an_event_names_nobody_and_no_finding() -> None:
    worker = make_worker()
    contact = make_contact(worker.workplace)
    visit = make_visit(worker.workplace, due_items=[make_exam_item(worker)])

    written = bytes(visit.calendar_event.body).decode().replace("\r\n ", "")

    for secret in (worker.name, contact.name, worker.workplace.name, "toluene", "톨루엔", "검진"):
        assert secret not in written


def test_an_empty_feed_is_a_calendar() -> None:
    calendar = vobject.readOne(feed_bytes([]).decode())

    assert calendar.version.value == "2.0"


def test_only_the_digest_of_an_address_is_kept() -> None:
    feed, token = open_feed(team=make_team(), staff=make_staff(), now=NOW)

    assert find_feed(token=token) == feed
    assert token not in str(CalendarFeed.objects.values().get())


def test_a_new_address_ends_the_old_one_and_an_ended_one_stays_ended() -> None:
    team, staff = make_team(), make_staff()
    _old, old_token = open_feed(team=team, staff=staff, now=NOW)
    feed, token = open_feed(team=team, staff=staff, now=NOW)

    with pytest.raises(FeedNotFound):
        find_feed(token=old_token)
    revoke_feed(feed=feed, now=NOW)
    with pytest.raises(FeedNotFound):
        find_feed(token=token)
    with pytest.raises(FeedNotFound):
        revoke_feed(feed=feed, now=NOW)


def test_an_address_dies_with_the_account_that_made_it() -> None:
    staff = make_staff()
    _feed, token = open_feed(team=make_team(), staff=staff, now=NOW)

    staff.is_active = False
    staff.save()

    with pytest.raises(FeedNotFound):
        find_feed(token=token)
