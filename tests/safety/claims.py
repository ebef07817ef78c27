"""Claims and exams that several tests draw up."""

from __future__ import annotations

from safety.actions import claims
from safety.models import (
    Application,
    Claim,
    Examination,
)
from tests import cast, cast_safety


def draw_up(application: Application, *exams: Examination) -> Claim:
    return claims.draw_up_claim(application=application, examinations=exams, today=cast.TODAY)


def exam_of(application: Application, **changes: object) -> Examination:
    """Make an exam of one more worker of the workplace that applied."""
    workplace = application.workplace
    worker = cast.make_worker(workplace, name=f"근로자 {workplace.workers.count() + 1}")
    return cast_safety.make_claimable_exam(worker, **changes)
