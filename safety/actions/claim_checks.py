"""Which exams of a workplace can be claimed under an application, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Consent
from safety.actions.programmes import rate_on
from safety.models import Application, ClaimLine, Examination
from safety.rules.reimbursement import ClaimFacts, RefusalCode, claim_refusals, line_amount

REASONS: dict[RefusalCode, str | Promise] = {
    RefusalCode.NO_APPLICATION: _("The application has not been approved."),
    RefusalCode.EXAM_BEFORE_APPROVAL: _("The exam was held before the day after the approval."),
    RefusalCode.ALREADY_CLAIMED: _("This exam has been claimed already."),
    RefusalCode.PAID_BY_KOSHA: _("KOSHA pays this exam; it cannot be paid twice."),
    RefusalCode.OVER_BUDGET: _("Nothing is left: the budget, the approved amount or the ceiling."),
    RefusalCode.NO_COST: _("The exam has no cost on record."),
    RefusalCode.NO_RATE: _("The programme does not pay for this kind of exam on that day."),
    RefusalCode.NO_CONSENT: _("The worker has not agreed to passing the data on to the payer."),
}


@dataclass(frozen=True, slots=True)
class CheckedExam:
    """One exam, what it would be refunded, and every reason against it."""

    examination: Examination
    amount: int
    refusals: tuple[RefusalCode, ...]

    @property
    def reasons(self) -> list[str]:
        """The reasons in words."""
        return [str(REASONS[code]) for code in self.refusals]


def exams_of(application: Application) -> QuerySet[Examination]:
    """Return the exams of the application's workplace, the latest first."""
    return (
        Examination.objects.filter(worker__workplace=application.workplace)
        .select_related("worker", "institution")
        .order_by("-exam_date", "worker__name", "pk")
    )


def check(*, application: Application, examinations: Iterable[Examination]) -> list[CheckedExam]:
    """
    Tell for each exam what it is refunded, as if those before it in the list were claimed too.

    An exam that is refused uses nothing up.
    """
    exams = list(examinations)
    prefetch_related_objects([application.programme], "rates")
    claimed = set(
        ClaimLine.objects.standing()
        .filter(examination__in=exams)
        .values_list("examination_id", flat=True)
    )
    agreed = set(
        Consent.objects.standing()
        .filter(purpose=Consent.Purpose.THIRD_PARTY, worker__in=[e.worker_id for e in exams])
        .values_list("worker_id", flat=True)
    )
    spent = _spent_per_worker(application, exams)
    budget_left = _budget_left(application)
    approved_on = _approved_on(application)
    checked = []
    for exam in exams:
        facts = ClaimFacts(
            exam_date=exam.exam_date,
            approved=approved_on,
            price=exam.cost,
            rate=rate_on(programme=application.programme, exam_kind=exam.kind, day=exam.exam_date),
            cap_left=application.programme.cap_per_worker - spent.get(exam.worker_id, 0),
            budget_left=budget_left,
            already_claimed=exam.pk in claimed,
            paid_by_kosha=exam.paid_by == Examination.PaidBy.KOSHA,
            has_consent=exam.worker_id in agreed,
        )
        amount = line_amount(price=facts.price, rate=facts.rate, cap_left=facts.cap_left)
        refusals = tuple(claim_refusals(facts))
        checked.append(CheckedExam(exam, amount, refusals))
        if not refusals:
            budget_left -= amount
            spent[exam.worker_id] = spent.get(exam.worker_id, 0) + amount
    return checked


def claimed_under(application: Application) -> int:
    """Return what has been claimed of the approved amount."""
    lines = ClaimLine.objects.standing().filter(claim__application=application)
    return lines.aggregate(total=Sum("amount"))["total"] or 0


def _approved_on(application: Application) -> date | None:
    is_approved = application.state == Application.State.APPROVED
    return application.decided_date if is_approved else None


def _budget_left(application: Application) -> int:
    programme = application.programme
    return min(
        programme.budget - programme.committed,
        application.approved_amount - claimed_under(application),
    )


def _spent_per_worker(application: Application, exams: list[Examination]) -> dict[int, int]:
    """Return what each worker has used up of the programme's ceiling."""
    rows = (
        ClaimLine.objects.standing()
        .filter(
            claim__application__programme=application.programme,
            examination__worker__in=[exam.worker_id for exam in exams],
        )
        .values_list("examination__worker")
        .annotate(total=Sum("amount"))
    )
    return dict(rows)
