"""Play the refund of exams: asked for, approved, claimed, paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from outreach.models import Consent, Workplace
from safety.actions.applications import apply, approve
from safety.actions.claims import draw_up_claim, record_payment, submit
from safety.models import Application, Examination, Programme
from scheduling.city.base import Base
from scheduling.city.moments import at
from scheduling.models import Visit

APPROVED_BEFORE = timedelta(days=30)


def play_claims(base: Base, *, visits: Sequence[Visit], today: date) -> None:
    """Claim the exams of the played visits at three workplaces; leave two applications open."""
    programme = Programme.objects.get(centre=base.centre)
    examined = [visit for visit in visits if _exams(visit)]
    for index, visit in enumerate(examined[:3]):
        day = visit.starts_at.date()
        exams = _exams(visit)
        application = _apply(visit.workplace, programme, exams, day - timedelta(days=45))
        approve(
            application=application,
            decision_no=f"시연-{day.year}-{index + 1:03d}",
            decided_date=day - APPROVED_BEFORE,
            approved_amount=application.requested_amount,
            today=today,
        )
        _agree(base, exams)
        application.refresh_from_db()
        claim = draw_up_claim(application=application, examinations=exams, today=today)
        if index:
            submit(claim=claim, today=today)
            claim.refresh_from_db()
        if index > 1:
            record_payment(claim=claim, paid_date=today, amount=claim.total, today=today)
    for visit in examined[3:5]:
        _apply(visit.workplace, programme, _exams(visit), today - timedelta(days=3))


def _exams(visit: Visit) -> list[Examination]:
    held = Examination.objects.filter(
        worker__workplace=visit.workplace, exam_date=visit.starts_at.date(), cost__gt=0
    )
    return list(held.select_related("worker").order_by("pk"))


def _apply(
    workplace: Workplace, programme: Programme, exams: list[Examination], day: date
) -> Application:
    return apply(
        workplace=workplace,
        programme=programme,
        exam_kind=Examination.Kind.SPECIAL,
        headcount=len(exams),
        hazards=sorted({result.hazard for exam in exams for result in exam.results.all()}),
        institution_name=exams[0].institution.name,
        planned_exam_date=exams[0].exam_date if exams[0].exam_date > day else None,
        requested_amount=80_000 * len(exams),
        other_support="",
        bank="시연은행",
        account_number="000-00-000000",
        account_holder=workplace.name,
        today=day,
    )


def _agree(base: Base, exams: list[Examination]) -> None:
    for exam in exams:
        Consent.objects.get_or_create(
            worker=exam.worker,
            purpose=Consent.Purpose.THIRD_PARTY,
            withdrawn_at=None,
            defaults={
                "text_version": "2026-11",
                "is_given": True,
                "channel": Consent.Channel.PAPER,
                "recorded_at": at(exam.exam_date, 9),
                "recorded_by": base.clinician,
            },
        )
