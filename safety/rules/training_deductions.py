"""What is taken off the hours of training, and by whose word (시행규칙 제27조)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safety.rules.dates import add_months
from safety.rules.doubts import Doubt
from safety.rules.training_facts import Body, EarlierJob, Lesson, TrainingFacts

EXPERIENCE_MONTHS = 6
WITHIN_MONTHS = 12
MANAGERS_FROM = 50  # a firm below has no duty to appoint safety or health managers
NO_ACCIDENT_SHARE = 2  # up to a half


def deducted_minutes(
    facts: TrainingFacts, *, required: int, inside: Sequence[Lesson]
) -> tuple[int, tuple[Doubt, ...]]:
    """
    Return the minutes taken off the regular training of a period, and what is to be proved.

    1. No accident last year: up to a half of the workers' training; not of supervisors'.
    2. Hours in a workers' health centre, for a firm without managers: only where the centre's
       switch and the session's are both on. A municipal health centre is another body.
    3. Hours of a course under another law (chemical handlers, radiation, port).
    """
    minutes = 0
    if facts.no_accident_last_year and not facts.is_supervisor:
        minutes += required // NO_ACCIDENT_SHARE
    for lesson in inside:
        minutes += lesson.minutes if _is_credited(facts, lesson) else 0
    deducted = min(minutes, required)
    return deducted, (Doubt.DEDUCTION_PROOF,) if deducted else ()


def on_hire_share(facts: TrainingFacts) -> tuple[int, tuple[Doubt, ...]]:
    """Return what the on-hire hours are divided by: 2 after work in the same industry."""
    halved = any(
        job.same_industry and facts.hired and is_recent(job, facts.hired) for job in facts.earlier
    )
    return (2, (Doubt.REHIRE_PROOF,)) if halved else (1, ())


def special_share(facts: TrainingFacts, started: date) -> tuple[int, tuple[Doubt, ...]]:
    """Return what the special hours are divided by: 2 after the same listed job."""
    halved = any(job.same_listed_job and is_recent(job, started) for job in facts.earlier)
    return (2, (Doubt.REHIRE_PROOF,)) if halved else (1, ())


def is_recent(job: EarlierJob, hired: date) -> bool:
    """Tell whether somebody comes back within a year after at least six months' work."""
    return job.months >= EXPERIENCE_MONTHS and job.left <= hired <= add_months(
        job.left, WITHIN_MONTHS
    )


def _is_credited(facts: TrainingFacts, lesson: Lesson) -> bool:
    if lesson.body is Body.OTHER_LAW:
        return lesson.credited
    small = facts.workers is None or facts.workers < MANAGERS_FROM
    outside = lesson.body not in (Body.EMPLOYER, Body.REGISTERED_BODY)
    return outside and lesson.credited and lesson.body in facts.credits and small
