"""How long a visit takes; a suggestion that staff may change."""

from __future__ import annotations

from dataclasses import dataclass

STEP = 10
LONGEST = 240


@dataclass(frozen=True)
class VisitMinutes:
    """What a team needs on the spot, by the centre's experience; no law fixes it."""

    set_up: int = 30
    consultation: int = 20
    exam: int = 15
    training: int = 60


VISIT_MINUTES = VisitMinutes()


def suggested_minutes(
    *, consultations: int, exams: int, trainings: int, needs: VisitMinutes = VISIT_MINUTES
) -> int:
    """Return the minutes for so many people of each kind, in steps of ten, four hours at most."""
    minutes = (
        needs.set_up
        + needs.consultation * consultations
        + needs.exam * exams
        + needs.training * trainings
    )
    return min(-(-minutes // STEP) * STEP, LONGEST)
