"""Programmes that refund exams: their rates, and a budget that parallel claims cannot overspend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from safety.models import Programme, ProgrammeRate


class BudgetSpent(Exception):
    """The budget does not hold this amount any more."""

    def __init__(self) -> None:
        super().__init__(_("The budget of the programme does not suffice for this amount."))


class NotCommitted(Exception):
    """More would be given back than was ever claimed: the books are wrong."""


@transaction.atomic
def open_programme(
    *,
    centre: Centre,
    name: str,
    payer: str,
    addressee: str,
    payee: Programme.Payee,
    starts_date: date,
    ends_date: date,
    cap_per_worker: int,
    budget: int,
    rates: Mapping[str, int],
) -> Programme:
    """Open a local programme with what it pays at most for each kind of exam."""
    programme = Programme.objects.create(
        centre=centre,
        name=name,
        payer=payer,
        addressee=addressee,
        payee=payee,
        starts_date=starts_date,
        ends_date=ends_date,
        cap_per_worker=cap_per_worker,
        budget=budget,
    )
    ProgrammeRate.objects.bulk_create(
        ProgrammeRate(programme=programme, exam_kind=kind, from_date=starts_date, amount=amount)
        for kind, amount in rates.items()
    )
    return programme


def rate_on(*, programme: Programme, exam_kind: str, day: date) -> int:
    """Return what the programme pays at most for an exam of that day; 0 outside its time."""
    if not programme.starts_date <= day <= programme.ends_date:
        return 0
    rates = [
        (rate.from_date, rate.amount)
        for rate in programme.rates.all()
        if rate.exam_kind == exam_kind and rate.from_date <= day
    ]
    return max(rates)[1] if rates else 0


@transaction.atomic
def commit_amount(*, programme: Programme, amount: int) -> None:
    """
    Take an amount out of the budget, tested and counted in one statement.

    :raises BudgetSpent: less is left
    """
    if not Programme.objects.filter(pk=programme.pk, committed__lte=F("budget") - amount).update(
        committed=F("committed") + amount
    ):
        raise BudgetSpent


@transaction.atomic
def release_amount(*, programme: Programme, amount: int) -> None:
    """
    Give an amount back to the budget.

    :raises NotCommitted: less was claimed
    """
    if not Programme.objects.filter(pk=programme.pk, committed__gte=amount).update(
        committed=F("committed") - amount
    ):
        raise NotCommitted
