"""Programmes that refund exams: their rates, and a budget that parallel claims cannot overspend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import Centre
from safety.models import Programme, ProgrammeRate


class BudgetSpent(Exception):
    """The budget does not hold this amount any more."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("The budget of the programme does not suffice for this amount.")
        )


class BelowCommitted(Exception):
    """A budget would fall below what has been claimed already."""

    def __init__(self, committed: int) -> None:
        super().__init__(committed)
        self.committed = committed

    def __str__(self) -> str:
        return _("%(amount)s won of the budget have been claimed already.") % {
            "amount": f"{self.committed:,}"
        }


class RateOutsideProgramme(Exception):
    """A rate would begin when the programme does not run."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("The programme does not run on this day."))


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


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    name: str,
    payer: str,
    addressee: str,
    payee: Programme.Payee,
    starts_date: date,
    ends_date: date,
    cap_per_worker: int,
    budget: int,
) -> None:
    """
    Change a programme; rates that began with it begin with it still, should it begin earlier.

    The budget is tested and written in one statement, so that no claim slips in between.

    :raises BelowCommitted: more has been claimed than the new budget
    """
    same = Programme.objects.filter(pk=programme.pk)
    if not same.filter(committed__lte=budget).update(
        name=name,
        payer=payer,
        addressee=addressee,
        payee=payee,
        starts_date=starts_date,
        ends_date=ends_date,
        cap_per_worker=cap_per_worker,
        budget=budget,
    ):
        raise BelowCommitted(same.values_list("committed", flat=True).get())
    for kind in set(programme.rates.values_list("exam_kind", flat=True)):
        first = programme.rates.filter(exam_kind=kind).earliest("from_date")
        if starts_date < first.from_date <= programme.starts_date:
            first.from_date = starts_date
            first.save(update_fields=["from_date"])


@transaction.atomic
def set_rate(*, programme: Programme, exam_kind: str, from_date: date, amount: int) -> None:
    """
    Write down what the programme pays at most for a kind of exam from a day on.

    Claims that were drawn up keep their amounts; a rate of the same day is put right.

    :raises RateOutsideProgramme: the programme does not run on that day
    """
    if not programme.starts_date <= from_date <= programme.ends_date:
        raise RateOutsideProgramme
    programme.rates.update_or_create(
        exam_kind=exam_kind, from_date=from_date, defaults={"amount": amount}
    )


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
