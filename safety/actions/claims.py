"""Claims for payment: drawn up from exams, submitted, paid or made void (지급청구서)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from safety.actions.claim_checks import CheckedExam, check
from safety.actions.programmes import commit_amount, release_amount
from safety.models import Application, Claim, ClaimLine, Examination, Payment, Programme
from safety.rules.reimbursement import claim_total


class NotClaimable(Exception):
    """Some exams cannot be claimed; nothing was."""

    def __init__(self, refused: Sequence[CheckedExam]) -> None:
        super().__init__(_("Some of these exams cannot be claimed."))
        self.refused = refused


class NothingToClaim(Exception):
    """No exam was chosen."""

    def __init__(self) -> None:
        super().__init__(_("Please choose at least one exam."))


class OfAnotherWorkplace(Exception):
    """An exam is not of the workplace that applied."""


class NoAccount(Exception):
    """Nobody can pay without an account."""

    def __init__(self) -> None:
        super().__init__(_("The application has no bank account to pay to."))


class WrongState(Exception):
    """The claim is past this step, or not there yet."""

    def __init__(self) -> None:
        super().__init__(_("The claim is no longer in the state this step needs."))


class NoReason(Exception):
    """A claim is made void without saying why."""

    def __init__(self) -> None:
        super().__init__(_("Please write down the reason."))


class MoreThanClaimed(Exception):
    """More arrived than was asked for."""

    def __init__(self) -> None:
        super().__init__(_("The payment is more than the claim."))


class PaidInTheFuture(Exception):
    """The payment bears a date before the claim, or one still to come."""

    def __init__(self) -> None:
        super().__init__(_("The payment must lie between the claim and today."))


@transaction.atomic
def draw_up_claim(
    *, application: Application, examinations: Iterable[Examination], today: date
) -> Claim:
    """
    Claim exams under an approved application: all of them or none.

    1. Claims of one programme are drawn up one after the other, so that each sees what is left.
    2. Every exam is checked as if those before it in the list were claimed.
    3. The total leaves the budget in one statement that tests it.

    :raises NotClaimable: with every reason against each refused exam
    :raises NothingToClaim: no exam was chosen
    :raises OfAnotherWorkplace: an exam is not of the workplace that applied
    :raises BudgetSpent: the budget does not hold the total
    """
    exams = list(examinations)
    if not exams:
        raise NothingToClaim
    if any(e.worker.workplace_id != application.workplace_id for e in exams):
        raise OfAnotherWorkplace
    programme = Programme.objects.select_for_update().get(pk=application.programme_id)
    application = Application.objects.get(pk=application.pk)
    application.programme = programme
    checked = check(application=application, examinations=exams)
    if refused := [one for one in checked if one.refusals]:
        raise NotClaimable(refused)
    commit_amount(programme=programme, amount=claim_total(one.amount for one in checked))
    claim = Claim.objects.create(
        application=application, ordinal=_next_ordinal(application), claimed_date=today
    )
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=claim,
            examination=one.examination,
            unit_price=one.examination.cost,
            amount=one.amount,
        )
        for one in checked
    )
    return claim


@transaction.atomic
def submit(*, claim: Claim, today: date) -> None:
    """
    Hand the claim in to the payer.

    :raises WrongState: it is no draft
    :raises NoAccount: the application names no account
    """
    application = claim.application
    if not (application.bank and application.account_number and application.account_holder):
        raise NoAccount
    _advance(claim, among=[Claim.State.DRAFT], state=Claim.State.SUBMITTED, submitted_date=today)


@transaction.atomic
def void(*, claim: Claim, reason: str, today: date) -> None:
    """
    Make a claim void: its exams and its money are free again, its number stays used.

    :raises WrongState: it was paid or made void before
    :raises NoReason: nobody said why
    """
    if not reason.strip():
        raise NoReason
    _advance(
        claim,
        among=[Claim.State.DRAFT, Claim.State.SUBMITTED],
        state=Claim.State.VOID,
        voided_date=today,
        void_reason=reason.strip(),
    )
    release_amount(programme=claim.application.programme, amount=claim.total)
    claim.lines.update(is_void=True)


@transaction.atomic
def record_payment(*, claim: Claim, paid_date: date, amount: int, today: date) -> Payment:
    """
    Write down what arrived for a claim.

    :raises WrongState: it was not submitted, or is paid already
    :raises MoreThanClaimed: more than the claim's total
    :raises PaidInTheFuture: the date cannot be
    """
    if amount > claim.total:
        raise MoreThanClaimed
    if not (claim.submitted_date or claim.claimed_date) <= paid_date <= today:
        raise PaidInTheFuture
    _advance(claim, among=[Claim.State.SUBMITTED], state=Claim.State.PAID)
    return Payment.objects.create(claim=claim, amount=amount, paid_date=paid_date)


def _next_ordinal(application: Application) -> int:
    last = Claim.objects.filter(application=application).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def _advance(claim: Claim, *, among: Sequence[Claim.State], **changes: object) -> None:
    """Change the row only if it is still in one of these states: of two clerks, one does."""
    if not Claim.objects.filter(pk=claim.pk, state__in=among).update(**changes):
        raise WrongState
    for field, value in changes.items():
        setattr(claim, field, value)
