"""How long a visit takes; a suggestion that staff may change."""

from __future__ import annotations

from dataclasses import dataclass

STEP = 10
LONGEST = 240
EASY_FLOOR = 3  # so far up without a lift is usual in 을지로


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


def site_minutes(*, floor: int | None, has_lift: bool | None, has_quiet_corner: bool | None) -> int:
    """
    Return what a site adds: everything carried up, a screen put up to talk behind.

    What nobody has written on the site card adds nothing.
    """
    stairs = has_lift is False and floor is not None and not -1 <= floor <= EASY_FLOOR
    return STEP * (stairs + (has_quiet_corner is False))
