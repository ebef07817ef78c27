"""Claims: each exam once, never more than the budget, all of a claim or none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from safety.actions import claims
from safety.actions.claim_checks import check
from safety.actions.programmes import BudgetSpent, commit_amount, rate_on
from safety.models import (
    Application,
    Claim,
    ClaimLine,
    Examination,
    Programme,
    ProgrammeRate,
)
from safety.rules.reimbursement import RefusalCode
from tests import cast, cast_safety
from tests.safety.test_certificates import in_parallel

pytestmark = pytest.mark.django_db
Kind = Examination.Kind
LATER = date(2026, 12, 1)


def draw_up(application: Application, *exams: Examination) -> Claim:
    return claims.draw_up_claim(application=application, examinations=exams, today=cast.TODAY)


def exam_of(application: Application, **changes: object) -> Examination:
    """Make an exam of one more worker of the workplace that applied."""
    workplace = application.workplace
    worker = cast.make_worker(workplace, name=f"근로자 {workplace.workers.count() + 1}")
    return cast_safety.make_claimable_exam(worker, **changes)


def refusals_of(application: Application, exam: Examination) -> list[RefusalCode]:
    (checked,) = check(application=application, examinations=[exam])
    return list(checked.refusals)


def test_a_claim_takes_its_total_out_of_the_budget() -> None:
    application = cast_safety.make_application()
    exams = [exam_of(application), exam_of(application)]

    claim = draw_up(application, *exams)

    assert claim.total == 160_000
    assert claim.number == "중구-2026-17-1"
    assert Programme.objects.get().committed == 160_000
    assert {line.examination for line in claim.lines.all()} == set(exams)


@pytest.mark.parametrize(
    ("application_changes", "exam_changes", "reason"),
    [
        ({"state": "REFUSED"}, {}, RefusalCode.NO_APPLICATION),
        ({"decided_date": cast.TODAY}, {}, RefusalCode.EXAM_BEFORE_APPROVAL),
        ({}, {"paid_by": "KOSHA"}, RefusalCode.PAID_BY_KOSHA),
        ({}, {"cost": 0}, RefusalCode.NO_COST),
        ({}, {"kind": Kind.GENERAL}, RefusalCode.NO_RATE),
        ({"approved_amount": 79_999}, {}, RefusalCode.OVER_BUDGET),
    ],
)
def test_an_exam_is_refused_with_its_reason(
    application_changes: dict[str, object],
    exam_changes: dict[str, object],
    reason: RefusalCode,
) -> None:
    application = cast_safety.make_application(None, **application_changes)
    worker = cast.make_worker(application.workplace)
    exam = cast_safety.make_claimable_exam(worker, **exam_changes)

    with pytest.raises(claims.NotClaimable) as refusal:
        draw_up(application, exam)

    (checked,) = refusal.value.refused
    assert list(checked.refusals) == [reason]
    assert checked.reasons[0]
    assert not Claim.objects.exists()
    assert Programme.objects.get().committed == 0


def test_an_exam_without_the_workers_consent_is_refused() -> None:
    application = cast_safety.make_application()
    worker = cast.make_worker(application.workplace)
    exam = cast_safety.make_examination(worker, cost=80_000)

    assert refusals_of(application, exam) == [RefusalCode.NO_CONSENT]


def test_a_withdrawn_consent_does_not_count() -> None:
    application = cast_safety.make_application()
    exam = exam_of(application)
    exam.worker.consents.update(withdrawn_at=cast.NOW)

    assert refusals_of(application, exam) == [RefusalCode.NO_CONSENT]


def test_one_refused_exam_stops_the_whole_claim() -> None:
    application = cast_safety.make_application()
    good, bad = exam_of(application), exam_of(application)
    Examination.objects.filter(pk=bad.pk).update(paid_by=Examination.PaidBy.KOSHA)
    bad.refresh_from_db()

    with pytest.raises(claims.NotClaimable):
        draw_up(application, good, bad)

    assert not ClaimLine.objects.exists()


def test_an_exam_is_claimed_once() -> None:
    application = cast_safety.make_application()
    exam = exam_of(application)
    draw_up(application, exam)

    with pytest.raises(claims.NotClaimable) as refusal:
        draw_up(application, exam)

    assert refusal.value.refused[0].refusals == (RefusalCode.ALREADY_CLAIMED,)


def test_the_database_refuses_an_exam_claimed_twice() -> None:
    application = cast_safety.make_application()
    claim = draw_up(application, exam := exam_of(application))

    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.create(claim=claim, examination=exam, unit_price=1, amount=1)


def test_a_line_is_no_more_than_the_rate_and_the_ceiling_of_the_worker() -> None:
    application = cast_safety.make_application()  # rate 100,000, ceiling 150,000
    worker = cast.make_worker(application.workplace)
    first = cast_safety.make_claimable_exam(worker, cost=130_000, exam_date=date(2026, 11, 10))
    second = cast_safety.make_claimable_exam(worker, cost=130_000)

    claim = draw_up(application, first, second)

    assert [line.amount for line in claim.lines.order_by("pk")] == [100_000, 50_000]


def test_the_rate_is_the_one_of_the_day() -> None:
    programme = cast_safety.make_programme()
    ProgrammeRate.objects.create(
        programme=programme, exam_kind=Kind.SPECIAL, from_date=date(2026, 7, 1), amount=120_000
    )
    days = (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))

    rates = [rate_on(programme=programme, exam_kind=Kind.SPECIAL, day=day) for day in days]

    assert rates == [0, 100_000, 120_000, 0]


def test_the_approved_amount_holds_over_several_claims() -> None:
    application = cast_safety.make_application(approved_amount=150_000)
    draw_up(application, exam_of(application))

    assert refusals_of(application, exam_of(application)) == [RefusalCode.OVER_BUDGET]


def test_an_exam_of_another_workplace_is_not_claimed() -> None:
    application = cast_safety.make_application()

    with pytest.raises(claims.OfAnotherWorkplace):
        draw_up(application, cast_safety.make_claimable_exam(cast.make_worker()))


def test_nothing_is_no_claim() -> None:
    with pytest.raises(claims.NothingToClaim):
        draw_up(cast_safety.make_application())


def test_a_void_claim_frees_exams_and_money_but_not_its_number() -> None:
    application = cast_safety.make_application()
    exam = exam_of(application)
    first = draw_up(application, exam)

    claims.void(claim=first, reason="예금주 불일치", today=LATER)
    second = draw_up(application, exam)

    assert Programme.objects.get().committed == 80_000
    assert second.number == "중구-2026-17-2"
    first.refresh_from_db()
    assert (first.state, first.total) == (Claim.State.VOID, 80_000)  # its paper can still be read


def test_a_claim_is_void_once() -> None:
    application = cast_safety.make_application()
    claim = draw_up(application, exam_of(application))
    stale = Claim.objects.get(pk=claim.pk)
    claims.void(claim=claim, reason="중복", today=LATER)

    with pytest.raises(claims.WrongState):
        claims.void(claim=stale, reason="중복", today=LATER)

    assert Programme.objects.get().committed == 0


def test_a_claim_is_submitted_and_then_paid() -> None:
    application = cast_safety.make_application()
    claim = draw_up(application, exam_of(application))

    claims.submit(claim=claim, today=cast.TODAY)
    claims.record_payment(claim=claim, paid_date=LATER, amount=80_000, today=LATER)

    claim.refresh_from_db()
    assert claim.state == Claim.State.PAID
    assert claim.payment.amount == 80_000
    with pytest.raises(claims.WrongState):
        claims.void(claim=claim, reason="늦음", today=LATER)


@pytest.mark.parametrize(
    ("paid_date", "amount", "refusal"),
    [
        (LATER, 80_001, claims.MoreThanClaimed),
        (date(2026, 12, 2), 80_000, claims.PaidInTheFuture),
        (date(2026, 11, 22), 80_000, claims.PaidInTheFuture),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    paid_date: date, amount: int, refusal: type[Exception]
) -> None:
    application = cast_safety.make_application()
    claim = draw_up(application, exam_of(application))
    claims.submit(claim=claim, today=cast.TODAY)

    with pytest.raises(refusal):
        claims.record_payment(claim=claim, paid_date=paid_date, amount=amount, today=LATER)


def test_a_claim_without_an_account_is_not_submitted() -> None:
    application = cast_safety.make_application(account_number="")
    claim = draw_up(application, exam_of(application))

    with pytest.raises(claims.NoAccount):
        claims.submit(claim=claim, today=cast.TODAY)


def test_the_account_number_is_unreadable_in_the_database() -> None:
    application = cast_safety.make_application()

    with connection.cursor() as cursor:
        cursor.execute("SELECT account_number FROM safety_application")
        (stored,) = cursor.fetchone()

    assert "123456" not in stored
    application.refresh_from_db()
    assert application.account_number == "1002-000-123456"


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
