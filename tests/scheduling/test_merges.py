"""Two workplaces become one, and two again; each guard with the fault that shows without it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from outreach.actions import contacts
from outreach.actions.merging import GONE
from outreach.models import CallTurn, Contact, Message, Worker, Workplace
from safety.models import DueItem
from scheduling.actions.merge_undo import AlreadyUndone, SomethingHangsOnIt, hindrances, undo
from scheduling.models import MergeRecord, Reservation, Visit
from scheduling.models.invariants import broken
from tests import cast, cast_safety, cast_scheduling
from tests.cast import NOW, TODAY
from tests.scheduling.merging import (
    BUSINESS_NO,
    SIDES,
    everything,
    make_double,
    make_pair,
    merge,
    settle,
)

pytestmark = pytest.mark.django_db


def take_back(record: MergeRecord) -> None:
    undo(record=record, staff=cast.make_staff(), today=TODAY, now=NOW)


def fresh(place: Workplace) -> Workplace:
    return Workplace.objects.get(pk=place.pk)


def test_undone_leaves_every_table_as_it_was() -> None:
    kept, gone = make_pair()
    before = everything()

    record = merge(kept, gone)
    assert everything() != before
    assert not [rows for _invariant, rows in broken() if rows]
    take_back(record)

    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert not [rows for _invariant, rows in broken() if rows]


def test_everything_hangs_on_the_one_that_stays() -> None:
    kept, gone = make_pair()

    record = merge(kept, gone, **{**SIDES, "business_no": GONE})

    kept, gone = fresh(kept), fresh(gone)
    assert (gone.merged_into, gone.closed_date) == (kept, TODAY)
    assert (kept.business_no, kept.name, kept.regular_workers) == (BUSINESS_NO, "한빛도장", 2)
    assert kept.registered_date == gone.registered_date  # the older of the two
    for relation in ("contacts", "workers", "visits", "applications", "messages", "links"):
        assert not getattr(gone, relation).exists(), relation
        assert getattr(kept, relation).count() >= 2, relation
    assert not DueItem.objects.open().filter(workplace=gone).exists()
    assert len(record.moved["scheduling.visit"]) == 1


def test_the_record_names_rows_by_their_ids_and_nothing_else() -> None:
    kept, gone = make_pair()

    record = merge(kept, gone)

    told = json.dumps([record.moved, record.stayed], ensure_ascii=False)
    assert all(isinstance(key, int | str) for keys in record.moved.values() for key in keys)
    assert "일꾼" not in told
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM scheduling_mergerecord")
        assert cursor.fetchone()[0].startswith("v1:")  # sealed


def test_one_number_on_both_lists_stays_once_with_its_refusal() -> None:
    kept, gone = cast.make_workplace(), make_double()
    mine = cast.make_contact(kept, phone="+821000009001", name="")
    double = cast.make_contact(gone, phone="+821000009001", name="김한빛")
    contacts.record_texts_consent(
        contact=double, is_given=False, text_version="2026-11", staff=cast.make_staff(), now=NOW
    )
    settle(kept, gone)

    merge(kept, gone)

    mine.refresh_from_db()
    assert mine.name == "김한빛"
    assert not mine.consents.get().is_given
    assert list(Contact.objects.current().filter(phone="+821000009001")) == [mine]


def test_one_person_on_both_lists_becomes_one_and_keeps_both_pasts() -> None:
    kept, gone = cast.make_workplace(), make_double()
    mine, double = (cast.make_worker(place, phone="") for place in (kept, gone))
    Worker.objects.filter(pk=double.pk).update(phone="+821000009002")
    for worker, days in ((mine, 30), (double, 30), (double, 400)):
        cast_safety.make_exposure(worker) if days == 30 else None
        day = TODAY - timedelta(days=days)
        cast_safety.make_examination(worker, "toluene", exam_date=day)
    settle(kept, gone)

    record = merge(kept, gone)

    mine.refresh_from_db()
    double.refresh_from_db()
    assert mine.phone == "+821000009002"
    assert (double.merged_into, double.left_date) == (mine, TODAY)
    assert sorted(mine.examinations.values_list("exam_date", flat=True)) == [
        TODAY - timedelta(days=400),
        TODAY - timedelta(days=30),
    ]
    assert list(fresh(kept).workers.employed()) == [mine]
    assert record.stayed["safety.examination"]


def test_of_two_open_items_the_booked_one_stays_open() -> None:
    kept, gone = cast.make_workplace(), make_double()
    settle(kept, gone)
    mine, theirs = (
        DueItem.objects.open().get(workplace=place, kind="CONSULTATION") for place in (kept, gone)
    )
    cast_scheduling.make_visit(gone, due_items=[theirs])

    merge(kept, gone)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (theirs.workplace_id, theirs.closed_at) == (kept.pk, None)
    assert mine.closed_as == DueItem.Closed.NO_LONGER_OWED


def test_of_two_visits_at_one_time_one_takes_on_both() -> None:
    kept, gone = cast.make_workplace(), make_double()
    for place in (kept, gone):
        cast.make_contact(place)
    first = cast_scheduling.make_visit(kept)
    second = cast_scheduling.make_visit(gone, team=cast_scheduling.make_team())
    settle(kept, gone)
    waiting = Message.objects.waiting().count()

    record = merge(kept, gone)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Visit.State.BOOKED, Visit.State.CANCELLED)
    assert not Reservation.objects.filter(visit=second).exists()
    assert 0 < Message.objects.waiting().count() < waiting
    assert not Message.objects.filter(template="visit_cancelled").exists()
    take_back(record)
    second.refresh_from_db()
    assert (second.state, second.workplace_id) == (Visit.State.BOOKED, gone.pk)


def test_whoever_refused_stays_refused() -> None:
    kept, gone = cast.make_workplace(), make_double()
    CallTurn.objects.create(workplace=gone, refused_at=NOW)
    CallTurn.objects.create(workplace=kept, rests_until=NOW + timedelta(days=3), tries=1)
    settle(kept, gone)

    merge(kept, gone)

    turn = CallTurn.objects.get()
    assert (turn.workplace_id, turn.refused_at, turn.rests_until) == (kept.pk, NOW, None)


def test_what_came_since_stands_in_the_way_and_is_named() -> None:
    kept, gone = make_pair()
    record = merge(kept, gone)
    contact = Contact.objects.filter(workplace=kept).first()
    assert contact is not None
    cast.make_worker(fresh(kept), name="새 일꾼")
    Contact.objects.filter(pk=record.moved["outreach.contact"][0]).update(workplace=gone)

    found = {(one.table, one.what) for one in hindrances(record)}
    with pytest.raises(SomethingHangsOnIt):
        take_back(record)

    assert found == {("outreach.worker", "NEW"), ("outreach.contact", "CHANGED")}
    assert fresh(gone).merged_into == kept


def test_it_is_undone_once() -> None:
    record = merge(*make_pair())
    take_back(record)

    with pytest.raises(AlreadyUndone):
        take_back(record)


def test_a_third_merge_stands_in_the_way_of_the_second() -> None:
    kept, gone = make_pair()
    record = merge(kept, gone)
    third = make_double(business_no="", name="한빛")
    settle(third)
    later = merge(fresh(kept), fresh(third))

    with pytest.raises(SomethingHangsOnIt):
        take_back(record)
    take_back(later)
    take_back(record)

    assert fresh(gone).merged_into is None
