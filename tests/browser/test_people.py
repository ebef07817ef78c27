"""Workers, what they handle, their exams and whom to reach, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from outreach.models import Worker
from safety.actions.due_items import recompute_workplace
from safety.models import Exposure
from tests.cast import NOW, TODAY, make_contact, make_worker
from tests.cast_safety import (
    NIGHT,
    TOLUENE,
    make_completion,
    make_consultation,
    make_examination,
    make_exposure,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]
SignIn = Callable[..., Page]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def painter() -> Worker:
    """응우옌 with a whole story, and a colleague whose result table is late."""
    worker = make_exposure().worker
    make_exposure(worker, hazard=NIGHT, process="")
    make_exposure(worker, hazard="noise", ended_date=date(2026, 9, 1))
    make_examination(
        worker, TOLUENE, exam_date=date(2026, 10, 1), results={"code": "D1", "fitness": "나"},
        result_table_received_date=date(2026, 10, 20),
    )  # fmt: skip
    make_consultation(
        worker, measures_text='{"systolic": 142, "diastolic": 91}',
        follow_up_date=date(2026, 12, 21),
    )  # fmt: skip
    make_completion(worker)
    make_contact(worker.workplace)
    colleague = make_exposure(make_worker(worker.workplace, name="김도장")).worker
    make_examination(colleague, TOLUENE, exam_date=date(2026, 10, 5))
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def test_the_pages_are_without_barriers_and_fit_a_phone(
    painter: Worker, sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    page = sign_in_as(Role.CLINICIAN)
    exam = painter.examinations.get()
    exposure = painter.exposures.get(hazard=TOLUENE)
    for name, route, pk in (
        ("worker", "worker", painter.pk),
        ("worker-edit", "worker-edit", painter.pk),
        ("worker-leave", "worker-leave", painter.pk),
        ("exposure-new", "exposure-new", painter.pk),
        ("exposure-end", "exposure-end", exposure.pk),
        ("examination-new", "examination-new", painter.pk),
        ("examination", "examination", exam.pk),
        ("examination-results", "examination-results", exam.pk),
        ("examination-list", "examination-list", None),
        ("call-record", "call-record", painter.workplace_id),
    ):
        page.goto(reverse(route, args=[] if pk is None else [pk]))
        if name == "worker":
            page.locator("summary", has_text="왜 이 날짜").first.click()
        shot(page, f"people-{name}")
        axe_check(page)
        fits(page)


def test_the_coordinators_pages_do_too(
    painter: Worker, sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    contact = painter.workplace.contacts.get()
    for name, route, pk in (
        ("workplace-new", "workplace-new", None),
        ("workplace-edit", "workplace-edit", painter.workplace_id),
        ("workplace-close", "workplace-close", painter.workplace_id),
        ("worker-new", "worker-new", painter.workplace_id),
        ("measurement-new", "measurement-new", painter.workplace_id),
        ("contact-new", "contact-new", painter.workplace_id),
        ("contact-edit", "contact-edit", contact.pk),
        ("contact-remove", "contact-remove", contact.pk),
    ):
        page.goto(reverse(route, args=[] if pk is None else [pk]))
        shot(page, f"people-{name}")
        axe_check(page)
        fits(page)


def test_agents_are_found_while_typing_and_stay_ticked(
    painter: Worker, sign_in_as: SignIn, shot: Shot
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto(reverse("exposure-new", args=[painter.pk]))
    box = page.get_by_role("searchbox")

    box.press_sequentially("신나")
    expect(page.get_by_text("물질안전보건자료(MSDS)")).to_be_visible()
    box.fill("벤젠")
    page.locator("#match-benzene").check()
    box.fill("톨루엔")
    expect(page.locator("#match-toluene")).to_be_visible()
    shot(page, "people-exposure-search")
    page.get_by_label("공정").fill("세척")
    page.get_by_role("button", name="저장").click()

    expect(page).to_have_url(re.compile(rf"/workers/{painter.pk}/$"))
    added = Exposure.objects.get(process="세척")
    assert (added.hazard, added.placed_date) == ("benzene", TODAY)
