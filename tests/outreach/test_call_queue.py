"""Which part of the call list a workplace stands in, and who is next."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from outreach.access import Role
from outreach.actions.call_queue import TAKEN_FOR, call_list, counts_of, standing_in, take_next
from outreach.models import CallTurn, Centre, Contact, Workplace
from outreach.rules.call_queue import Place, place_of
from outreach.rules.phone_plan import PhoneKind
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# Contacts by whether a telephone reaches them; none of them gets texts.
LINES: dict[str, tuple[bool, dict[str, object] | None]] = {
    "landline": (True, {"phone": "+82220006400", "line_kind": "LANDLINE"}),
    "internet": (True, {"phone": "+827000001234", "line_kind": "INTERNET"}),
    "retired": (False, {"phone": "+82112345678", "line_kind": "RETIRED_MOBILE"}),
    "masked": (False, {"phone": "", "line_kind": "MASKED"}),
    "struck off": (False, {"phone": "+8225", "line_kind": "LANDLINE", "left_date": TODAY}),
    "nobody": (False, None),
}


def make_shop(line: str = "landline", **changes: Any) -> Workplace:
    workplace = cast.make_workplace(**changes)
    facts = LINES[line][1]
    if facts is not None:
        cast.make_contact(workplace, **{"is_textable": False, **facts})
    return workplace


def make_turn(workplace: Workplace, **facts: object) -> CallTurn:
    return CallTurn.objects.create(workplace=workplace, **facts)


def rows() -> dict[int, str]:
    found = call_list(cast.make_staff())
    return {row.pk: place.value for place in Place for row in standing_in(found, place, now=NOW)}


def test_each_workplace_stands_where_the_rule_says_and_nowhere_else() -> None:
    expected: dict[int, str] = {}
    turns: list[tuple[bool, datetime | None]] = [
        (False, None), (False, NOW - HOUR), (False, NOW), (False, NOW + HOUR), (True, None),
    ]  # fmt: skip
    for (refused, rests), line, called in product(turns, LINES, (True, False)):
        workplace = make_shop(line)
        if called:
            make_turn(workplace, rests_until=rests, refused_at=NOW if refused else None)
        expected[workplace.pk] = place_of(
            is_refused=refused and called,
            rests_until=rests if called else None,
            has_number=LINES[line][0],
            now=NOW,
        ).value

    staff = cast.make_staff()
    found = call_list(staff)
    parts = [standing_in(found, place, now=NOW) for place in Place]

    assert rows() == expected
    assert sum(part.count() for part in parts) == len(expected)
    assert found.count() == len(expected)
    assert list(counts_of(staff, now=NOW).values()) == [part.count() for part in parts]


def test_whoever_can_be_texted_or_has_closed_or_belongs_elsewhere_is_not_listed(
    other_centre: Centre,
) -> None:
    cast.make_contact(make_shop())
    make_shop(closed_date=TODAY)
    make_shop(centre=other_centre)

    assert rows() == {}


def test_a_mobile_that_was_struck_off_brings_the_workplace_back() -> None:
    workplace = make_shop()
    cast.make_contact(workplace, left_date=TODAY, is_textable=False)

    assert rows() == {workplace.pk: "DUE"}


def test_a_time_that_has_come_goes_first_then_where_most_work() -> None:
    few, many, unknown = (make_shop(regular_workers=n) for n in (2, 9, None))
    late, later = make_shop(regular_workers=1), make_shop(regular_workers=30)
    make_turn(late, rests_until=NOW - 2 * HOUR)
    make_turn(later, rests_until=NOW - HOUR)

    due = standing_in(call_list(cast.make_staff()), Place.DUE, now=NOW)

    assert list(due) == [late, later, many, few, unknown]


def take(role: Role = Role.COORDINATOR, now: datetime = NOW, **more: object) -> Workplace | None:
    staff = cast.make_staff(role)
    return take_next(rows=call_list(staff), staff=staff, now=now, **more)  # type: ignore[arg-type]


def test_two_people_get_two_workplaces() -> None:
    first, second = make_shop(regular_workers=9), make_shop(regular_workers=2)

    taken = [take(), take(Role.CLINICIAN), take(), take(Role.ADMINISTRATOR)]

    assert taken == [first, second, first, None]


def test_taking_it_is_what_keeps_the_other_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without it, both call the same workplace."""
    workplace = make_shop()
    monkeypatch.setattr("outreach.actions.call_queue._take", lambda *_facts: True)

    assert [take(), take(Role.CLINICIAN)] == [workplace, workplace]


def test_whoever_was_left_is_free_again_after_a_while() -> None:
    workplace = make_shop()
    take()

    assert take(Role.CLINICIAN, now=NOW + TAKEN_FOR - HOUR / 60) is None
    assert take(Role.CLINICIAN, now=NOW + TAKEN_FOR) == workplace


def test_a_workplace_that_is_skipped_does_not_come_at_once() -> None:
    first, second = make_shop(regular_workers=9), make_shop(regular_workers=2)

    assert take() == first
    assert take(skipped=[first.pk]) == second


def test_nobody_is_given_what_is_not_due() -> None:
    make_turn(make_shop(), rests_until=NOW + HOUR)
    make_turn(make_shop(), refused_at=NOW)
    make_shop("nobody")

    assert take() is None


def test_every_kind_of_line_is_known_to_the_models() -> None:
    assert {kind.value for kind in PhoneKind} == set(Contact.LineKind.values)
