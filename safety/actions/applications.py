"""A workplace applies for support before its exams; the payer approves or refuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Workplace
from safety.models import Application, Programme


class ProgrammeNotOpen(Exception):
    """The programme takes no applications on this day."""

    def __init__(self) -> None:
        super().__init__(_("The programme takes no applications today."))


class OfAnotherCentre(Exception):
    """The programme belongs to another centre than the workplace."""


class AlreadyDecided(Exception):
    """The application was approved or refused before."""

    def __init__(self) -> None:
        super().__init__(_("This application has been decided already."))


class DecidedBeforeApplied(Exception):
    """The decision bears a date before the application, or one still to come."""

    def __init__(self) -> None:
        super().__init__(_("The decision must lie between the application and today."))


class MoreThanAskedFor(Exception):
    """More would be approved than was applied for."""

    def __init__(self) -> None:
        super().__init__(_("The approved amount is more than was asked for."))


@transaction.atomic
def apply(
    *,
    workplace: Workplace,
    programme: Programme,
    exam_kind: str,
    headcount: int,
    hazards: Sequence[str],
    institution_name: str,
    planned_exam_date: date | None,
    requested_amount: int,
    other_support: str,
    bank: str,
    account_number: str,
    account_holder: str,
    today: date,
) -> Application:
    """
    Apply for support for a workplace (비용지원 신청서); `other_support` is "" if there is none.

    :raises ProgrammeNotOpen: today lies outside the programme
    :raises OfAnotherCentre: the programme is not of the workplace's centre
    """
    if programme.centre_id != workplace.centre_id:
        raise OfAnotherCentre
    if not programme.starts_date <= today <= programme.ends_date:
        raise ProgrammeNotOpen
    return Application.objects.create(
        programme=programme,
        workplace=workplace,
        applied_date=today,
        exam_kind=exam_kind,
        headcount=headcount,
        hazards=list(hazards),
        institution_name=institution_name,
        planned_exam_date=planned_exam_date,
        requested_amount=requested_amount,
        other_support=other_support,
        bank=bank,
        account_number=account_number,
        account_holder=account_holder,
    )


@transaction.atomic
def approve(
    *,
    application: Application,
    decision_no: str,
    decided_date: date,
    approved_amount: int,
    today: date,
) -> None:
    """
    Write down that the payer approved: only exams after this day can be claimed.

    :raises AlreadyDecided: approved or refused before
    :raises DecidedBeforeApplied: the date cannot be
    :raises MoreThanAskedFor: the amount exceeds what was asked for
    """
    if approved_amount > application.requested_amount:
        raise MoreThanAskedFor
    _decide(
        application,
        today=today,
        state=Application.State.APPROVED,
        decision_no=decision_no,
        decided_date=decided_date,
        approved_amount=approved_amount,
    )


@transaction.atomic
def refuse(*, application: Application, reason: str, decided_date: date, today: date) -> None:
    """
    Write down that the payer refused, and why.

    :raises AlreadyDecided: approved or refused before
    :raises DecidedBeforeApplied: the date cannot be
    """
    _decide(
        application,
        today=today,
        state=Application.State.REFUSED,
        decided_date=decided_date,
        refused_reason=reason,
    )


def _decide(
    application: Application, *, today: date, decided_date: date, **changes: object
) -> None:
    if not application.applied_date <= decided_date <= today:
        raise DecidedBeforeApplied
    changes["decided_date"] = decided_date
    drafts = Application.objects.filter(pk=application.pk, state=Application.State.DRAFT)
    if not drafts.update(**changes):
        raise AlreadyDecided
    for field, value in changes.items():
        setattr(application, field, value)
