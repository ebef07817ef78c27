"""Painters who are examined, for the tests of exams and their results."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from outreach.access import Role
from outreach.models import Worker
from safety.actions.due_items import recompute_workplace
from safety.actions.results import record_examination
from safety.models import Examination
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import NOISE, TOLUENE, make_exposure, make_institution

KIND = Examination.Kind
LATER = NOW + timedelta(hours=1)


def make_painter() -> Worker:
    """Make 응우옌, exposed to toluene and noise, with his exams on the list."""
    worker = cast.make_worker()
    for hazard in (TOLUENE, NOISE):
        make_exposure(worker, hazard=hazard)
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def examine(worker: Worker, *hazards: str, **changes: Any) -> Examination:
    """Write down a special exam of today, an hour after the cast's now."""
    facts: dict[str, Any] = {
        "kind": KIND.SPECIAL, "institution": make_institution(), "exam_date": TODAY,
        "cost": 80_000, "paid_by": Examination.PaidBy.EMPLOYER,
        "staff": cast.make_staff(Role.CLINICIAN), "today": TODAY, "now": LATER,
    }  # fmt: skip
    return record_examination(worker=worker, hazards=list(hazards), **{**facts, **changes})
