"""Days that a search has seen are remembered, and the best of them make a plan."""

from __future__ import annotations

import numpy as np
import pytest

from scheduling.planner.engine import layout as at
from scheduling.planner.engine.chain import Chain
from scheduling.planner.engine.choice import bound, choose_as_is, forget_days
from scheduling.planner.engine.cooling import COLD, COOL, HOT, LAST_ENDS, WARM, Cooling
from scheduling.planner.engine.days import LENGTH, N_DAYS, PRICE, note_days
from scheduling.planner.engine.orders import return_to_best, set_order
from scheduling.planner.engine.regroup import regroup
from scheduling.planner.engine.tables import team_days, world_of
from scheduling.planner.problem import Problem
from scheduling.planner.travel import travel_minutes


@pytest.fixture
def chain(busy_week: Problem) -> Chain:
    """Return a search that has seen some days."""
    chain = Chain(busy_week, world_of(busy_week, travel_minutes(busy_week)), seed=3)
    chain.begin(
        [[i for i in (7, 20) if (i % 2, i % 3) == day] for day in team_days(busy_week)], None
    )
    chain.run(3000, 0.05, 0.1)
    return_to_best(chain.world, chain.state)
    note_days(chain.world, chain.state, chain.memory.days)
    return chain


def test_one_set_of_visits_is_one_day_in_its_cheapest_order(chain: Chain) -> None:
    days, state = chain.memory.days, chain.state
    length, known = int(state.routes[0, at.STOPS]), int(days.counts[N_DAYS])
    n_centres = len(chain.problem.centres)
    order = state.gaps[0, :length, at.AFTER].astype(np.int64) - n_centres
    price = int(state.routes[0, at.DRIVEN] + chain.world.late[order, 0].sum())

    for turned in (order, order[::-1].copy()):
        set_order(chain.world, state, 0, turned)
        note_days(chain.world, state, days)

    assert days.counts[N_DAYS] == known
    assert choose_as_is(state, days, chain.memory.choice)
    assert days.facts[chain.memory.choice.best[0], PRICE] <= price


def test_the_plan_as_it_is_can_be_chosen_at_no_more_than_it_costs(chain: Chain) -> None:
    memory, choice = chain.memory, chain.memory.choice

    assert choose_as_is(chain.state, memory.days, choice)

    chosen = memory.days.facts[choice.best]
    served = int(chosen[:, LENGTH].sum())
    left_out = int(chain.world.visits[chain.state.where < 0, at.COST].sum())
    assert served == int((chain.state.where >= 0).sum())
    # Less where one of its days was seen in a cheaper order.
    assert chain.best - 20 < int(chosen[:, PRICE].sum()) + left_out <= chain.best


def test_no_choice_costs_less_than_the_bound_and_regrouping_never_more(chain: Chain) -> None:
    memory, choice = chain.memory, chain.memory.choice
    least = bound(chain.world, memory.days, choice, 200, float(chain.best))
    choose_as_is(chain.state, memory.days, choice)

    kept = regroup(chain.world, chain.state, memory.days, choice, 0, 1e9)
    above = regroup(chain.world, chain.state, memory.days, choice, 200, 1e9)

    assert chain.best - 20 < least + kept <= chain.best + 1e-6
    assert 0 <= above <= kept


def test_each_visit_is_made_once_however_often_it_was_chosen(chain: Chain) -> None:
    orders = [[1, 2, 3], [4, 2, 5], [2]]

    once = chain.memory._each_once(orders)

    assert sorted(visit for order in once for visit in order) == [1, 2, 3, 4, 5]


def test_choosing_anew_never_makes_the_plan_worse(chain: Chain) -> None:
    before = chain.best

    chain.run(500, 0.5, 0.6)

    assert chain.cooling.begun == 2
    assert chain.best <= before


def test_days_far_above_the_bound_are_forgotten_and_the_others_still_known(chain: Chain) -> None:
    memory = chain.memory
    bound(chain.world, memory.days, memory.choice, 200, float(chain.best))
    most = int(memory.days.counts[N_DAYS]) // 2

    forget_days(memory.days, memory.choice, 1e6, most)

    kept = int(memory.days.counts[N_DAYS])
    assert 0 < kept <= most
    assert int((memory.days.table > 0).sum()) == kept
    memory.days.noted[:] = 0
    note_days(chain.world, chain.state, memory.days)
    assert choose_as_is(chain.state, memory.days, memory.choice)


def test_a_search_cools_in_cycles_and_ends_cold() -> None:
    cooling, share, begins = Cooling(3), 0.0, list[float]()
    while share < 1:
        if cooling.turns(share):
            cooling.begin_next(share + 0.02)  # choosing takes its time
            begins.append(cooling.at(share + 0.02))
        share += 0.001

    assert Cooling(3).at(0.0) == pytest.approx(HOT)
    assert begins == pytest.approx([WARM, WARM, COOL])
    assert cooling.begins < LAST_ENDS + 0.05
    assert cooling.at(1.0) == pytest.approx(COLD)


def test_one_cycle_cools_all_the_way() -> None:
    cooling = Cooling(1)

    assert [cooling.at(0.0), cooling.at(LAST_ENDS)] == pytest.approx([HOT, COLD])
    assert cooling.turns(LAST_ENDS)
