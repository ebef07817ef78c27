"""The sheet with everything an examiner asks about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import AccessEntry
from safety.models import ExaminationResult
from tests import cast
from tests.cast_safety import TOLUENE, make_examination, make_exposure

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def test_the_card_tells_the_last_result_its_clocks_and_the_look_is_written_down(
    signed_in: SignedIn,
) -> None:
    worker = make_exposure(cast.make_worker()).worker
    exam = make_examination(worker, TOLUENE, exam_date=date(2026, 11, 2))
    ExaminationResult.objects.filter(examination=exam, hazard=TOLUENE).update(code="R")

    page = signed_in(Role.CLINICIAN).get(reverse("exam-card", args=[worker.pk]))

    line = page.context["lines"][0]
    assert (line.hazard, line.last.code) == (TOLUENE, "R")
    assert line.second_stage_by == date(2026, 12, 2)
    assert line.keep_until == date(2031, 11, 2)
    assert AccessEntry.objects.filter(subject="worker", subject_id=worker.pk).exists()


def test_nobody_without_the_right_to_findings_opens_it(signed_in: SignedIn) -> None:
    worker = make_exposure(cast.make_worker()).worker

    for role in (Role.COORDINATOR, Role.FINANCE, Role.VIEWER):
        assert signed_in(role).get(reverse("exam-card", args=[worker.pk])).status_code == 403


@pytest.mark.parametrize(
    ("order", "due"),
    [("JOB_TRANSFER", date(2026, 12, 20)), ("PROTECTIVE_EQUIPMENT", None)],
)
def test_four_of_the_doctors_orders_start_the_employers_report(
    signed_in: SignedIn, order: str, due: date | None
) -> None:
    """시행규칙 제210조: 30 days from the day the result table arrived."""
    worker = make_exposure(cast.make_worker()).worker
    exam = make_examination(worker, TOLUENE, exam_date=date(2026, 11, 2))
    client = signed_in(Role.CLINICIAN)

    client.post(
        reverse("examination-results", args=[exam.pk]),
        {
            "received_date": "2026-11-20",
            "orders": [order],
            f"{TOLUENE}-code": "D1",
            f"{TOLUENE}-fitness": "나",
        },
    )

    exam.refresh_from_db()
    assert (exam.orders, exam.report_due) == ([order], due)
    page = client.get(reverse("examination", args=[exam.pk])).content.decode()
    assert ("노동관서 보고" in page) == (due is not None)
