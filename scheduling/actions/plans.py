"""A proposed week: made by the planner, looked at by staff, booked as a whole or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from outreach.models import Centre, Staff
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import REACH, find_candidates
from scheduling.actions.plan_problems import days_to_plan
from scheduling.actions.plan_searches import SEARCHING, begin_search
from scheduling.actions.plan_weeks import (
    PlanRefused,
    figures,
    left_out,
    plan_week,
    write_stops,
)
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.visits import book_visit
from scheduling.models import Plan, PlanStop, Visit


class NoDayLeft(PlanRefused):
    words = gettext_lazy(
        "This week has no working day left after today. Please choose a later one."
    )


class PlanAlreadyDecided(PlanRefused):
    words = gettext_lazy("This plan was accepted, discarded or replaced meanwhile.")


class PlanChanged(PlanRefused):
    words = gettext_lazy("The plan changed after you opened it. Please look at it once more.")


class NothingToBook(PlanRefused):
    words = gettext_lazy("No stop of this plan is left to book.")


class PlanOutdated(PlanRefused):
    """One stop can no longer be booked; nothing of the plan was."""

    def __init__(self, stop: PlanStop, reason: str) -> None:
        super().__init__(stop.pk)
        self.stop, self.reason = stop, reason

    def __str__(self) -> str:
        return _("%(workplace)s, %(when)s: %(reason)s Nothing has been booked.") % {
            "workplace": self.stop.workplace.name,
            "when": date_format(
                timezone.localtime(self.stop.starts_at), pgettext("a moment", "D j M H:i")
            ),
            "reason": self.reason,
        }


@transaction.atomic
def make_plan(*, centre: Centre, week_start: date, staff: Staff | None, now: datetime) -> Plan:
    """
    Propose the visits of a week; nothing is booked or sent.

    1. Everything due by four weeks after the week, one stop per workplace, earliest due first.
    2. What is booked stays where it is; the planner puts the stops around it.
    3. An older proposal for the same week is discarded.
    4. A better plan is searched for in the background; this one can be accepted at any time.

    :raises PlanRefused: there is no day, no team, or nothing to do
    """
    Centre.objects.select_for_update().get(pk=centre.pk)  # one planner at a time
    today = timezone.localdate(now)
    days = days_to_plan(centre=centre, week_start=week_start, today=today)
    if not days:
        raise NoDayLeft
    found = find_candidates(centre=centre, until=week_start + timedelta(days=6) + REACH)
    week = plan_week(centre=centre, week_start=week_start, days=days, found=found)
    centre.plans.filter(week_start_date=week_start, state=Plan.State.PROPOSED).update(
        state=Plan.State.DISCARDED
    )
    plan = Plan.objects.create(
        centre=centre,
        week_start_date=week_start,
        made_by=staff,
        made_at=now,
        unplanned=left_out(week),
        figures={"first": figures(week)},
    )
    write_stops(plan, week)
    begin_search(plan, now=now)
    return plan


@transaction.atomic
def accept_plan(
    *, plan: Plan, staff: Staff | None, now: datetime, version: int | None = None
) -> list[Visit]:
    """
    Book every kept stop of a plan, with its texts, or none of them.

    `version` is the one that staff looked at: what they did not see is not booked.

    :raises PlanAlreadyDecided: somebody was faster
    :raises PlanChanged: the plan is no longer the one they looked at
    :raises NothingToBook: all stops were left out
    :raises PlanOutdated: a stop can no longer be booked; it is named
    """
    plan = lock_plan(plan)
    if version not in (None, plan.version):
        raise PlanChanged
    stops = plan.stops.filter(is_kept=True).select_related("workplace__centre", "team")
    visits = [
        _book(stop, staff=staff, now=now)
        for stop in stops.prefetch_related("due_items").order_by("starts_at", "pk")
    ]
    if not visits:
        raise NothingToBook
    plan.state = Plan.State.ACCEPTED
    plan.save(update_fields=["state"])
    return visits


@transaction.atomic
def discard_plan(*, plan: Plan) -> None:
    """
    Lay a plan aside; nothing was booked by it.

    :raises PlanAlreadyDecided: somebody was faster
    """
    plan = lock_plan(plan)
    plan.state = Plan.State.DISCARDED
    plan.save(update_fields=["state"])


def lock_to_change(plan: Plan) -> Plan:
    """
    Lock a plan for a change by staff, which ends the search: nothing they chose is replaced.

    :raises PlanAlreadyDecided: it is no longer a proposal
    """
    plan = lock_plan(plan)
    if plan.search in SEARCHING:
        plan.search = Plan.Search.ENDED
    plan.version += 1
    plan.save(update_fields=["search", "version"])
    return plan


def lock_plan(plan: Plan) -> Plan:
    """
    Read a plan again and keep others from deciding it.

    :raises PlanAlreadyDecided: it is no longer a proposal
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != Plan.State.PROPOSED:
        raise PlanAlreadyDecided
    return locked


def _book(stop: PlanStop, *, staff: Staff | None, now: datetime) -> Visit:
    try:
        visit = book_visit(
            workplace=stop.workplace,
            due_items=list(stop.due_items.all()),
            team=stop.team,
            starts_at=stop.starts_at,
            minutes=int((stop.ends_at - stop.starts_at).total_seconds() // 60),
            staff=staff,
            now=now,
        )
    except (VisitRefused, AlreadyTaken) as reason:
        raise PlanOutdated(stop, str(reason)) from reason
    stop.visit = visit
    stop.save(update_fields=["visit"])
    return visit
