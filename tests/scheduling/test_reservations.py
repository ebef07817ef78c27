"""Nobody is in two places at once; each guard is shown to be needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from scheduling.actions.reservations import AlreadyTaken, release, reserve
from scheduling.models import Visit
from tests.cast import make_centre, make_workplace
from tests.cast_scheduling import NEXT_MONDAY, make_team, make_visit

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_a_refusal_names_what_is_taken_in_the_readers_language() -> None:
    team = make_team()
    make_visit(team=team)
    place = make_workplace()

    with pytest.raises(AlreadyTaken) as refused:
        make_visit(place, team=team, starts_at=NEXT_MONDAY + HOUR / 2)

    assert refused.value.resource.split(":")[0] in {"staff", "team", "vehicle"}
    with translation.override("en"):
        assert str(refused.value).endswith("is already booked at this time.")
    assert not place.visits.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "then", "fits"),
    [
        ((0, 60), (60, 120), True),  # one after the other
        ((0, 60), (50, 110), False),
        ((0, 60), (0, 60), False),
        ((10, 20), (0, 60), False),  # inside
        ((0, 5), (5, 10), False),  # within the same ten minutes
    ],
)
def test_two_times_of_one_team(first: tuple[int, int], then: tuple[int, int], fits: bool) -> None:
    one, other = make_visit(), make_visit()

    def take(visit: Visit, minutes: tuple[int, int]) -> None:
        start, end = (NEXT_MONDAY + timedelta(days=30, minutes=m) for m in minutes)
        reserve(resources=["venue:1"], starts_at=start, ends_at=end, visit=visit)

    take(one, first)
    try:
        take(other, then)
        assert fits
    except AlreadyTaken:
        assert not fits


@pytest.mark.django_db
def test_a_new_place_gives_back_the_old_one() -> None:
    visit = make_visit()
    later = NEXT_MONDAY + HOUR / 2  # overlaps with where it was

    reserve(resources=["team:9"], starts_at=later, ends_at=later + HOUR, visit=visit)

    steps = visit.reservations.values_list("resource", "tick")
    start = int(later.timestamp()) // 600
    assert set(steps) == {("team:9", start + step) for step in range(6)}
    assert release(visit=visit) == 6


@pytest.mark.django_db
def test_a_person_in_two_teams_goes_with_one_of_them() -> None:
    first, second = make_team(name="1조"), make_team(name="2조")
    second.members.add(*first.members.all())
    make_visit(team=first)

    with pytest.raises(AlreadyTaken) as refused:
        make_visit(team=second)

    assert refused.value.resource.startswith("staff:")
    assert make_centre().visits.count() == 1
