"""Programmes: changed by finance, never below what is claimed, with rates from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre
from safety.actions.programmes import (
    BelowCommitted,
    RateOutsideProgramme,
    change_programme,
    commit_amount,
    rate_on,
    set_rate,
)
from safety.models import Examination, Programme
from tests import cast
from tests.cast_safety import make_programme

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
SPECIAL = Examination.Kind.SPECIAL
NEW_YEAR, JULY, DECEMBER = date(2026, 1, 1), date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


@pytest.fixture
def finance(signed_in: SignIn) -> Client:
    return signed_in(Role.FINANCE)


def change(programme: Programme, **changes: object) -> None:
    facts: dict[str, object] = {
        "name": programme.name,
        "payer": programme.payer,
        "addressee": programme.addressee,
        "payee": programme.payee,
        "starts_date": programme.starts_date,
        "ends_date": programme.ends_date,
        "cap_per_worker": programme.cap_per_worker,
        "budget": programme.budget,
        **changes,
    }
    change_programme(programme=programme, **facts)  # type: ignore[arg-type]
    programme.refresh_from_db()


def sent(**changes: str) -> dict[str, str]:
    return {
        "name": "2026년 비용지원",
        "payer": "중구청",
        "addressee": "중구청장",
        "payee": "INSTITUTION",
        "starts_date": "2026-01-01",
        "ends_date": "2026-11-30",
        "budget": "20000000",
        "cap_per_worker": "90000",
        **changes,
    }


def test_the_list_says_what_is_left_and_what_is_over(finance: Client) -> None:
    running = make_programme()
    commit_amount(programme=running, amount=1_000_000)
    make_programme(name="작년 사업", starts_date=date(2025, 1, 1), ends_date=date(2025, 12, 31))

    page = finance.get(reverse("programme-list")).text

    assert "9,000,000원" in page
    assert page.index(running.name) < page.index("작년 사업")
    assert "종료" in page and "진행 중" in page


def test_a_programme_is_changed(finance: Client) -> None:
    programme = make_programme()

    finance.post(reverse("programme-edit", args=[programme.pk]), sent())

    programme.refresh_from_db()
    assert (programme.payee, programme.budget) == (Programme.Payee.INSTITUTION, 20_000_000)
    assert programme.ends_date == date(2026, 11, 30)


def test_a_budget_below_what_is_claimed_is_refused(finance: Client) -> None:
    programme = make_programme()
    commit_amount(programme=programme, amount=1_000_000)

    answer = finance.post(reverse("programme-edit", args=[programme.pk]), sent(budget="999999"))

    assert "이미 청구된 금액이 1,000,000원입니다" in answer.text
    programme.refresh_from_db()
    assert programme.budget == 10_000_000


def test_a_budget_of_just_what_is_claimed_is_enough() -> None:
    programme = make_programme()
    commit_amount(programme=programme, amount=1_000_000)

    with pytest.raises(BelowCommitted):
        change(programme, budget=999_999)
    change(programme, budget=1_000_000)

    assert programme.budget == 1_000_000


def test_a_claim_that_came_meanwhile_counts() -> None:
    """The amount is read where the budget is written, not from the page that was opened before."""
    opened_before = make_programme()
    commit_amount(programme=Programme.objects.get(), amount=5_000_000)

    with pytest.raises(BelowCommitted):
        change(opened_before, budget=4_000_000)


def test_an_end_before_the_start_is_refused(finance: Client) -> None:
    programme = make_programme()

    finance.post(reverse("programme-edit", args=[programme.pk]), sent(ends_date="2025-12-31"))

    programme.refresh_from_db()
    assert programme.ends_date == DECEMBER


def test_a_rate_holds_from_its_day_on(finance: Client) -> None:
    programme = make_programme()

    finance.post(
        reverse("programme-rate", args=[programme.pk]),
        {"exam_kind": "SPECIAL", "from_date": "2026-07-01", "amount": "120000"},
    )

    assert rate_on(programme=programme, exam_kind=SPECIAL, day=date(2026, 6, 30)) == 100_000
    assert rate_on(programme=programme, exam_kind=SPECIAL, day=JULY) == 120_000
    page = finance.get(reverse("programme-edit", args=[programme.pk])).text
    assert "120,000원" in page and "100,000원" in page


def test_a_rate_of_the_same_day_is_put_right() -> None:
    programme = make_programme()

    set_rate(programme=programme, exam_kind=SPECIAL, from_date=NEW_YEAR, amount=90_000)

    assert [rate.amount for rate in programme.rates.all()] == [90_000]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_rate_outside_the_programme_is_refused(finance: Client, day: date) -> None:
    programme = make_programme()

    with pytest.raises(RateOutsideProgramme):
        set_rate(programme=programme, exam_kind=SPECIAL, from_date=day, amount=1)
    answer = finance.post(
        reverse("programme-rate", args=[programme.pk]),
        {"exam_kind": "SPECIAL", "from_date": day.isoformat(), "amount": "1"},
    )

    assert "지원 사업 기간에 들지 않는 날입니다." in answer.text
    assert programme.rates.count() == 1


def test_an_earlier_start_takes_the_first_rate_along() -> None:
    programme = make_programme()
    set_rate(programme=programme, exam_kind=SPECIAL, from_date=JULY, amount=120_000)

    change(programme, starts_date=date(2025, 12, 1))

    assert rate_on(programme=programme, exam_kind=SPECIAL, day=date(2025, 12, 1)) == 100_000
    assert rate_on(programme=programme, exam_kind=SPECIAL, day=JULY) == 120_000


def test_a_start_moved_there_and_back_keeps_every_rate() -> None:
    programme = make_programme()
    change(programme, starts_date=JULY)
    set_rate(programme=programme, exam_kind=SPECIAL, from_date=JULY, amount=120_000)

    change(programme, starts_date=NEW_YEAR)

    assert rate_on(programme=programme, exam_kind=SPECIAL, day=NEW_YEAR) == 100_000
    assert rate_on(programme=programme, exam_kind=SPECIAL, day=JULY) == 120_000


@pytest.mark.parametrize("route", ["programme-edit", "programme-rate"])
def test_a_programme_of_another_centre_is_not_there(
    finance: Client, other_centre: Centre, route: str
) -> None:
    theirs = make_programme(other_centre, name="남의 사업")

    assert finance.post(reverse(route, args=[theirs.pk]), sent()).status_code == 404
    assert "남의 사업" not in finance.get(reverse("programme-list")).text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.VIEWER])
def test_programmes_belong_to_finance(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(reverse("programme-list")).status_code == 403


def test_cost_support_leads_to_the_programmes(finance: Client, signed_in: SignIn) -> None:
    link = f'href="{reverse("programme-list")}"'

    assert link in finance.get(reverse("application-list")).text
    assert link not in signed_in(Role.COORDINATOR).get(reverse("application-list")).text
