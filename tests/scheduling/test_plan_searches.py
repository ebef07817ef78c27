"""A better plan is looked for while staff look at the first one, and never against them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from scheduling.actions import plan_searches, plan_stops, plans
from scheduling.models import Plan, Visit
from scheduling.planner.plan import ChangeKind, Reason
from scheduling.views.plan_words import left_out
from tests.cast import NOW, make_staff, make_workplace
from tests.cast_scheduling import make_due_item, make_plan, make_team, make_week_of_shifts

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
SignIn = Callable[..., Client]


class Ticks:
    """Seconds that go by as somebody looks; at one moment something may happen."""

    def __init__(self, step: float = 0.02, happens: Callable[[], object] | None = None) -> None:
        self.now, self.step, self.happens = 0.0, step, happens

    def __call__(self) -> float:
        self.now += self.step
        if self.happens is not None and self.now > 1:
            happens, self.happens = self.happens, None
            happens()
        return self.now


def proposed(places: int = 8) -> Plan:
    """Propose a week for two teams, with shops on both sides of the river."""
    for team in (make_team(), make_team()):
        make_week_of_shifts(team, MONDAY)
    for number in range(places):
        place = make_workplace(
            name=f"가게 {number}",
            latitude=37.48 + 0.02 * (number % 5),
            longitude=126.88 + 0.03 * (number * 3 % 7),
        )
        make_due_item(place)
    return make_plan(MONDAY)


def search(plan: Plan, ticks: Ticks | None = None) -> str:
    return plan_searches.improve_plan(plan_id=plan.pk, clock=lambda: NOW, ticks=ticks or Ticks())


def stops_of(plan: Plan) -> list[tuple[int, int, object]]:
    return list(plan.stops.order_by("pk").values_list("pk", "team", "starts_at"))


def test_the_search_makes_a_plan_no_worse_that_can_be_booked() -> None:
    plan = proposed()

    assert search(plan) == "better"

    plan.refresh_from_db()
    first, best = plan.figures["first"], plan.figures["best"]
    assert (plan.search, plan.search_share, plan.version) == (Plan.Search.ENDED, 100, 2)
    assert best["visits"] >= first["visits"] == 8
    assert best["travel"] <= first["travel"]
    assert plan.stops.count() == best["visits"]
    assert len(plans.accept_plan(plan=plan, staff=None, now=NOW, version=2)) == 8


def test_a_plan_is_searched_once() -> None:
    plan = proposed()
    search(plan)
    stops = stops_of(plan)

    assert search(plan) == "left alone"

    assert stops_of(plan) == stops


def test_what_staff_changed_meanwhile_is_not_replaced() -> None:
    plan = proposed()
    dropped = plan.stops.order_by("pk")[0]
    before = stops_of(plan)

    done = search(plan, Ticks(happens=lambda: plan_stops.drop_stop(stop=dropped)))

    assert done == "left alone"
    assert stops_of(plan) == before
    assert plan.stops.get(is_kept=False) == dropped


def test_without_that_lock_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_stops, "lock_to_change", plans.lock_plan)
    plan = proposed()
    dropped = plan.stops.order_by("pk")[0]

    search(plan, Ticks(happens=lambda: plan_stops.drop_stop(stop=dropped)))

    assert not plan.stops.filter(is_kept=False).exists()


def test_a_plan_accepted_meanwhile_is_left_alone() -> None:
    plan = proposed()
    accept = lambda: plans.accept_plan(plan=plan, staff=None, now=NOW)  # noqa: E731

    assert search(plan, Ticks(happens=accept)) == "left alone"

    assert Visit.objects.count() == 8
    assert plan.stops.filter(visit=None).count() == 0


def test_who_accepts_books_what_they_looked_at() -> None:
    plan = proposed()
    seen = plan.version
    search(plan)

    with pytest.raises(plans.PlanChanged):
        plans.accept_plan(plan=plan, staff=None, now=NOW, version=seen)

    assert not Visit.objects.exists()
    # The twin: without the version, what nobody saw is booked.
    assert plans.accept_plan(plan=plan, staff=None, now=NOW)


def test_a_stopped_search_leaves_the_best_plan_so_far() -> None:
    plan = proposed()
    stop = lambda: plan_searches.stop_search(plan=plan, now=NOW)  # noqa: E731
    ticks = Ticks(step=0.001, happens=stop)

    assert search(plan, ticks) == "better"

    assert ticks.now < 2.1  # of 1 s and a tenth for each visit, it took until the next sign
    with pytest.raises(plan_searches.SearchOver):
        plan_searches.stop_search(plan=plan, now=NOW)


def test_a_week_with_nothing_left_to_do_ends_the_search() -> None:
    plan = proposed(1)
    plan.stops.get().due_items.update(closed_at=NOW, closed_as="DONE")

    assert search(plan) == "nothing to plan"

    plan.refresh_from_db()
    assert (plan.search, plan.stops.count()) == (Plan.Search.ENDED, 1)


def test_nobody_waits_for_a_job_that_fell_silent() -> None:
    plan = proposed(1)

    assert plan_searches.is_searching(plan, now=NOW)
    assert not plan_searches.is_searching(plan, now=NOW + timedelta(minutes=1))


def test_the_search_is_queued_once_the_plan_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plan = proposed(1)

    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == (plan_searches.JOB, (plan.pk,))


def test_the_page_shows_the_search_and_then_what_it_brought(signed_in: SignIn) -> None:
    plan, client, htmx = proposed(), signed_in(), {"HX-Request": "true"}
    address = f"/plans/{plan.pk}/"
    set_now = Plan.objects.filter(pk=plan.pk).update
    set_now(search_seen_at="2999-01-01T00:00Z")  # the page's clock is the machine's

    assert "더 좋은 계획을 찾고 있습니다" in client.get(address).content.decode()
    assert client.get(f"{address}search/", headers=htmx).status_code == 200
    assert client.post(f"{address}search/stop/").status_code == 302
    page = client.get(address).content.decode()
    assert "지금까지 찾은 가장 좋은 계획" in page
    set_now(stop_asked_at=None)
    search(plan)
    over = client.get(f"{address}search/", headers=htmx)
    page = client.get(address).content.decode()

    assert over.headers["HX-Redirect"] == address
    assert "찾기가 끝났습니다. 방문 8곳" in page
    assert "더 좋은 계획을 찾고" not in page


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_change_is_said_in_words(kind: ChangeKind) -> None:
    plan = proposed(2)
    stop, other = plan.stops.all()[:2]
    plan.unplanned = [
        {
            "workplace": stop.workplace_id,
            "reason": reason.value,
            "numbers": {"needed": 40, "available": 20},
            "change": {
                "kind": kind.value,
                "team": stop.team_id,
                "date": "2026-12-03",
                "minutes": 25,
                "other": other.workplace_id,
            },
        }
        for reason in Reason
    ]

    for row in left_out(plan, make_staff()):
        assert row.words
        assert stop.team.name in row.change
        assert "12. 3.(목)" in row.change
