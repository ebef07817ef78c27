"""Visits that need another place find it together, not one at the cost of the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from scheduling.actions.joint_searches import NOTHING, Answer, at_its_time, others_on, search
from scheduling.actions.plan_problems import Stop
from scheduling.actions.reminders import told_of
from scheduling.actions.slots import FreeTime
from scheduling.actions.week_boards import WEEKS, Move, WeekBoard
from scheduling.models import Visit

A_WEEK = timedelta(weeks=1)
Why = Mapping[str, object]


def place_together(*, board: WeekBoard, visits: Sequence[Visit]) -> list[Move]:
    """
    Return the best that can be done for visits that lost their team; nothing is changed.

    1. One after the other, the quick way: there is an answer at once.
    2. Together, by the planner: all their times, then their days, then three weeks. Visits that
       nobody was told of may go to another team at their time to make room; they follow behind.
    3. Of the two the one that troubles fewer owners; the second only where it is better.
    """
    one_by_one = board.without()
    quick = [one_by_one.place(visit) for visit in visits]
    if len(quick) == 1 and quick[0].keeps_time:
        return quick
    together = _Together(board.without())
    moves = together.place(visits)
    told = told_of(visits=[visit.pk for visit in visits])
    best = min((quick, moves), key=partial(burden, told=told))
    return [
        replace(move, why=together.why.get(move.visit.pk, {})) if move.team is None else move
        for move in best
    ]


def burden(moves: Sequence[Move], *, told: Collection[int]) -> tuple[int, int, int, int, int]:
    """
    Return what moves put on people, the worst first.

    Visits lost, told owners who get another time, owners who do, other days, minutes of driving.
    """
    found = [move for move in moves if move.team is not None]
    later = [move for move in found if not move.keeps_time]
    return (
        len(moves) - len(found),
        sum(move.visit.pk in told for move in later),
        len(later),
        sum(abs(move.minutes_later) >= 24 * 60 for move in later),
        sum(move.added_minutes for move in found),
    )


class _Together:
    """Places visits stage by stage on a board of its own."""

    def __init__(self, board: WeekBoard) -> None:
        self._board = board
        self._moves: dict[int, Move] = {}
        self._handed: dict[int, Move] = {}
        self.why: dict[int, Why] = {}

    def place(self, visits: Sequence[Visit]) -> list[Move]:
        """Return a move for each visit, and behind them those that make room."""
        wanted = [
            visit
            for visit in visits
            if visit.workplace.latitude is not None and visit.due_items.all()
        ]
        by_day: dict[date, list[Visit]] = {}
        for visit in wanted:
            by_day.setdefault(timezone.localdate(visit.starts_at), []).append(visit)
        others = others_on(board=self._board, days=list(by_day))
        for day, those in by_day.items():
            self._try([day], those, others[day], at_their_time=True)
            self._try([day], those, self._still(others[day]))
        self._on_other_days(by_day)
        moves = [self._moves.get(visit.pk, Move(visit)) for visit in visits]
        return moves + [self._handed[key] for key in sorted(self._handed)]

    def _on_other_days(self, by_day: dict[date, list[Visit]]) -> None:
        weeks: dict[date, list[Visit]] = {}
        for day, visits in by_day.items():
            for week in range(WEEKS):
                monday = day - timedelta(days=day.weekday()) + week * A_WEEK
                weeks.setdefault(monday, []).extend(visits)
        for monday, visits in sorted(weeks.items()):
            days = [day for day in self._board.working_days(monday) if day > self._board.today]
            self._try(days, visits, ())

    def _try(
        self,
        days: Sequence[date],
        visits: Sequence[Visit],
        others: Sequence[Visit],
        *,
        at_their_time: bool = False,
    ) -> None:
        """Place what has no place yet, all that fit or none."""
        left = [visit for visit in visits if visit.pk not in self._moves]
        if not left or not days:
            return
        stops = [at_its_time(visit) for visit in left]
        if not at_their_time:
            stops = [replace(stop, hours=None, on=None) for stop in stops]
        answer = search(board=self._board, days=days, stops=stops, others=others)
        if not at_their_time:
            for number, why in answer.why.items():
                self._remember(left[number], why)
        board = taken(self._board, left, stops, answer, others)
        if board is None:
            return
        self._board = board
        for number, found in answer.times.items():
            visit = left[number]
            self._moves[visit.pk] = Move(visit, found.team, found.starts_at, found.added_minutes)
        for move in handed_over(others, answer):
            self._handed[move.visit.pk] = move

    def _still(self, others: Sequence[Visit]) -> list[Visit]:
        """Return those that have not been handed over already."""
        return [visit for visit in others if visit.pk not in self._handed]

    def _remember(self, visit: Visit, why: Why) -> None:
        """Keep the reason whose change is the smallest."""
        known = self.why.get(visit.pk)
        if known is None or _minutes(why) < _minutes(known):
            self.why[visit.pk] = why


def taken(
    board: WeekBoard,
    visits: Sequence[Visit | None],
    stops: Sequence[Stop],
    answer: Answer,
    others: Sequence[Visit],
) -> WeekBoard | None:
    """Return the board with an answer on it; nothing if people or vans would be in two places."""
    if answer is NOTHING or not answer.times:
        return None
    moving = [visit for visit in others if visit.pk in answer.handed]
    after = board.without(*moving)
    rows = [(at_its_time(visit), answer.handed[visit.pk], visit) for visit in moving] + [
        (stops[number], found, visits[number]) for number, found in sorted(answer.times.items())
    ]
    for stop, found, visit in rows:
        if not after.is_free(found, stop.minutes):
            return None
        after.keep(stop, found, visit)
    return after


def with_moves(board: WeekBoard, moves: Sequence[Move]) -> WeekBoard:
    """Return the board as it is once these moves are made."""
    after = board.without(*(move.visit for move in moves))
    for move in moves:
        if move.team is not None and move.starts_at is not None:
            stop = at_its_time(move.visit)
            after.keep(stop, FreeTime(move.team, move.starts_at, 0), move.visit)
    return after


def handed_over(others: Sequence[Visit], answer: Answer) -> list[Move]:
    """Return the visits to which another team comes at their time."""
    return [
        Move(visit, found.team, found.starts_at, found.added_minutes)
        for visit in others
        if (found := answer.handed.get(visit.pk)) is not None
    ]


def _minutes(why: Why) -> float:
    change = why.get("change")
    return change["minutes"] if isinstance(change, dict) else float("inf")
