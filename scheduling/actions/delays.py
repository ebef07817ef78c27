"""A team says that it comes earlier or later than promised; who waits for it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.actions.appointments import of_visit, recipients_at
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_problems import TRAVEL
from scheduling.actions.reminder_texts import Line, owe, take_back
from scheduling.actions.visits import lock_live_visit
from scheduling.models import Reminder, Visit
from scheduling.planner.travel import minutes_between
from scheduling.rules.delays import Stop, arrivals, is_worth_saying

MOST = timedelta(hours=3)


class NotToday(VisitRefused):
    words = _("Only a visit of today can be announced. Please move it instead.")


class TooFarOff(VisitRefused):
    words = _("That is more than three hours off. Please move the visit instead.")


@transaction.atomic
def announce(*, visit: Visit, minutes: int, now: datetime) -> dict[Visit, int]:
    """
    Note that a team will be so many minutes late (less than nothing: early) at a visit of today.

    Later visits of its day shift with it as far as there is no time to spare. Everybody who was
    told another time, by ten minutes or more, gets a text at once; one that still waits is taken
    back. Returns the visits that shift and how many people are told of each.

    :raises VisitRefused: it is not today, over or changed, or the shift is too great
    """
    visit = lock_live_visit(visit)
    if timezone.localdate(visit.starts_at) != timezone.localdate(now):
        raise NotToday
    late = timedelta(minutes=minutes)
    if abs(late) > MOST:
        raise TooFarOff
    rest = _rest_of_day(visit)
    expected = arrivals(_stops(rest), late=late)
    return {
        one: _tell(one, expected[one.pk], now)
        for one in rest
        if is_worth_saying(told=one.expected_at or one.starts_at, now_expected=expected[one.pk])
    }


def _tell(visit: Visit, expected_at: datetime, now: datetime) -> int:
    waiting = Reminder.objects.filter(visit=visit, rule=Reminder.Rule.ON_WAY)
    take_back(reminders=waiting, reason="ON_WAY", now=now)
    turn = (waiting.aggregate(last=Max("turn"))["last"] or 0) + 1
    visit.expected_at = expected_at
    visit.save(update_fields=["expected_at"])
    about = replace(of_visit(visit), starts_at=expected_at)
    line = Line(about, Reminder.Rule.ON_WAY, turn)
    return sum(
        owe(recipient=one, line=line, due_at=now, now=now) for one in recipients_at(visit.workplace)
    )


def _rest_of_day(visit: Visit) -> list[Visit]:
    """Return the visit and what its team has after it on that day, in order."""
    day = Visit.objects.live().on(timezone.localdate(visit.starts_at)).filter(team=visit.team_id)
    rest = day.filter(starts_at__gte=visit.starts_at).select_for_update(of=("self",))
    found = rest.select_related("workplace__centre", "centre", "team")
    return list(found.order_by("starts_at", "pk"))


def _stops(rest: Sequence[Visit]) -> list[Stop]:
    points = np.array(
        [(one.workplace.latitude or 0.0, one.workplace.longitude or 0.0) for one in rest],
        dtype=np.float64,
    ).reshape(-1, 2)
    drives = minutes_between(points, TRAVEL)
    return [
        Stop(
            one.pk,
            one.starts_at,
            one.ends_at,
            timedelta(minutes=int(drives[number, number + 1]) if number + 1 < len(rest) else 0),
        )
        for number, one in enumerate(rest)
    ]
