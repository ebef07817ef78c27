"""Claims: each exam once, never more than the budget, all of a claim or none of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from safety.actions import claims
from safety.actions.claim_checks import check
from safety.actions.programmes import rate_on
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
from tests.safety.claims import draw_up, exam_of

pytestmark = pytest.mark.django_db


Kind = Examination.Kind


LATER = date(2026, 12, 1)


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
