"""The page of a team's shifts: given, shown, taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Centre
from scheduling.models import Shift, Team
from tests import cast
from tests.cast_scheduling import make_team, make_visit
from tests.scheduling.shift_days import FRIDAY, MONDAY, give

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


@pytest.fixture
def team(centre: Centre) -> Team:
    return make_team(centre)


def sent(**changes: object) -> dict[str, object]:
    return {
        "first": "2026-11-30",
        "last": "2026-12-04",
        "weekdays": ["0", "1", "2", "3", "4"],
        "start": "09:00",
        "end": "18:00",
        **changes,
    }


def test_the_page_gives_shifts_and_shows_them(signed_in: SignIn, team: Team) -> None:
    address = reverse("team-shifts", args=[team.pk])

    answer = signed_in().post(address, sent(last="2026-12-27"), follow=True)

    assert "근무일 19일을 추가하고" in answer.text
    assert "공휴일이라 뺀 날: 12. 25.(금)." in answer.text
    assert answer.text.count("09:00–18:00") == 19
    assert 'value="2026-12-25"' in answer.text  # the day after the last shift is proposed


def test_the_page_takes_shifts_away(signed_in: SignIn, team: Team) -> None:
    give(team, MONDAY, FRIDAY)

    answer = signed_in().post(
        reverse("team-absence", args=[team.pk]),
        {"absence-first": "2026-12-01", "absence-last": "2026-12-02"},
        follow=True,
    )

    assert "근무일 2일을 뺐습니다." in answer.text
    assert Shift.objects.count() == 3


def test_the_page_leads_to_the_visit_in_the_way(
    signed_in: SignIn, team: Team, centre: Centre
) -> None:
    give(team, MONDAY, FRIDAY)
    visit = make_visit(cast.make_workplace(centre), team=team)

    answer = signed_in().post(
        reverse("team-absence", args=[team.pk]),
        {"absence-first": "2026-11-30", "absence-last": "2026-11-30"},
    )

    assert answer.status_code == 422
    assert reverse("visit", args=[visit.pk]) in answer.text
    assert Shift.objects.count() == 5


@pytest.mark.parametrize("fault", [{"weekdays": []}, {"first": "2026-11-01"}, {"end": "08:00"}])
def test_shifts_with_a_fault_are_not_given(
    signed_in: SignIn, team: Team, fault: dict[str, object]
) -> None:
    answer = signed_in().post(reverse("team-shifts", args=[team.pk]), sent(**fault))

    assert answer.status_code == 422
    assert not Shift.objects.exists()


def test_the_team_of_another_centre_is_not_there(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = make_team(other_centre)

    assert signed_in().post(reverse("team-shifts", args=[theirs.pk]), sent()).status_code == 404
    assert signed_in().post(reverse("team-absence", args=[theirs.pk])).status_code == 404
