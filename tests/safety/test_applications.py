"""Applications for support: applied for, then decided once, within the days that can be."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.models import Workplace
from safety.actions import applications
from safety.models import Application, Examination, Programme
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db


def apply(workplace: Workplace, programme: Programme, today: date = cast.TODAY) -> Application:
    return applications.apply(
        workplace=workplace,
        programme=programme,
        exam_kind=Examination.Kind.SPECIAL,
        headcount=2,
        hazards=["toluene"],
        institution_name="한마음병원",
        planned_exam_date=date(2026, 12, 10),
        requested_amount=200_000,
        other_support="",
        bank="우리은행",
        account_number="1002-000-123456",
        account_holder="한빛도장",
        today=today,
    )


def test_an_application_waits_for_its_decision() -> None:
    workplace = cast.make_workplace()

    application = apply(workplace, cast_safety.make_programme())

    assert application.state == Application.State.DRAFT
    assert application.applied_date == cast.TODAY


def test_nobody_applies_outside_the_programme() -> None:
    with pytest.raises(applications.ProgrammeNotOpen):
        apply(cast.make_workplace(), cast_safety.make_programme(), today=date(2027, 1, 1))


def test_nobody_applies_to_another_centres_programme() -> None:
    programme = cast_safety.make_programme(cast.make_centre("seongdong"))

    with pytest.raises(applications.OfAnotherCentre):
        apply(cast.make_workplace(), programme)


def test_an_approval_is_written_down() -> None:
    application = apply(cast.make_workplace(), cast_safety.make_programme())

    applications.approve(
        application=application,
        decision_no="중구-2026-18",
        decided_date=cast.TODAY,
        approved_amount=160_000,
        today=cast.TODAY,
    )

    application.refresh_from_db()
    assert application.state == Application.State.APPROVED
    assert (application.decision_no, application.approved_amount) == ("중구-2026-18", 160_000)


def test_an_application_is_decided_once() -> None:
    application = apply(cast.make_workplace(), cast_safety.make_programme())
    stale = Application.objects.get(pk=application.pk)
    applications.refuse(
        application=application, reason="예산 소진", decided_date=cast.TODAY, today=cast.TODAY
    )

    with pytest.raises(applications.AlreadyDecided):
        applications.approve(
            application=stale,
            decision_no="중구-2026-18",
            decided_date=cast.TODAY,
            approved_amount=1,
            today=cast.TODAY,
        )

    stale.refresh_from_db()
    assert (stale.state, stale.refused_reason) == (Application.State.REFUSED, "예산 소진")


@pytest.mark.parametrize("decided", [date(2026, 11, 22), date(2026, 11, 24)])
def test_a_decision_lies_between_application_and_today(decided: date) -> None:
    application = apply(cast.make_workplace(), cast_safety.make_programme())

    with pytest.raises(applications.DecidedBeforeApplied):
        applications.refuse(
            application=application, reason="서류 부족", decided_date=decided, today=cast.TODAY
        )


def test_no_more_is_approved_than_was_asked_for() -> None:
    application = apply(cast.make_workplace(), cast_safety.make_programme())

    with pytest.raises(applications.MoreThanAskedFor):
        applications.approve(
            application=application,
            decision_no="중구-2026-18",
            decided_date=cast.TODAY,
            approved_amount=200_001,
            today=cast.TODAY,
        )
