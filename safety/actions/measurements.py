from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Workplace
from safety.actions.due_closing import facts_changed
from safety.actions.exposures import UnknownHazard
from safety.models import Measurement
from safety.rules.hazards import HAZARDS


class MeasuredLater(Exception):
    """A measurement is written down once it is made."""

    def __init__(self) -> None:
        super().__init__(_("The day of measurement lies in the future."))


class AlreadyMeasured(Exception):
    """The measurement is on record."""

    def __init__(self) -> None:
        super().__init__(_("This measurement is on record already."))


@transaction.atomic
def record_measurement(
    *,
    workplace: Workplace,
    process: str,
    hazard: str,
    measured_date: date,
    is_over_limit: bool,
    today: date,
    now: datetime,
) -> Measurement:
    """
    Write down a work-environment measurement.

    At or above the limit it halves the next round of everybody exposed to the agent in that
    process (시행규칙 제202조제2항제1호).

    :raises UnknownHazard: no agent of 별표 22 has the code
    :raises MeasuredLater: the day lies in the future
    :raises AlreadyMeasured: it is on record
    """
    if hazard not in HAZARDS:
        raise UnknownHazard
    if measured_date > today:
        raise MeasuredLater
    process = " ".join(process.split())
    same = {"process": process, "hazard": hazard, "measured_date": measured_date}
    if workplace.measurements.filter(**same).exists():
        raise AlreadyMeasured
    measurement = Measurement.objects.create(
        workplace=workplace, is_over_limit=is_over_limit, **same
    )
    facts_changed(workplace, today=today, now=now)
    return measurement
