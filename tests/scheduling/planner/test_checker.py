"""The second opinion sees each fault; without this its silence would prove nothing."""

from __future__ import annotations

from dataclasses import replace

from scheduling.planner.plan import Plan, Route
from tests.scheduling.planner.cast import LUNCH, make_problem, make_team, make_visit, pinned
from tests.scheduling.planner.checker import faults


def test_the_checker_sees_each_fault() -> None:
    visits = [make_visit(1, 10, pin=pinned(600)), make_visit(2, 20, windows=((700, 800),))]
    problem = make_problem(visits, lunch=LUNCH, teams=[make_team(max_drive=50)])
    good = Route(0, 0, (1, 2), (600, 710), 740)

    assert faults(problem, Plan((good,))) == []
    for fault, changed in (
        ("pinned visit 1 has moved", {"starts": (601, 710)}),
        ("visit 2 is outside its windows", {"starts": (600, 699)}),
        ("gap 1 is too tight", {"starts": (600, 639)}),
        ("no lunch", {"lunch": None, "starts": (600, 760)}),
        ("lunch at a wrong time", {"lunch": 689}),
        ("lunch at a wrong time", {"lunch": 781}),
        ("pinned visit 1 is not served", {"visits": (2,), "starts": (710,)}),
    ):
        assert fault in faults(problem, Plan((replace(good, **changed),)))
    assert "a visit is served twice" in faults(problem, Plan((good, good)))
    far = make_problem([make_visit(1, 26)], teams=[make_team(max_drive=50)])
    assert faults(far, Plan((Route(0, 0, (1,), (600,), None),))) == ["too much driving"]
