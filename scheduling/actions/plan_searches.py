"""Looking for a better plan in the background, while staff look at the first one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from scheduling.actions.driving_times import ask_for_ways, with_kept_ways
from scheduling.actions.plan_candidates import REACH, find_candidates
from scheduling.actions.plan_problems import days_to_plan
from scheduling.actions.plan_weeks import (
    PlannedWeek,
    PlanRefused,
    figures,
    left_out,
    plan_week,
    write_stops,
)
from scheduling.models import Plan
from scheduling.planner.effort import Seconds
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.plan import Result
from scheduling.planner.problem import Problem

JOB = "scheduling.tasks.improve_plan"
SEARCHING = (Plan.Search.WAITING, Plan.Search.RUNNING)
A_SIGN = 1.0  # seconds between two signs of life
SILENCE = timedelta(seconds=45)  # after which nobody waits for the job any longer
LEAST_SECONDS, SECONDS_A_VISIT = 1.0, 0.1  # a handful of visits is soon as good as it gets
THREADS = 2


class SearchOver(PlanRefused):
    words = _("The search for a better plan is over.")


def begin_search(plan: Plan, *, now: datetime) -> None:
    """Hand a proposed week to the jobs once it is committed; it stands meanwhile as it is."""
    plan.search, plan.search_share, plan.search_seen_at = Plan.Search.WAITING, 0, now
    plan.save(update_fields=["search", "search_share", "search_seen_at"])
    transaction.on_commit(lambda: async_task(JOB, plan.pk))


def is_searching(plan: Plan, *, now: datetime) -> bool:
    """Tell whether a better plan may still come; a job that fell silent is not waited for."""
    if plan.state != Plan.State.PROPOSED or plan.search not in SEARCHING:
        return False
    return plan.search_seen_at is not None and now - plan.search_seen_at < SILENCE


@transaction.atomic
def stop_search(*, plan: Plan, now: datetime) -> None:
    """
    Ask the job to write down the best plan it has.

    :raises SearchOver: it is not searching
    """
    found = Plan.objects.filter(pk=plan.pk, state=Plan.State.PROPOSED, search__in=SEARCHING)
    if not found.update(stop_asked_at=now):
        raise SearchOver


def improve_plan(*, plan_id: int, clock: Callable[[], datetime], ticks: Callable[[], float]) -> str:
    """
    Search for a better plan of a week and put it in the place of the one that staff look at.

    A plan that was changed, accepted or discarded meanwhile is left alone: people come first.
    `ticks` counts seconds from anywhere, as time.monotonic does.
    """
    plan = _take(plan_id, now=clock())
    if plan is None:
        return "left alone"
    watch = _Watch(plan, clock, ticks)
    try:
        week = plan_week(
            centre=plan.centre,
            week_start=plan.week_start_date,
            days=days_to_plan(
                centre=plan.centre,
                week_start=plan.week_start_date,
                today=timezone.localdate(clock()),
            ),
            found=find_candidates(
                centre=plan.centre, until=plan.week_start_date + timedelta(days=6) + REACH
            ),
            solve=partial(_solve, plan=plan, watch=watch),
            prepare=partial(_with_ways, now=clock()),
        )
    except PlanRefused:  # nothing is due or nobody at work any longer
        return _end(plan)
    return _write(plan, week)


class _Watch:
    """Tells how far the search is, and hears whether it shall end; once a second."""

    def __init__(
        self, plan: Plan, clock: Callable[[], datetime], ticks: Callable[[], float]
    ) -> None:
        self._plan, self._clock, self.ticks = plan, clock, ticks
        self._told_at, self._is_over = float("-inf"), False

    def tell(self, progress: Progress) -> None:
        """Show a sign of life, unless the last one was just now."""
        if self.ticks() - self._told_at < A_SIGN:
            return
        self._told_at = self.ticks()
        running = Plan.objects.filter(
            pk=self._plan.pk,
            state=Plan.State.PROPOSED,
            search=Plan.Search.RUNNING,
            stop_asked_at=None,
        )
        self._is_over = not running.update(
            search_share=int(100 * progress.share), search_seen_at=self._clock()
        )

    def is_over(self) -> bool:
        """Tell whether staff stopped the search or made it pointless."""
        return self._is_over


def _with_ways(problem: Problem, *, now: datetime) -> Problem:
    ask_for_ways(problem, now=now)
    return with_kept_ways(problem)


def _solve(problem: Problem, *, plan: Plan, watch: _Watch) -> Result:
    seconds = LEAST_SECONDS + SECONDS_A_VISIT * len(problem.visits)
    return best_plan(
        problem,
        effort=Seconds(min(settings.PLAN_SECONDS, seconds), watch.ticks, watch.ticks()),
        seed=plan.pk,
        threads=THREADS,
        progress=watch.tell,
        stop=watch.is_over,
    )


@transaction.atomic
def _take(plan_id: int, *, now: datetime) -> Plan | None:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("centre").get(pk=plan_id)
    if plan.state != Plan.State.PROPOSED or plan.search != Plan.Search.WAITING:
        return None
    plan.search, plan.search_seen_at = Plan.Search.RUNNING, now
    plan.save(update_fields=["search", "search_seen_at"])
    return plan


@transaction.atomic
def _write(plan: Plan, week: PlannedWeek) -> str:
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != Plan.State.PROPOSED or locked.search != Plan.Search.RUNNING:
        return "left alone"
    locked.stops.all().delete()
    write_stops(locked, week)
    locked.unplanned = left_out(week)
    locked.figures = {**locked.figures, "best": figures(week)}
    locked.search, locked.search_share = Plan.Search.ENDED, 100
    locked.version += 1
    locked.save(update_fields=["unplanned", "figures", "search", "search_share", "version"])
    return "better"


def _end(plan: Plan) -> str:
    Plan.objects.filter(pk=plan.pk, search=Plan.Search.RUNNING).update(search=Plan.Search.ENDED)
    return "nothing to plan"
