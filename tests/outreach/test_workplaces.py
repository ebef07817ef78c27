from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from outreach.actions.messages import plan
from outreach.actions.workplaces import (
    AlreadyClosed,
    AlreadyRegistered,
    ChangedMeanwhile,
    NotAFact,
    ResidentNumberGiven,
    change_workplace,
    close_workplace,
    register_workplace,
)
from outreach.models import Centre, MessageState, Workplace
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
NUMBER = "1208147521"


def register(centre: Centre, **facts: Any) -> Workplace:
    return register_workplace(
        centre=centre, facts={"name": "새봄금속", **facts}, today=TODAY, now=NOW
    )


def change(workplace: Workplace, **changes: Any) -> Workplace:
    return change_workplace(
        workplace=workplace, version=workplace.version, changes=changes, now=LATER
    )


def test_a_shop_without_a_business_number_is_as_welcome(centre: Centre) -> None:
    first, second = register(centre), register(centre)

    assert first.pk != second.pk
    assert (first.registered_date, first.facts_changed_at, first.version) == (TODAY, NOW, 1)


def test_the_address_tells_where_a_workplace_lies(centre: Centre) -> None:
    workplace = register(
        centre, name="  (주)  새봄금속", road_address="서울특별시 중구 을지로 157 (산림동)"
    )

    assert (workplace.name, workplace.comparable_name) == ("(주) 새봄금속", "새봄금속")
    assert (workplace.district_code, workplace.dong) == ("11140", "산림동")
    assert workplace.precision == Workplace.Precision.DONG
    assert workplace.latitude == pytest.approx(37.567, abs=0.01)


def test_an_address_outside_the_city_has_no_point(centre: Centre) -> None:
    workplace = register(centre, road_address="경기도 수원시 팔달구 정조로 1")

    assert (workplace.latitude, workplace.precision) == (None, Workplace.Precision.UNKNOWN)


def test_a_point_that_is_given_is_kept(centre: Centre) -> None:
    workplace = register(
        centre, road_address="서울특별시 중구 을지로 157", latitude=37.5664, longitude=126.9942
    )

    assert workplace.precision == Workplace.Precision.ADDRESS
    assert workplace.latitude == 37.5664


def test_a_business_number_is_registered_once_per_site(centre: Centre) -> None:
    first = register(centre, business_no=NUMBER)

    with pytest.raises(AlreadyRegistered) as refusal:
        register(centre, business_no=NUMBER)

    assert refusal.value.other == first
    assert register(centre, business_no=NUMBER, site_no="0001").pk


def test_another_centre_does_not_stand_in_the_way(centre: Centre, other_centre: Centre) -> None:
    register(other_centre, business_no=NUMBER)

    assert register(centre, business_no=NUMBER).pk


def test_a_closed_workplace_frees_its_business_number(centre: Centre) -> None:
    close_workplace(workplace=register(centre, business_no=NUMBER), today=TODAY, now=LATER)

    assert register(centre, business_no=NUMBER).pk


def test_a_factory_number_is_registered_once(centre: Centre) -> None:
    register(centre, factory_no="11140-1")

    with pytest.raises(AlreadyRegistered):
        register(centre, factory_no="11140-1")


def test_a_change_counts_up_the_version(centre: Centre) -> None:
    workplace = change(cast.make_workplace(), regular_workers=5, name="한빛 도장")

    workplace.refresh_from_db()
    assert (workplace.regular_workers, workplace.comparable_name) == (5, "한빛도장")
    assert (workplace.version, workplace.facts_changed_at) == (2, LATER)


def test_a_change_of_address_moves_the_point_and_another_does_not() -> None:
    workplace = cast.make_workplace()

    change(workplace, floor=2)
    assert (workplace.latitude, workplace.precision) == (37.5664, Workplace.Precision.ADDRESS)

    change(workplace, road_address="서울특별시 성동구 성수이로 10 (성수동2가)")
    assert (workplace.district_code, workplace.precision) == ("11200", Workplace.Precision.DONG)


def test_two_people_do_not_overwrite_each_other() -> None:
    mine = cast.make_workplace()
    theirs = Workplace.objects.get(pk=mine.pk)
    change(theirs, floor=1)

    with pytest.raises(ChangedMeanwhile):
        change(mine, floor=5)

    mine.refresh_from_db()
    assert mine.floor == 1


def test_without_the_version_the_second_would_win() -> None:
    """The twin: whoever saves what they have read wins over the other."""
    mine = cast.make_workplace()
    change(Workplace.objects.get(pk=mine.pk), floor=1)

    mine.floor = 5
    mine.save()

    assert Workplace.objects.get(pk=mine.pk).floor == 5


def test_a_number_of_another_workplace_cannot_be_taken(centre: Centre) -> None:
    register(centre, business_no=NUMBER)

    with pytest.raises(AlreadyRegistered):
        change(cast.make_workplace(centre), business_no=NUMBER)


def test_what_is_worked_out_cannot_be_set() -> None:
    with pytest.raises(NotAFact, match="version"):
        change(cast.make_workplace(), version=7)


@pytest.mark.parametrize("field", ["name", "representative_name", "site_note"])
def test_a_resident_number_is_not_kept(centre: Centre, field: str) -> None:
    with pytest.raises(ResidentNumberGiven):
        register(centre, **{field: "900101-1234567"})
    with pytest.raises(ResidentNumberGiven):
        change(cast.make_workplace(centre), **{field: "900101-1234567"})

    assert not Workplace.objects.filter(**{f"{field}__contains": "900101"}).exists()


def test_a_closed_workplace_gets_no_text_any_more() -> None:
    workplace = cast.make_workplace()
    text = plan(
        centre=workplace.centre,
        workplace=workplace,
        template="visit_cancelled",
        context={"starts_at": LATER.isoformat()},
        phone=cast.mobile(),
        language="ko",
        due_at=LATER,
        send_before=NOW + timedelta(days=1),
        now=NOW,
    )

    close_workplace(workplace=workplace, today=TODAY, now=LATER)

    text.refresh_from_db()
    assert (text.state, text.withdrawn_at) == (MessageState.WITHDRAWN, LATER)
    assert (workplace.closed_date, workplace.facts_changed_at) == (TODAY, LATER)


def test_a_workplace_closes_once() -> None:
    workplace = cast.make_workplace()
    close_workplace(workplace=workplace, today=TODAY, now=LATER)

    with pytest.raises(AlreadyClosed):
        close_workplace(workplace=workplace, today=TODAY, now=LATER)
