from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from safety.actions.due_items import recompute_all, recompute_changed
from safety.models import DueItem, DueSetting
from tests import cast

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
GIVEN = {
    "kinds": ["CONSULTATION", "REGULAR_TRAINING"],
    "small_firm_below": 0,
    "general_exam_counting": "INTERVAL",
    "risk_assessment_counting": "INTERVAL",
    "on_demand_within_days": 3,
    "missed_preplacement": "ITEM",
    "asks_back_months": 6,
    "hold_out_percent": 5,
}


def test_the_defaults_are_shown_and_nothing_is_kept_before_saving(signed_in: SignIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get(reverse("due-settings"))

    assert page.status_code == 200
    assert page.context["form"].initial["small_firm_below"] == 5
    assert not DueSetting.objects.exists()


def test_what_is_decided_holds_for_the_dates(signed_in: SignIn) -> None:
    worker = cast.make_worker()
    recompute_all(today=cast.TODAY, now=cast.NOW)

    signed_in(Role.ADMINISTRATOR).post(reverse("due-settings"), GIVEN)
    recompute_changed(today=cast.TODAY, now=clock.now())

    kept = DueItem.objects.open().filter(workplace=worker.workplace)
    assert sorted(kept.values_list("kind", "status")) == [
        ("CONSULTATION", "OFFERED"),
        ("REGULAR_TRAINING", "OWED"),
    ]


def test_more_than_half_is_not_held_out(signed_in: SignIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).post(
        reverse("due-settings"), {**GIVEN, "hold_out_percent": 60}
    )

    assert page.context["form"].errors
    assert not DueSetting.objects.exists()
