"""What the centres did within a time (실적), counted for all of them at once; never a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safety.models import Certificate, Completion, Consultation, Examination, Payment
from scheduling.models.attendance import Attendance
from scheduling.models.visit import Visit

Figures = dict[str, int]


class Indicator(models.TextChoices):
    """What is counted, in the order of the report."""

    VISITS = "visits", _("visits made")
    WORKPLACES = "workplaces", _("workplaces reached")
    PEOPLE = "people", _("different people served")
    TIMES = "times", _("people served, each time counted")
    CONSULTATIONS = "consultations", _("health consultations")
    EXAMS = "exams", _("health exams")
    COMPLETIONS = "completions", _("classes completed")
    CERTIFICATES = "certificates", _("certificates issued")
    CLAIMS = "claims", _("claims paid")
    AMOUNT = "amount", _("amount paid in won")


# Counts of persons: a small one could point at somebody.
OF_PERSONS = frozenset(
    {
        Indicator.PEOPLE,
        Indicator.TIMES,
        Indicator.CONSULTATIONS,
        Indicator.EXAMS,
        Indicator.COMPLETIONS,
        Indicator.CERTIFICATES,
    }
)


def figures_by_centre(*, first: date, last: date) -> dict[int, Figures]:
    """Return each centre's figures from the first to the last day, in seven queries."""
    found: dict[int, Figures] = {}
    for rows in _counts(first, last):
        for row in rows:
            figures = found.setdefault(row.pop("of"), dict.fromkeys(Indicator.values, 0))
            figures.update({name: number or 0 for name, number in row.items()})
    return found


def _counts(first: date, last: date) -> Iterator[Iterable[dict[str, Any]]]:
    start = _begin(first)
    end = _begin(last + timedelta(days=1))
    days = (first, last)
    yield _by(
        Visit.objects.filter(state=Visit.State.DONE, starts_at__gte=start, starts_at__lt=end),
        "centre",
        visits=Count("pk"),
        workplaces=Count("workplace", distinct=True),
    )
    yield _by(
        Attendance.objects.filter(came=True).filter(
            Q(visit__starts_at__gte=start, visit__starts_at__lt=end)
            | Q(training_class__starts_at__gte=start, training_class__starts_at__lt=end)
        ),
        "worker__workplace__centre",
        people=Count("worker", distinct=True),
        times=Count("pk"),
    )
    yield _by(
        Consultation.objects.filter(held_date__range=days),
        "worker__workplace__centre",
        consultations=Count("pk"),
    )
    yield _by(
        Examination.objects.filter(exam_date__range=days),
        "worker__workplace__centre",
        exams=Count("pk"),
    )
    yield _by(
        Completion.objects.filter(ended_at__gte=start, ended_at__lt=end),
        "centre",
        completions=Count("pk"),
    )
    # One that replaces another is the same certificate with the name put right.
    yield _by(
        Certificate.objects.filter(issued_date__range=days, replaces=None),
        "centre",
        certificates=Count("pk"),
    )
    yield _by(
        Payment.objects.filter(paid_date__range=days),
        "claim__application__programme__centre",
        claims=Count("pk"),
        amount=Sum("amount"),
    )


def _by(rows: QuerySet[Any], centre: str, **counts: Count | Sum) -> Iterable[dict[str, Any]]:
    """Count the rows of each centre; the key `of` holds the centre."""
    counted: Iterable[dict[str, Any]] = (
        rows.order_by().values(of=models.F(centre)).annotate(**counts)
    )
    return counted


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
