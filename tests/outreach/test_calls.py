from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from outreach.actions.calls import (
    HealthWordsGiven,
    NoCallThen,
    NotRefused,
    next_call_time,
    put_back,
    record_call,
)
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.models import CallTurn, ContactAttempt, Workplace
from tests import cast
from tests.cast import NOW, SEOUL

pytestmark = pytest.mark.django_db
Purpose = ContactAttempt.Purpose


def call(workplace: Workplace, outcome: str = "NO_ANSWER", **changes: object) -> ContactAttempt:
    facts: dict[str, object] = {"purpose": Purpose.NUMBER, "now": NOW, **changes}
    staff = cast.make_staff()
    return record_call(workplace=workplace, outcome=outcome, staff=staff, **facts)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


def test_a_call_is_remembered() -> None:
    workplace, staff = cast.make_workplace(), cast.make_staff()

    made = record_call(workplace=workplace, outcome="NO_ANSWER", staff=staff, now=NOW)

    assert (made.workplace, made.staff, made.made_at) == (workplace, staff, NOW)
    assert made.purpose == Purpose.GENERAL


def test_an_unknown_outcome_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="SANG"):
        call(cast.make_workplace(), "SANG")

    assert not ContactAttempt.objects.exists()


def test_after_no_answer_the_workplace_rests_until_another_time_of_day() -> None:
    workplace = cast.make_workplace()

    call(workplace)

    turn = CallTurn.objects.get()
    assert (turn.tries, turn.rests_until) == (1, at(24, 13, 30))


@pytest.mark.parametrize("outcome", ["REACHED", "CONFIRMED", "WANTS_OTHER_TIME", "REFUSED"])
def test_a_call_about_something_else_is_a_disturbance_too(outcome: str) -> None:
    workplace = cast.make_workplace()

    call(workplace, outcome, purpose=Purpose.VISIT)

    turn = CallTurn.objects.get()
    assert (turn.rests_until, turn.refused_at) == (at(24, 13, 30), None)


def test_the_time_that_was_agreed_is_kept() -> None:
    workplace = cast.make_workplace()

    made = call(workplace, not_before=at(30, 15))

    assert made.not_before == at(30, 15)
    assert CallTurn.objects.get().rests_until == at(30, 15)


@pytest.mark.parametrize("chosen", [at(23, 15), at(28, 10), at(24, 20), NOW + timedelta(days=200)])
def test_no_call_is_put_at_a_time_when_nobody_calls(chosen: datetime) -> None:
    with pytest.raises(NoCallThen):
        call(cast.make_workplace(), not_before=chosen)

    assert not ContactAttempt.objects.exists()


def test_after_four_calls_a_workplace_rests() -> None:
    workplace = cast.make_workplace()
    now = NOW
    for _each in range(3):
        foreseen = next_call_time(workplace=workplace, now=now)
        call(workplace, now=now)
        assert CallTurn.objects.get().rests_until == foreseen
        now = foreseen

    with pytest.raises(NoCallThen):
        call(workplace, now=now, not_before=now + timedelta(days=1))
    call(workplace, now=now)

    turn = CallTurn.objects.get()
    assert turn.tries == 4
    assert turn.rests_until is not None
    assert turn.rests_until - now > timedelta(days=89)


def test_a_refusal_stays_until_somebody_puts_the_workplace_back() -> None:
    workplace = cast.make_workplace()
    call(workplace, "REFUSED")
    call(workplace, "REACHED", purpose=Purpose.VISIT, now=NOW + timedelta(days=2))
    refused = CallTurn.objects.get()

    put_back(workplace=workplace, now=NOW + timedelta(days=9))

    turn = CallTurn.objects.get()
    assert (refused.refused_at, refused.rests_until) == (NOW, None)
    assert (turn.refused_at, turn.rests_until, turn.tries) == (None, None, 0)
    with pytest.raises(NotRefused):
        put_back(workplace=workplace, now=NOW + timedelta(days=9))


def test_whoever_is_put_back_on_the_day_of_the_call_is_due_tomorrow() -> None:
    workplace = cast.make_workplace()
    call(workplace, "REFUSED")

    turn = put_back(workplace=workplace, now=NOW + timedelta(hours=1))

    assert turn.rests_until == at(24, 13, 30)


def test_whoever_gives_a_number_has_refused_no_longer() -> None:
    workplace = cast.make_workplace()
    call(workplace, "REFUSED")

    call(workplace, "GOT_MOBILE", now=NOW + timedelta(days=1))

    assert CallTurn.objects.get().refused_at is None


def test_a_note_says_nothing_about_health_and_holds_no_resident_number() -> None:
    workplace = cast.make_workplace()

    with pytest.raises(HealthWordsGiven):
        call(workplace, note="당뇨로 쉬신다고 함")
    with pytest.raises(ResidentNumberGiven):
        call(workplace, note="900101-1234567")

    assert not ContactAttempt.objects.exists()
    assert call(workplace, note=" 점심 뒤에 ").note == "점심 뒤에"
