"""The tables the search works on, and what their columns mean."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
Counts = NDArray[np.int64]
Chances = NDArray[np.uint64]

NEVER = 1 << 29  # later than any minute, dearer than any visit

# State.where of a visit that is on no route
LEFT_OUT, JUST_TAKEN, CALLED = -1, -2, -3

# World.visits
SERVICE, WINDOWS_FROM, WINDOWS_TO, COST, STEP, FIXED = range(6)
VISIT_COLUMNS = 6
# World.windows: the earliest and the latest start
OPENS, CLOSES = range(2)
# World.lunch; spare: minutes that a stop on the way might save, where ways are not the model's
MINUTES, EARLIEST, LATEST_START, SPARE = range(4)
# State.routes; busy: minutes of service; idle: of the shift with neither way, service nor lunch
STOPS, DRIVEN, VERSION, MAX_DRIVE, BEGINS, ENDS, BACK_UNFED, CENTRE, BUSY, IDLE, TOUCHED = range(11)
ROUTE_COLUMNS = 11
# State.gaps: the nodes before and after, the way between them, the earliest one can leave the
# first and the latest one may reach the second, each before lunch (unfed) and after (fed)
BEFORE, AFTER, LEG, LEFT_UNFED, LEFT_FED, REACH_UNFED, REACH_FED = range(7)
GAP_COLUMNS = 8
# State.memo
MEMO_VERSION, MEMO_COST = range(2)
# State.counts
LAST_VERSION, LAST_LOOK, N_TOUCHED, N_POOL, N_EMPTY, NOW, BEST, DONE = range(8)
N_COUNTS = 8


class World(NamedTuple):
    """What is given and never changes during a search; a node is a centre or a visit."""

    way_to: Shorts  # [node, node]: minutes from the second to the first
    way_on: Shorts  # [node, node]: minutes from the first to the second
    visits: Ints  # [visit, column]
    windows: Ints  # [window, column]
    late: Ints  # [visit, route]: cost of the day, NEVER where skills or days forbid it
    near: Ints  # [visit, rank]: the other visits, nearest first
    far: Ints  # [visit]: minutes to the nearest centre
    room: Ints  # [visit]: how many minutes later than the earliest it can start
    lunch: Counts  # [column]


class State(NamedTuple):
    """A plan in the making, the best one so far, and scratch space; a route is a team's day."""

    routes: Ints  # [route, column]
    gaps: Ints  # [route, gap, column]
    where: Ints  # [visit]: its route, or one of the above
    memo: Ints  # [visit, route, column]: least cost there, while the route has this version
    saved_routes: Ints  # routes as they were before this iteration
    saved_gaps: Ints
    best_routes: Ints  # routes of the best plan so far
    best_gaps: Ints
    touched: Ints  # routes changed in this iteration
    pool: Ints  # visits to put in
    rank: Counts  # [visit]: what the pool is ordered by
    empty: Ints  # routes without a stop when the round began
    seen: Counts  # [route]: when it was last looked at
    counts: Counts
    chance: Chances
