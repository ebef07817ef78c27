"""The labour office orders an exam for several workers at once (법 제131조, 시행규칙 제207조)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Worker, Workplace
from safety.actions.due_events import record_event
from safety.models import DueEvent


class SetBeforeOrdered(Exception):
    """The day by which the exam is to be held lies before the order."""

    def __init__(self) -> None:
        super().__init__(_("This day lies before the day of the order."))


@transaction.atomic
def order_exam(
    *,
    workplace: Workplace,
    workers: Iterable[Worker],
    hazard: str,
    ordered: date,
    until: date | None,
    staff: Staff,
    today: date,
    now: datetime,
) -> list[DueEvent]:
    """
    Write down an ordered exam for each worker it names.

    :raises SetBeforeOrdered: the day it is to be held by lies before the order
    :raises HappensLater, NotEmployed, UnknownHazard: as `record_event`
    """
    if until is not None and until < ordered:
        raise SetBeforeOrdered
    return [
        record_event(
            kind=DueEvent.Kind.EXAM_ORDER,
            workplace=workplace,
            worker=worker,
            hazard=hazard,
            event_date=ordered,
            until_date=until,
            staff=staff,
            today=today,
            now=now,
        )
        for worker in workers
    ]
