"""Teams: put together by the office, changed together with what they are booked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre
from scheduling.actions.teams import (
    BusyElsewhere,
    OfAnotherCentre,
    TeamNameTaken,
    add_team,
    change_team,
)
from scheduling.models import Reservation, Team, Vehicle
from tests import cast
from tests.cast_scheduling import NEXT_MONDAY, make_shift, make_team, make_visit

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


def facts(team: Team, **changes: object) -> dict[str, object]:
    """Return a team as it is, with what a test changes."""
    return {
        "name": team.name,
        "skills": team.skills,
        "members": list(team.members.all()),
        "vehicle": team.vehicle,
        "max_drive_minutes": team.max_drive_minutes,
        **changes,
    }


def fields(centre: Centre, **changes: object) -> dict[str, object]:
    """Return what the form sends for a new team."""
    return {
        "name": "도심 1조",
        "skills": ["CONSULTATION", "SPECIAL_EXAM"],
        "members": [cast.make_staff(Role.CLINICIAN, centre).pk],
        "vehicle": "",
        "max_drive_minutes": "150",
        **changes,
    }


def test_a_team_is_put_together_and_then_asked_for_its_shifts(
    signed_in: SignIn, centre: Centre
) -> None:
    van = Vehicle.objects.create(centre=centre, name="건강버스 1호")

    answer = signed_in().post(reverse("team-new"), fields(centre, vehicle=van.pk))

    team = Team.objects.get()
    assert answer["Location"] == reverse("team-shifts", args=[team.pk])
    assert (team.centre, team.name, team.vehicle) == (centre, "도심 1조", van)
    assert team.skills == ["CONSULTATION", "SPECIAL_EXAM"]
    assert [person.role for person in team.members.all()] == [Role.CLINICIAN]


@pytest.mark.parametrize(
    "fault", [{"name": ""}, {"skills": []}, {"members": []}, {"max_drive_minutes": "0"}], ids=str
)
def test_a_team_that_lacks_something_is_not_put_together(
    signed_in: SignIn, centre: Centre, fault: dict[str, object]
) -> None:
    answer = signed_in().post(reverse("team-new"), fields(centre, **fault))

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "field__error" in answer.text
    assert not Team.objects.exists()


def test_people_and_vans_of_another_centre_are_not_offered(
    signed_in: SignIn, centre: Centre, other_centre: Centre
) -> None:
    stranger = cast.make_staff(Role.CLINICIAN, other_centre)
    van = Vehicle.objects.create(centre=other_centre, name="남의 버스")

    answers = [
        signed_in().post(reverse("team-new"), fields(centre, members=[stranger.pk])),
        signed_in().post(reverse("team-new"), fields(centre, vehicle=van.pk)),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "남의 버스" not in answers[0].text
    assert not Team.objects.exists()


def test_the_action_refuses_people_of_another_centre(centre: Centre, other_centre: Centre) -> None:
    stranger = cast.make_staff(Role.CLINICIAN, other_centre)

    with pytest.raises(OfAnotherCentre):
        add_team(
            centre=centre,
            name="1조",
            skills=["CONSULTATION"],
            members=[stranger],
            vehicle=None,
            max_drive_minutes=150,
        )


def test_two_teams_of_a_centre_have_different_names(centre: Centre, other_centre: Centre) -> None:
    team = make_team(centre)
    make_team(other_centre, "바깥조")

    change_team(team=team, now=cast.NOW, **facts(team, name="바깥조"))  # type: ignore[arg-type]
    other = make_team(centre)
    with pytest.raises(TeamNameTaken):
        change_team(team=other, now=cast.NOW, **facts(other, name="바깥조"))  # type: ignore[arg-type]


def test_a_booked_visit_takes_the_new_person_and_lets_the_old_one_go(centre: Centre) -> None:
    visit = make_visit(cast.make_workplace(centre))
    old = visit.team.members.get()
    new = cast.make_staff(Role.CLINICIAN, centre)

    change_team(team=visit.team, now=cast.NOW, **facts(visit.team, members=[new]))  # type: ignore[arg-type]

    held = set(Reservation.objects.filter(visit=visit).values_list("resource", flat=True))
    assert f"staff:{new.pk}" in held
    assert f"staff:{old.pk}" not in held


def test_a_person_who_is_booked_elsewhere_does_not_join(centre: Centre) -> None:
    mine = make_visit(cast.make_workplace(centre))
    theirs = make_visit(cast.make_workplace(centre, name="세운금속"))
    busy = theirs.team.members.get()
    both = [*mine.team.members.all(), busy]

    with pytest.raises(BusyElsewhere, match="한빛도장") as refusal:
        change_team(team=mine.team, now=cast.NOW, **facts(mine.team, members=both))  # type: ignore[arg-type]

    assert busy.name in str(refusal.value)
    assert busy not in mine.team.members.all()


def test_a_person_who_is_free_then_joins(centre: Centre) -> None:
    """The twin: two hours later the same person is free."""
    mine = make_visit(cast.make_workplace(centre))
    later = NEXT_MONDAY + timedelta(hours=2)
    theirs = make_visit(cast.make_workplace(centre, name="세운금속"), starts_at=later)
    both = [*mine.team.members.all(), *theirs.team.members.all()]

    change_team(team=mine.team, now=cast.NOW, **facts(mine.team, members=both))  # type: ignore[arg-type]

    assert mine.team.members.count() == 2


def test_a_visit_that_is_over_keeps_who_was_there(centre: Centre) -> None:
    visit = make_visit(cast.make_workplace(centre))
    old = visit.team.members.get()
    after: datetime = visit.ends_at + timedelta(hours=1)

    change_team(team=visit.team, now=after, **facts(visit.team, members=[]))  # type: ignore[arg-type]

    assert Reservation.objects.filter(visit=visit, resource=f"staff:{old.pk}").exists()


def test_a_change_is_refused_on_the_page_in_words(signed_in: SignIn, centre: Centre) -> None:
    mine = make_visit(cast.make_workplace(centre))
    theirs = make_visit(cast.make_workplace(centre, name="세운금속"))
    sent = fields(centre, name=mine.team.name, members=[theirs.team.members.get().pk])

    answer = signed_in().post(reverse("team-edit", args=[mine.team_id]), sent)

    assert answer.status_code == 422
    assert "팀에 예약된 방문(한빛도장" in answer.text


def test_the_list_says_who_goes_in_what_and_when_next(signed_in: SignIn, centre: Centre) -> None:
    team = make_team(centre, "1조")
    make_shift(team, cast.TODAY - timedelta(days=3))
    make_shift(team, cast.TODAY + timedelta(days=1))
    idle = make_team(centre, "2조")

    page = signed_in().get(reverse("team-list")).text

    assert "1조 차량" in page
    assert "최은영" in page
    assert "11. 24.(화) 09:00–18:00" in page
    assert "11. 20." not in page
    assert page.count("예정 없음") == 1 and idle.name in page


def test_the_list_takes_as_many_questions_for_ten_teams_as_for_one(
    signed_in: SignIn, centre: Centre, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in()
    for _number in range(10):
        make_shift(make_team(centre), cast.TODAY)

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        client.get(reverse("team-list"))


def test_teams_of_another_centre_are_not_listed(signed_in: SignIn, other_centre: Centre) -> None:
    make_team(other_centre, "남의조")

    assert "남의조" not in signed_in().get(reverse("team-list")).text


def test_settings_lead_from_page_to_page(signed_in: SignIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get(reverse("team-list")).text

    for route in ("staff-list", "venue-list", "course-list", "institution-list", "feed-list"):
        assert f'href="{reverse(route)}"' in page
    assert '<a href="/teams/" aria-current="page">팀</a>' in page
