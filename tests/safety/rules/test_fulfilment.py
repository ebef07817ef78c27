from __future__ import annotations

from datetime import date

import pytest

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.fulfilment import earliest_day, fulfils
from safety.rules.steps import Json, Scalar


@pytest.mark.parametrize(
    ("anchor", "held", "fulfilled"),
    [
        ("LAST_EXAM", date(2026, 11, 24), True),
        ("LAST_EXAM", date(2026, 11, 23), False),  # the very exam it counts from
        ("LAST_SERVICE", date(2026, 11, 23), False),  # the second consultation of one day
        ("PLACEMENT", date(2026, 11, 23), True),
        ("PLACEMENT", date(2026, 11, 22), False),  # an exam of an earlier job
        ("REGISTRATION", date(2026, 1, 1), True),
    ],
)
def test_a_later_one_fulfils(anchor: str, held: date, fulfilled: bool) -> None:
    basis: dict[str, Json] = {"inputs": {"anchor": anchor, "anchor_date": "2026-11-23"}}

    assert fulfils(basis, held=held) is fulfilled


@pytest.mark.parametrize(
    ("held", "fulfilled"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True)]
)
def test_an_early_follow_up_fulfils_what_was_agreed(held: date, fulfilled: bool) -> None:
    basis: dict[str, Json] = {
        "inputs": {"anchor": "AGREED_DATE", "anchor_date": "2026-12-23", "held": "2026-11-23"}
    }

    assert fulfils(basis, held=held) is fulfilled


def test_a_basis_without_inputs_is_a_fault() -> None:
    with pytest.raises(TypeError):
        fulfils({"inputs": None}, held=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("inputs", "earliest"),
    [
        ((("anchor", "LAST_EXAM"), ("anchor_date", date(2026, 6, 1))), date(2026, 6, 2)),
        ((("anchor", "PLACEMENT"), ("anchor_date", date(2026, 6, 1))), date(2026, 6, 1)),
        ((("anchor", "LAST_SERVICE"), ("anchor_date", date(2026, 6, 1))), date(2026, 6, 2)),
        ((("anchor", "AGREED_DATE"), ("held", date(2026, 6, 1))), date(2026, 6, 2)),
        ((("anchor", "AGREED_DATE"),), None),
        ((), None),
    ],
)
def test_the_earliest_day_is_the_first_that_fulfils(
    inputs: tuple[tuple[str, Scalar], ...], earliest: date | None
) -> None:
    due = Due(date(2027, 6, 1), Derivation(RuleKey.FOLLOWING_EXAM, inputs, ()))

    assert earliest_day(due) == earliest
