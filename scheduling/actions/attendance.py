"""What came of a visit: who was there, and what was done, handed down as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions.consents import record_consent
from outreach.models import Consent, Staff, Worker
from safety.actions import consultations, results
from safety.actions.exposures import NotEmployed
from safety.models import Examination, ExamInstitution
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.reminders import withdraw_for_visit
from scheduling.actions.visits import VisitIsOver, lock_visit
from scheduling.models import Attendance, Visit

CONSENT_TEXT_VERSION = "2026-11"  # of templates/scheduling/_health_consent.html


@dataclass(frozen=True)
class ExamHeld:
    """A special exam of one worker: by whom, for which agents, at what cost."""

    institution: ExamInstitution
    hazards: Sequence[str]
    cost: int
    paid_by: Examination.PaidBy


@dataclass(frozen=True)
class ConsultationHeld:
    """A consultation with one worker."""

    clinics: Sequence[str]
    measures: dict[str, int | float | str]
    follow_up_date: date | None


@dataclass(frozen=True)
class WorkerAtVisit:
    """One line of the day sheet; `consent` is None where nobody had to ask."""

    worker: Worker
    came: bool
    consent: bool | None = None
    examination: ExamHeld | None = None
    consultation: ConsultationHeld | None = None


class TooEarlyToRecord(VisitRefused):
    words = _("A visit is recorded on its day or later.")


class WorkerOfAnotherWorkplace(VisitRefused):
    words = _("One of these people works somewhere else.")


class ConsentMissing(VisitRefused):
    words = _("Without consent to health data nothing about health may be recorded.")


# Everything that may stand against a record; the words are shown to the person who records.
NOT_RECORDED = (
    VisitRefused,
    results.NotDesignated,
    results.NoHazards,
    results.NotExposed,
    results.AlreadyExamined,
    consultations.NoConsent,
    consultations.AlreadyConsulted,
    consultations.FollowUpTooEarly,
    NotEmployed,
)


@transaction.atomic
def record_visit(
    *, visit: Visit, present: Sequence[WorkerAtVisit], staff: Staff, today: date, now: datetime
) -> Visit:
    """
    Record a visit.

    1. Consents first: who refuses gets no record of health.
    2. Who came, and who did not.
    3. Exams and consultations as facts; they close what was due and open what comes next.

    A visit at which nobody was there is missed, and its items are free to be booked again.

    :raises VisitRefused: the visit is not to be recorded, or not so
    """
    visit = lock_visit(visit)
    if not visit.is_live:
        raise VisitIsOver
    day = timezone.localdate(visit.starts_at)
    if day > today:
        raise TooEarlyToRecord
    if any(line.worker.workplace_id != visit.workplace_id for line in present):
        raise WorkerOfAnotherWorkplace
    for line in present:
        _record_worker(visit, line, held_date=day, staff=staff, today=today, now=now)
    somebody_came = any(line.came for line in present)
    visit.state = Visit.State.DONE if somebody_came else Visit.State.MISSED
    visit.save(update_fields=["state"])
    visit.answers.filter(handled_at=None).update(handled_at=now)
    withdraw_for_visit(visit=visit, reason="VISIT_OVER", now=now)
    return visit


def _record_worker(
    visit: Visit,
    line: WorkerAtVisit,
    *,
    held_date: date,
    staff: Staff,
    today: date,
    now: datetime,
) -> None:
    if line.consent is not None:
        record_consent(
            purpose=Consent.Purpose.HEALTH_DATA,
            is_given=line.consent,
            channel=Consent.Channel.SCREEN,
            text_version=CONSENT_TEXT_VERSION,
            staff=staff,
            now=now,
            worker=line.worker,
        )
    Attendance.objects.create(
        worker=line.worker, visit=visit, came=line.came, recorded_by=staff, recorded_at=now
    )
    if line.examination is None and line.consultation is None:
        return
    if not (line.came and has_health_consent(line.worker)):
        raise ConsentMissing
    if line.examination is not None:
        results.record_examination(
            worker=line.worker,
            kind=Examination.Kind.SPECIAL,
            institution=line.examination.institution,
            exam_date=held_date,
            hazards=list(line.examination.hazards),
            cost=line.examination.cost,
            paid_by=line.examination.paid_by,
            staff=staff,
            today=today,
            now=now,
        )
    if line.consultation is not None:
        consultations.record_consultation(
            worker=line.worker,
            held_date=held_date,
            clinics=list(line.consultation.clinics),
            measures=line.consultation.measures,
            follow_up_date=line.consultation.follow_up_date,
            staff=staff,
            today=today,
            now=now,
        )


def has_health_consent(worker: Worker) -> bool:
    """Tell whether the worker's consent to health data stands."""
    return worker.consents.standing().filter(purpose=Consent.Purpose.HEALTH_DATA).exists()
