"""The pages of programmes of support."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from safety.models import Programme
from tests import cast

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


@pytest.fixture
def finance(signed_in: SignIn) -> Client:
    return signed_in(Role.FINANCE)


def programme_fields(**changes: str) -> dict[str, str]:
    return {
        "name": "2026년 소공인 특수건강진단 비용지원",
        "payer": "중구청",
        "addressee": "중구청장",
        "payee": "EMPLOYER",
        "starts_date": "2026-01-01",
        "ends_date": "2026-12-31",
        "budget": "10000000",
        "cap_per_worker": "150000",
        "rate_SPECIAL": "100000",
        **changes,
    }


def test_a_programme_is_opened(finance: Client) -> None:
    finance.post(reverse("programme-new"), programme_fields())

    programme = Programme.objects.get()
    assert programme.centre == cast.make_centre()
    assert {rate.exam_kind: rate.amount for rate in programme.rates.all()} == {"SPECIAL": 100_000}


@pytest.mark.parametrize(
    "fault",
    [{"rate_SPECIAL": ""}, {"ends_date": "2025-12-31"}, {"budget": "0"}],
    ids=str,
)
def test_a_programme_with_a_fault_is_not_opened(finance: Client, fault: dict[str, str]) -> None:
    response = finance.post(reverse("programme-new"), programme_fields(**fault))

    assert response.status_code == 200
    assert not Programme.objects.exists()
