"""Clerks who claim at the same moment never overspend; each guard is shown to be needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from safety.actions import claims
from safety.actions.claim_checks import check
from safety.actions.programmes import BudgetSpent, commit_amount
from safety.models import (
    Application,
    Claim,
    ClaimLine,
    Programme,
)
from tests import cast, cast_safety
from tests.safety.claims import draw_up, exam_of
from tests.safety.test_certificates import in_parallel

pytestmark = pytest.mark.django_db


def one_claim_each(count: int, budget: int) -> list[Callable[[], Claim]]:
    """Make as many applications under one programme, each with one exam of 80,000 won."""
    programme = cast_safety.make_programme(budget=budget)
    ready: list[Callable[[], Claim]] = []
    for number in range(count):
        application = cast_safety.make_application(
            cast.make_workplace(), programme=programme, decision_no=f"중구-2026-{number}"
        )
        exam = exam_of(application)
        ready.append(partial(draw_up, application, exam))
    return ready


@pytest.mark.django_db(transaction=True)
def test_clerks_who_claim_at_once_never_overspend() -> None:
    work = one_claim_each(6, budget=250_000)

    made = in_parallel(6, lambda index: work[index]())

    won = [one for one in made if isinstance(one, Claim)]
    assert len(won) == 3, made
    assert all(isinstance(one, Claim | claims.NotClaimable | BudgetSpent) for one in made)
    assert Programme.objects.get().committed == 240_000
    assert ClaimLine.objects.aggregate(total=Sum("amount"))["total"] == 240_000


@pytest.mark.django_db(transaction=True)
def test_one_exam_is_claimed_once_by_clerks_who_claim_it_at_once() -> None:
    application = cast_safety.make_application()
    exam = exam_of(application)

    made = in_parallel(4, lambda _index: draw_up(application, exam))

    assert sum(isinstance(one, Claim) for one in made) == 1, made
    assert Programme.objects.get().committed == 80_000


@pytest.mark.django_db(transaction=True)
def test_twin_counting_the_budget_in_python_overspends_it() -> None:
    """The fault that testing and counting in one statement prevents: an update is lost."""
    programme = cast_safety.make_programme(budget=250_000)
    all_have_read = Barrier(4)

    def read_then_write(_index: int) -> bool:
        committed = Programme.objects.get(pk=programme.pk).committed
        all_have_read.wait()
        if committed + 80_000 > programme.budget:
            return False
        Programme.objects.filter(pk=programme.pk).update(committed=committed + 80_000)
        return True

    assert in_parallel(4, read_then_write) == [True] * 4  # 320,000 promised out of 250,000
    assert Programme.objects.get().committed == 80_000


def test_the_database_refuses_an_overspent_budget() -> None:
    programme = cast_safety.make_programme(budget=100)

    with pytest.raises(BudgetSpent):
        commit_amount(programme=programme, amount=101)
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.update(committed=101)


class TotalsTest(TestCase):
    """A claim's total, its lines and the budget agree, whatever exams cost."""

    @settings(max_examples=25, deadline=None)
    @given(
        costs=st.lists(st.integers(0, 200_000), min_size=1, max_size=6),
        budget=st.integers(0, 600_000),
    )
    def test_a_budget_is_never_overspent(self, costs: list[int], budget: int) -> None:
        programme = cast_safety.make_programme(budget=budget)
        application = cast_safety.make_application(programme=programme)
        for cost in costs:
            exam = exam_of(application, cost=cost)
            good = [
                c for c in check(application=application, examinations=[exam]) if not c.refusals
            ]
            if good:
                claim = draw_up(application, exam)
                assert claim.total == good[0].amount <= min(cost, 100_000)
            programme.refresh_from_db()
            application = Application.objects.get(pk=application.pk)

        total = ClaimLine.objects.aggregate(total=Sum("amount"))["total"] or 0
        assert programme.committed == total <= budget
