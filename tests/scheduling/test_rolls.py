"""The roll of a class, and the certificates that finishing it issues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from outreach.access import Role
from outreach.models import Message, Staff, Worker
from safety.models import Certificate, DueItem
from scheduling.actions import classes, rolls
from scheduling.actions.rolls import RollLine, WhyNot, finish_class, record_roll, verdicts
from scheduling.models import Attendance, TrainingClass
from tests.cast import make_staff, make_worker
from tests.cast_scheduling import NEXT_MONDAY, make_class, make_due_item, make_enrolment

pytestmark = pytest.mark.django_db
END = NEXT_MONDAY + timedelta(hours=2)
AFTER = END + timedelta(minutes=10)
DAY = date(2026, 11, 30)


def line(worker: Worker, *, late: int = 0, early: int = 0, came: bool = True) -> RollLine:
    return RollLine(
        worker=worker,
        came=came,
        arrived_at=NEXT_MONDAY + timedelta(minutes=late),
        left_at=END - timedelta(minutes=early),
    )


def take_roll(training_class: TrainingClass, *lines: RollLine, now: datetime = AFTER) -> None:
    record_roll(training_class=training_class, lines=lines, staff=instructor(), now=now)


def instructor() -> Staff:
    return make_staff(Role.INSTRUCTOR)


def finish(training_class: TrainingClass, now: datetime = AFTER) -> rolls.Finished:
    return finish_class(training_class=training_class, staff=instructor(), today=DAY, now=now)


def test_who_was_there_for_nine_tenths_gets_a_certificate() -> None:
    training_class = make_class()
    whole, just, short, absent = (make_enrolment(training_class).worker for _ in range(4))
    make_due_item(whole.workplace, kind="TRAINING", worker=whole)
    take_roll(
        training_class,
        line(whole),
        line(just, late=6, early=6),  # 108 of 120 minutes
        line(short, late=7, early=6),
        line(absent, came=False),
    )

    done = finish(training_class)

    assert [c.completion.worker for c in done.certificates] == [whole, just]
    assert [c.number for c in done.certificates] == ["제2026-0001호", "제2026-0002호"]
    assert [(row.enrolment.worker, row.why_not, row.minutes) for row in done.not_completed] == [
        (short, WhyNot.TOO_SHORT, 107),
        (absent, WhyNot.DID_NOT_COME, 0),
    ]
    assert done.certificates[1].completion.minutes == 108
    assert not DueItem.objects.open().filter(worker=whole, due_date=DAY).exists()
    assert Message.objects.filter(worker=whole, template="certificate_ready").exists()
    training_class.refresh_from_db()
    assert training_class.state == TrainingClass.State.DONE


def test_a_class_is_finished_once() -> None:
    training_class = make_class()
    take_roll(training_class, line(make_enrolment(training_class).worker))
    finish(training_class)

    with pytest.raises(classes.ClassAlreadyFinished):
        finish(training_class)
    with pytest.raises(classes.ClassAlreadyFinished):
        take_roll(training_class)
    with pytest.raises(classes.ClassAlreadyFinished):
        classes.cancel_class(training_class=training_class, now=AFTER)

    assert Certificate.objects.count() == 1


def test_what_cannot_be_recorded_is_refused_with_its_reason() -> None:
    training_class = make_class()
    worker = make_enrolment(training_class).worker

    with pytest.raises(rolls.TooEarlyForRoll):
        take_roll(training_class, now=NEXT_MONDAY - timedelta(days=1))
    with pytest.raises(rolls.NotSeated):
        take_roll(training_class, line(make_worker()))
    with pytest.raises(rolls.TimesMissing):
        take_roll(training_class, RollLine(worker, came=True))
    with pytest.raises(rolls.TimesMissing):
        take_roll(training_class, line(worker, late=120))
    with pytest.raises(rolls.RollIncomplete):
        finish(training_class)
    with pytest.raises(rolls.ClassNotOverYet):
        finish(training_class, now=NEXT_MONDAY)
    assert not Certificate.objects.exists()


def test_a_line_is_written_over_and_the_waiting_list_is_not_on_the_roll() -> None:
    training_class = make_class(seats=1)
    worker = make_enrolment(training_class).worker
    waiting = make_enrolment(training_class).worker

    take_roll(training_class, line(worker, came=False))
    take_roll(training_class, line(worker, late=5))

    row = Attendance.objects.get(training_class=training_class)
    assert (row.came, row.arrived_at) == (True, NEXT_MONDAY + timedelta(minutes=5))
    with pytest.raises(rolls.NotSeated):
        take_roll(training_class, line(waiting))


def test_a_break_is_credited_to_nobody() -> None:
    training_class = make_class(ends_at=END + timedelta(minutes=20))  # 120 minutes in 140
    worker = make_enrolment(training_class).worker
    take_roll(training_class, line(worker, early=-20 + 13))  # left 13 minutes before the end

    (verdict,) = verdicts(training_class)

    assert (verdict.minutes, verdict.why_not) == (107, WhyNot.TOO_SHORT)


def form_of(training_class: TrainingClass, **changes: str) -> dict[str, str]:
    """Return what the roll's page sends when nothing is touched."""
    data = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(verdicts(training_class)):
        data |= {
            f"form-{number}-worker": str(row.enrolment.worker_id),
            f"form-{number}-came": "on",
            f"form-{number}-arrived": "14:00",
            f"form-{number}-left": "16:00",
            "form-TOTAL_FORMS": str(number + 1),
            "form-INITIAL_FORMS": str(number + 1),
        }
    return {key: value for key, value in (data | changes).items() if value}


@pytest.fixture
def at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: AFTER)
    monkeypatch.setattr("outreach.clock.today", lambda: DAY)


@pytest.mark.usefixtures("at_the_end")
def test_an_instructor_takes_the_roll_and_issues_the_certificates(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    came, absent = (make_enrolment(training_class).worker for _ in range(2))
    client = signed_in(Role.INSTRUCTOR)
    address = f"/classes/{training_class.pk}/roll/"
    assert 'value="14:00"' in client.get(address).content.decode()

    saved = client.post(address, form_of(training_class, **{"form-1-came": ""}), follow=True)
    assert saved.status_code == 200
    finished = client.post(f"/classes/{training_class.pk}/finish/", follow=True)

    page = finished.content.decode()
    assert Certificate.objects.get().completion.worker == came
    assert absent.name in page
    assert client.get(address).status_code == 200
    again = client.post(f"/classes/{training_class.pk}/finish/", follow=True)
    assert again.status_code == 200
    assert Certificate.objects.count() == 1


@pytest.mark.usefixtures("at_the_end")
def test_all_present_is_one_tap(signed_in: Callable[..., Client]) -> None:
    training_class = make_class()
    for _number in range(3):
        make_enrolment(training_class)

    data = form_of(training_class, **{f"form-{n}-came": "" for n in range(3)})
    signed_in(Role.INSTRUCTOR).post(f"/classes/{training_class.pk}/roll/", {**data, "all": "1"})

    assert training_class.attendances.filter(came=True).count() == 3


@pytest.mark.usefixtures("at_the_end")
def test_a_refused_roll_shows_the_reason_and_keeps_what_was_typed(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    make_enrolment(training_class)
    data = form_of(training_class, **{"form-0-arrived": "16:30"})

    page = signed_in(Role.INSTRUCTOR).post(f"/classes/{training_class.pk}/roll/", data)

    assert page.status_code == 422
    assert "16:30" in page.content.decode()
    assert not Attendance.objects.exists()
