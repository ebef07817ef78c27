"""Rows of what was done for the people of the made-up city: exams, consultations, classes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from django.utils import timezone

from outreach.models import Centre, Consent, Staff
from safety.models import (
    Completion,
    Consultation,
    Course,
    Examination,
    ExaminationResult,
    ExamInstitution,
)
from scheduling.city.loading import load
from scheduling.city.past import last_exam, last_service
from scheduling.city.people import Person

CONSULTED_SHARE = 0.72
TAUGHT_SHARE = 0.66


@dataclass(frozen=True, slots=True)
class Home:
    """A workplace that is written already."""

    pk: int
    name: str
    registered: date


Row = tuple[Home, int, Person]  # where, the worker's id, who
Consulted = tuple[Home, date, list[int]]  # a workplace, the day, and the workers who came


@cache
def noon(day: date) -> datetime:
    """Return the middle of a day in Seoul."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def fill_exams(rows: Iterable[Row], rng: Random, today: date, now: datetime) -> None:
    """Write the last exam of whoever handles anything, with its results."""
    designated = ExamInstitution.objects.filter(is_designated=True).order_by("pk")
    institutions = list(designated.values_list("pk", flat=True))
    held = [
        (worker, exam)
        for _home, worker, person in rows
        if (exam := last_exam(rng, person, today=today))
    ]
    payers = (Examination.PaidBy.EMPLOYER.value, Examination.PaidBy.KOSHA.value)
    ids = load(
        Examination,
        ("worker", "kind", "institution", "exam_date", "cost", "paid_by",
         "result_table_received_date", "recorded_at"),
        (
            (worker, Examination.Kind.SPECIAL.value,
             institutions[exam.institution % len(institutions)], exam.exam_date, exam.cost,
             rng.choice(payers), exam.received, now)
            for worker, exam in held
        ),
    )  # fmt: skip
    load(
        ExaminationResult,
        ("examination", "hazard", "code", "fitness"),
        (
            (pk, past.hazard, past.code, past.fitness)
            for pk, (_worker, exam) in zip(ids, held, strict=True)
            for past in exam.results
        ),
    )


def fill_consultations(
    rows: Iterable[Row], clinician: Staff, rng: Random, today: date
) -> list[Consulted]:
    """Write the last consultations, each under a consent; return who came where and when."""
    found: dict[int, Consulted | None] = {}
    for home, worker, person in rows:
        if home.pk not in found:
            day = last_service(
                rng, since=home.registered, today=today, months=6, share=CONSULTED_SHARE
            )
            found[home.pk] = (home, day, []) if day else None
        consulted = found[home.pk]
        if consulted and person.hired < consulted[1] and rng.random() < 0.8:
            consulted[2].append(worker)
    visited = [one for one in found.values() if one and one[2]]
    people = [(worker, day) for _home, day, workers in visited for worker in workers]
    consents = load(
        Consent,
        ("worker", "purpose", "text_version", "is_given", "channel", "recorded_at", "recorded_by"),
        (
            (worker, Consent.Purpose.HEALTH_DATA.value, "2026-01", True,
             Consent.Channel.PAPER.value, noon(day), clinician.pk)
            for worker, day in people
        ),
    )  # fmt: skip
    seal = Consultation._meta.get_field("measures_text").get_prep_value
    load(
        Consultation,
        ("worker", "consent", "held_date", "clinics", "measures_text", "recorded_by",
         "recorded_at"),
        (
            (worker, consent, day, [Consultation.Clinic.METABOLIC.value], seal(_measures(rng)),
             clinician.pk, noon(day))
            for (worker, day), consent in zip(people, consents, strict=True)
        ),
    )  # fmt: skip
    return visited


def _measures(rng: Random) -> str:
    return json.dumps({"systolic": rng.randint(108, 158), "glucose": rng.randint(82, 140)})


def fill_completions(rows: Sequence[Row], centre: Centre, rng: Random, today: date) -> None:
    """Write the last class of most people, as copied from older records."""
    courses = list(Course.objects.order_by("pk").values_list("pk", "minutes"))
    taught = []
    for home, worker, person in rows:
        course = rng.choice(courses)
        day = last_service(rng, since=person.hired, today=today, months=12, share=TAUGHT_SHARE)
        if day:
            taught.append((home, worker, course, noon(day) + timedelta(hours=2)))
    load(
        Completion,
        ("centre", "worker", "course", "started_at", "ended_at", "minutes", "place",
         "instructor_name", "workplace_name"),
        (
            (centre.pk, worker, course, started, started + timedelta(minutes=minutes), minutes,
             "옮겨 적은 기록(시연)", "강가르침", home.name)
            for home, worker, (course, minutes), started in taught
        ),
    )  # fmt: skip
