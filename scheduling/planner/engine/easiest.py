"""The cheapest change that would take a visit in."""

from __future__ import annotations

import numpy as np

from scheduling.planner.engine.chain import Chain
from scheduling.planner.engine.easing import ALLOWED, AMOUNT, OTHER, ROUTE, SKILLED, ease
from scheduling.planner.engine.layout import NEVER
from scheduling.planner.plan import Change, ChangeKind

# In the rows of `easing`, with what asking for it costs besides its minutes: somebody has to be
# telephoned about hours and days, another skill takes another person.
KINDS = (
    (ChangeKind.WIDER_WINDOW, 10),
    (ChangeKind.MORE_DRIVING, 0),
    (ChangeKind.LONGER_SHIFT, 0),
    (ChangeKind.WORTH_MORE, 0),
    (ChangeKind.INSTEAD_OF, 10),
    (ChangeKind.OTHER_DAY, 10),
    (ChangeKind.OTHER_SKILLS, 120),
)


def easiest_change(chain: Chain, stop: int) -> Change | None:
    """Return the cheapest single change with which this visit would fit, None if none is enough."""
    problem = chain.problem
    visit = problem.visits[stop]
    skilled = [SKILLED * (visit.skills <= team.skills) for team in problem.teams]
    able = np.array(
        [skilled[team] + ALLOWED * (day in visit.days) for team, day in chain.routes],
        dtype=np.int32,
    )
    found = np.zeros((len(KINDS), 3), dtype=np.int32)
    starts = [(opens, closes - visit.service) for opens, closes in visit.windows]
    windows = np.array(starts, dtype=np.int32).reshape(-1, 2)
    ease(chain.world, chain.state, stop, windows, able, found)
    amounts = [int(row[AMOUNT]) for row in found]
    prices = [amount + price for amount, (_, price) in zip(amounts, KINDS, strict=True)]
    kind = prices.index(min(prices))
    if amounts[kind] >= NEVER:
        return None
    team, day = chain.routes[int(found[kind, ROUTE])]
    other = int(found[kind, OTHER])
    return Change(
        kind=KINDS[kind][0],
        team=problem.teams[team].id,
        day=day,
        minutes=amounts[kind],
        other=None if other < 0 else problem.visits[other].id,
    )
