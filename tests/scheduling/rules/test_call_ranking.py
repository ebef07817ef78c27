from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.rules.call_queue import MOST_TRIES, REST_DAYS, Call, CallResult, turn_after
from scheduling.rules.call_ranking import (
    SEVERITY,
    Because,
    Near,
    Reach,
    Said,
    Waiting,
    caller_of,
    is_held_out,
    ranked,
    weight,
)

TODAY = date(2026, 11, 23)
LATE = TODAY - timedelta(days=30)
EXAM = Waiting(1, LATE, "SPECIAL_EXAM")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # 60 days late before 30
        (Waiting(1, LATE - timedelta(days=30), "SPECIAL_EXAM"), Waiting(2, LATE, "SPECIAL_EXAM")),
        # an exam by law before an offer of the programme, though that is a year late
        (EXAM, Waiting(2, TODAY - timedelta(days=365), "CONSULTATION")),
        # an exam the labour office ordered before a periodic one
        (Waiting(1, LATE, "ORDERED_EXAM"), Waiting(2, LATE, "SPECIAL_EXAM")),
        # four people before one
        (Waiting(1, LATE, "SPECIAL_EXAM", workers=4), Waiting(2, LATE, "SPECIAL_EXAM")),
        # where a team goes anyway
        (Waiting(1, LATE, "SPECIAL_EXAM", near=Near.SAME_DONG), Waiting(2, LATE, "SPECIAL_EXAM")),
        # a text reaches them; then a telephone; a letter is the last
        (Waiting(1, LATE, "SPECIAL_EXAM", reach=Reach.TEXT), Waiting(2, LATE, "SPECIAL_EXAM")),
        (EXAM, Waiting(2, LATE, "SPECIAL_EXAM", reach=Reach.LETTER)),
        # who asked for another time before who was never called, and both before who did not answer
        (Waiting(1, LATE, "SPECIAL_EXAM", said=Said.WANTS_OTHER_TIME), EXAM),
        (EXAM, Waiting(2, LATE, "SPECIAL_EXAM", said=Said.NO_ANSWER)),
        # late before not late yet
        (EXAM, Waiting(2, TODAY + timedelta(days=7), "SPECIAL_EXAM")),
    ],
)
def test_the_more_urgent_one_is_first(first: Waiting, second: Waiting) -> None:
    assert weight(first, today=TODAY) > weight(second, today=TODAY)


@pytest.mark.parametrize(
    ("waiting", "because"),
    [
        (Waiting(1, TODAY - timedelta(days=150), "SPECIAL_EXAM"), Because.OVERDUE),
        (Waiting(1, TODAY, "ORDERED_EXAM"), Because.SEVERE),
        (Waiting(1, TODAY, "CONSULTATION", workers=9), Because.MANY),
        (Waiting(1, TODAY, "CONSULTATION", near=Near.SAME_DONG), Because.NEAR),
        (Waiting(1, LATE, "CONSULTATION", said=Said.WANTS_OTHER_TIME), Because.ASKED),
    ],
)
def test_one_reason_is_named(waiting: Waiting, because: Because) -> None:
    assert ranked([waiting], today=TODAY, most=10)[0].because is because


def test_every_fifth_place_is_for_whoever_waited_longest() -> None:
    urgent = [Waiting(n, LATE, "ORDERED_EXAM", workers=9, last_contact=TODAY) for n in range(9)]
    forgotten = Waiting(99, TODAY, "TRAINING", reach=Reach.LETTER)

    listed = ranked([*urgent, forgotten], today=TODAY, most=5)

    assert listed[4].waiting is forgotten
    assert listed[4].because is Because.WAITED


waitings = st.builds(
    Waiting,
    workplace=st.integers(1, 10_000),
    due_date=st.dates(date(2024, 1, 1), date(2026, 12, 7)),
    kind=st.sampled_from(sorted(SEVERITY)),
    workers=st.integers(0, 300),
    near=st.sampled_from(Near),
    reach=st.sampled_from(Reach),
    said=st.sampled_from(Said),
    last_contact=st.none() | st.dates(date(2025, 1, 1), TODAY),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(waitings, unique_by=lambda one: one.workplace, max_size=20), st.integers(0, 12))
def test_nobody_stands_twice_and_the_order_of_facts_does_not_matter(
    waiting: list[Waiting], most: int
) -> None:
    listed = [one.waiting.workplace for one in ranked(waiting, today=TODAY, most=most)]

    assert len(listed) == len(set(listed)) == min(most, len(waiting))
    assert listed == [
        one.waiting.workplace for one in ranked(waiting[::-1], today=TODAY, most=most)
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(waitings, unique_by=lambda one: one.workplace, min_size=1, max_size=25))
def test_nobody_is_called_five_times_and_nobody_is_forgotten(waiting: list[Waiting]) -> None:
    calls = _a_year_of_calls(waiting, fair=True)

    assert set(calls) == {one.workplace for one in waiting}
    for days in calls.values():
        for day in days:
            round_ = [other for other in days if 0 <= (other - day).days < REST_DAYS]
            assert len(round_) <= MOST_TRIES


def test_without_the_fair_places_somebody_would_be_forgotten() -> None:
    """The twin: by weight alone, whoever weighs little is never called."""
    urgent = [Waiting(n, LATE, "ORDERED_EXAM", workers=100) for n in range(150)]
    light = Waiting(9_999, TODAY, "TRAINING", reach=Reach.LETTER)

    assert 9_999 in _a_year_of_calls([*urgent, light], fair=True)
    assert 9_999 not in _a_year_of_calls([*urgent, light], fair=False)


def _a_year_of_calls(waiting: list[Waiting], *, fair: bool) -> dict[int, list[date]]:
    """Call five a day, nobody ever answers; return the days of each workplace's calls."""
    made: dict[int, list[Call]] = {}
    days: dict[int, list[date]] = {}
    for day in (TODAY + timedelta(days=n) for n in range(120)):
        at = datetime.combine(day, time(10))
        free = [one for one in waiting if _may_call(made.get(one.workplace, []), at)]
        if fair:
            chosen = [
                one.waiting
                for one in ranked(
                    [_told(one, days.get(one.workplace)) for one in free], today=day, most=5
                )
            ]
        else:
            chosen = sorted(free, key=lambda one: -weight(one, today=day))[:5]
        for one in chosen:
            made.setdefault(one.workplace, []).append(Call(at, CallResult.UNANSWERED))
            days.setdefault(one.workplace, []).append(day)
    return days


def _may_call(calls: list[Call], at: datetime) -> bool:
    rests = turn_after(calls).rests_until
    return rests is None or rests.date() <= at.date()


def _told(one: Waiting, days: list[date] | None) -> Waiting:
    last = days[-1] if days else None
    return Waiting(one.workplace, one.due_date, one.kind, one.workers, last_contact=last)


def test_the_list_is_shared_among_those_who_call() -> None:
    shares = [caller_of(place, [1, 2, 3], last_caller=None) for place in range(3_000)]

    assert {shares.count(one) // 100 for one in (1, 2, 3)} <= {9, 10}
    assert caller_of(7, [1, 2, 3], last_caller=2) == 2
    assert caller_of(7, [], last_caller=None) is None


def test_who_is_held_out_stays_so_as_the_share_grows() -> None:
    few = {place for place in range(2_000) if is_held_out(place, percent=5)}
    more = {place for place in range(2_000) if is_held_out(place, percent=10)}

    assert few < more
    assert 60 < len(few) < 140
    assert not any(is_held_out(place, percent=0) for place in range(2_000))
