from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from outreach.models import Worker
from safety.actions.due_events import (
    HappensLater,
    NoMinutesGiven,
    record_event,
    withdraw_event,
)
from safety.actions.due_items import recompute_all, recompute_stale
from safety.actions.due_items.answers import kind_of
from safety.models import DueCheck, DueEvent, DueItem, DueSetting
from safety.rules.cases.facts import DueKind
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import (
    TOLUENE,
    make_consultation,
    make_examination,
    make_exposure,
    open_item,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
Kind, Status = DueItem.Kind, DueItem.Status


def record(kind: str, worker: Worker, event_date: date = TODAY, **more: object) -> DueEvent:
    return record_event(
        kind=kind, workplace=worker.workplace, worker=worker, event_date=event_date,
        staff=cast.make_staff(), today=TODAY, now=LATER, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def due(worker: Worker, kind: str) -> DueItem:
    items = DueItem.objects.open().filter(workplace=worker.workplace, kind=kind)
    return items.filter(worker__in=[worker]).first() or items.get(worker=None)


def test_every_kind_of_the_rules_is_a_kind_on_record() -> None:
    assert {kind_of(kind) for kind in DueKind} == set(Kind.values)


def test_no_kind_calls_our_class_the_course_of_article_8() -> None:
    assert not any("8" in str(kind.label) for kind in Kind)


def test_in_a_firm_of_two_training_is_recommended_and_to_be_checked() -> None:
    worker = cast.make_worker(hired_date=date(2026, 3, 2))
    recompute_all(today=TODAY, now=NOW)

    for kind in (Kind.REGULAR_TRAINING, Kind.ON_HIRE_TRAINING):
        item = due(worker, kind)
        assert (item.status, item.to_check) == (Status.RECOMMENDED, True)
        assert "UNDER_FIVE" in item.basis["doubts"]
    assert due(worker, Kind.GENERAL_EXAM).status == Status.OWED
    assert due(worker, Kind.TRAINING).status == Status.OFFERED


def test_a_centre_may_see_it_as_a_duty_everywhere() -> None:
    worker = cast.make_worker()
    DueSetting.objects.create(centre=worker.workplace.centre, small_firm_below=0)
    recompute_all(today=TODAY, now=NOW)

    assert due(worker, Kind.REGULAR_TRAINING).status == Status.OWED


def test_only_the_kinds_that_a_centre_opens_are_opened() -> None:
    worker = cast.make_worker()
    DueSetting.objects.create(centre=worker.workplace.centre, kinds=[Kind.CONSULTATION.value])
    recompute_all(today=TODAY, now=NOW)

    assert DueItem.objects.get().kind == Kind.CONSULTATION


def test_a_consultation_opens_its_series() -> None:
    worker = cast.make_worker()
    make_consultation(worker, clinics=["SMOKING"])
    recompute_all(today=TODAY, now=NOW)

    item = open_item(worker, Kind.CONSULTATION)
    assert (item.detail, item.basis["rule"]) == ("SMOKING", "CONSULTATION_PROTOCOL")


def test_hours_are_counted_until_they_are_made() -> None:
    worker = cast.make_worker(cast.make_workplace(regular_workers=7))
    recompute_all(today=TODAY, now=NOW)
    item = due(worker, Kind.REGULAR_TRAINING)

    record(Kind.REGULAR_TRAINING, worker, minutes=300)
    owed = due(worker, Kind.REGULAR_TRAINING).basis["arithmetic"][0]["owed"]
    rest = record(Kind.REGULAR_TRAINING, worker, minutes=420)

    item.refresh_from_db()
    assert (owed, item.closed_as) == (420, DueItem.Closed.DONE)
    withdraw_event(event=rest, staff=cast.make_staff(), today=TODAY, now=LATER)
    assert due(worker, Kind.REGULAR_TRAINING).basis["arithmetic"][0]["owed"] == 420


@pytest.mark.parametrize(
    ("kind", "following"),
    [
        (Kind.RISK_ASSESSMENT, date(2027, 12, 31)),  # every year, by the calendar
        (Kind.WORK_ENVIRONMENT, date(2027, 11, 23)),
        (Kind.GENERAL_EXAM, date(2027, 11, 23)),
    ],
)
def test_what_the_employer_did_closes_this_round_and_opens_the_next(
    kind: str, following: date
) -> None:
    worker = cast.make_worker()
    recompute_all(today=TODAY, now=NOW)
    before = due(worker, kind)

    record(kind, worker)

    before.refresh_from_db()
    assert before.closed_as == DueItem.Closed.DONE
    assert due(worker, kind).due_date == following


def test_exams_that_are_asked_for_ordered_or_wished() -> None:
    worker = make_exposure(ended_date=TODAY).worker
    make_examination(worker, TOLUENE, exam_date=date(2026, 11, 2), results={"code": "D1"})
    day = {"hazard": TOLUENE, "event_date": date(2026, 11, 20)}
    record(DueEvent.Kind.EXAM_REQUEST, worker, **day)  # type: ignore[arg-type]
    record(DueEvent.Kind.EXAM_ORDER, worker, until_date=date(2026, 12, 4), **day)  # type: ignore[arg-type]
    record(DueEvent.Kind.FOLLOW_UP_WISH, worker, until_date=date(2027, 2, 1), **day)  # type: ignore[arg-type]

    found = {item.kind: item.due_date for item in worker.due_items.open().exclude(hazard="")}
    assert found == {
        Kind.ON_DEMAND_EXAM: date(2026, 11, 20),
        Kind.ORDERED_EXAM: date(2026, 12, 4),
        Kind.FOLLOW_UP_EXAM: date(2027, 2, 1),
    }


def test_an_event_lies_in_the_past_and_training_has_its_minutes() -> None:
    worker = cast.make_worker()

    with pytest.raises(HappensLater):
        record(Kind.RISK_ASSESSMENT, worker, TODAY + timedelta(days=1))
    with pytest.raises(NoMinutesGiven):
        record(Kind.REGULAR_TRAINING, worker)


class TestFreshness(TestCase):
    @settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(
        hired=st.none() | st.dates(date(2025, 6, 1), date(2027, 3, 1)),
        placed=st.dates(date(2026, 1, 1), date(2027, 3, 1)),
        lasts=st.none() | st.integers(1, 400),
        on=st.dates(TODAY, date(2027, 6, 1)),
    )
    def test_what_is_fresh_would_come_out_the_same(
        self, hired: date | None, placed: date, lasts: int | None, on: date
    ) -> None:
        ended = placed + timedelta(days=lasts) if lasts else None
        worker = cast.make_worker(hired_date=hired)
        make_exposure(worker, placed_date=placed, ended_date=ended)
        recompute_all(today=TODAY, now=LATER)
        until = DueCheck.objects.get().fresh_until
        assert until is not None

        day = min(on, until - timedelta(days=1))
        passed_over = recompute_stale(today=day, now=LATER)
        looked_at = recompute_all(today=day, now=LATER)

        assert passed_over.workplaces == 0
        assert (looked_at.opened, looked_at.moved, looked_at.closed) == (0, 0, 0)

    def test_a_changed_setting_asks_for_a_new_look(self) -> None:
        worker = cast.make_worker()
        recompute_all(today=TODAY, now=LATER)
        assert recompute_stale(today=TODAY, now=LATER).workplaces == 0

        DueSetting.objects.create(centre=worker.workplace.centre, small_firm_below=0)

        assert recompute_stale(today=TODAY, now=LATER).moved == 1
