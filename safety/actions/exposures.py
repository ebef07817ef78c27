from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Worker
from safety.actions.due_closing import facts_changed
from safety.models import Exposure
from safety.models.exposure import hazard_name
from safety.rules.hazards import HAZARDS


class UnknownHazard(Exception):
    """The code is none of the agents of 별표 22."""

    def __init__(self) -> None:
        super().__init__(_("This is not an agent that calls for a special health exam."))


class AlreadyExposed(Exception):
    """The exposure is on record."""

    def __init__(self, hazard: str) -> None:
        super().__init__(
            _("%(agent)s is on record for this process already.") % {"agent": hazard_name(hazard)}
        )


class NotEmployed(Exception):
    """The worker has left, or the workplace has closed."""

    def __init__(self) -> None:
        super().__init__(_("This worker does not work there any more."))


class PlacedBeforeHired(Exception):
    """Nobody handles an agent at a workplace before being hired there."""

    def __init__(self) -> None:
        super().__init__(_("The placement lies before the hiring date."))


class EndedAlready(Exception):
    """The exposure ended before."""

    def __init__(self) -> None:
        super().__init__(_("This exposure has ended already."))


class EndsBeforePlaced(Exception):
    """An exposure ends after it begins."""

    def __init__(self) -> None:
        super().__init__(_("The end lies before the placement."))


@transaction.atomic
def add_exposure(
    *, worker: Worker, hazard: str, process: str, placed_date: date, today: date, now: datetime
) -> Exposure:
    """
    Write down that a worker handles an agent, and open the exam it calls for (시행규칙 제202조).

    :raises UnknownHazard: no agent of 별표 22 has the code
    :raises NotEmployed: the worker has left or the workplace has closed
    :raises PlacedBeforeHired: the placement lies before the hiring
    :raises AlreadyExposed: it is on record for that process
    """
    if hazard not in HAZARDS:
        raise UnknownHazard
    refuse_if_gone(worker, today)
    if worker.hired_date is not None and placed_date < worker.hired_date:
        raise PlacedBeforeHired
    process = " ".join(process.split())
    if worker.exposures.filter(hazard=hazard, process=process, ended_date=None).exists():
        raise AlreadyExposed(hazard)
    exposure = Exposure.objects.create(
        worker=worker, hazard=hazard, process=process, placed_date=placed_date
    )
    facts_changed(worker.workplace, today=today, now=now)
    return exposure


@transaction.atomic
def end_exposure(*, exposure: Exposure, ended_date: date, today: date, now: datetime) -> Exposure:
    """
    Write down the first day without the agent; its exam is owed no longer.

    :raises EndedAlready: it has an end
    :raises EndsBeforePlaced: the end lies before the placement
    """
    if exposure.ended_date is not None:
        raise EndedAlready
    if ended_date < exposure.placed_date:
        raise EndsBeforePlaced
    exposure.ended_date = ended_date
    exposure.save(update_fields=["ended_date"])
    facts_changed(exposure.worker.workplace, today=today, now=now)
    return exposure


def refuse_if_gone(worker: Worker, on: date) -> None:
    """
    Let nothing be recorded for somebody who no longer works there.

    :raises NotEmployed: the worker has left or the workplace has closed by that day
    """
    gone = worker.left_date is not None and worker.left_date <= on
    if gone or not worker.workplace.is_open_on(on):
        raise NotEmployed
