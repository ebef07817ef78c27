from __future__ import annotations

from datetime import date

import pytest

from safety.rules.consultations import consultation_due, follow_up_due
from safety.rules.derivations import Authority, RuleKey
from safety.rules.intervals import SERVICE_INTERVALS, ServiceInterval, ServiceKind
from safety.rules.tables import read_table

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("registered", "last_held", "due", "rule"),
    [
        (date(2026, 11, 2), None, date(2027, 2, 2), RuleKey.FIRST_CONSULTATION),
        (date(2026, 11, 30), None, date(2027, 2, 28), RuleKey.FIRST_CONSULTATION),
        (date(2026, 1, 5), date(2026, 8, 31), date(2027, 2, 28), RuleKey.FOLLOWING_CONSULTATION),
        (date(2026, 1, 5), date(2026, 2, 3), date(2026, 8, 3), RuleKey.FOLLOWING_CONSULTATION),
    ],
)
def test_a_workplace_is_visited_by_the_programmes_setting(
    registered: date, last_held: date | None, due: date, rule: RuleKey
) -> None:
    found = consultation_due(registered=registered, last_held=last_held, on=TODAY)

    assert (found.due_date, found.basis.rule) == (due, rule)


def test_a_consultation_never_claims_to_be_law() -> None:
    found = consultation_due(registered=TODAY, last_held=None, on=TODAY)

    assert found.basis.authority is Authority.PROGRAMME
    assert found.basis.as_json()["article"] == ""
    assert {row["basis"] for row in read_table("service_intervals")} == {"PROGRAMME"}


def test_a_changed_setting_holds_from_its_day() -> None:
    changed = ServiceInterval(ServiceKind.CONSULTATION, date(2027, 1, 1), 1, 4)
    both = (*SERVICE_INTERVALS, changed)
    held = date(2026, 10, 1)

    before = consultation_due(registered=held, last_held=held, on=TODAY, intervals=both)
    after = consultation_due(registered=held, last_held=held, on=date(2027, 1, 1), intervals=both)

    assert before.due_date == date(2027, 4, 1)
    assert after.due_date == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("agreed", "due", "anchor"),
    [
        (None, date(2026, 12, 23), "LAST_SERVICE"),
        (date(2026, 12, 7), date(2026, 12, 7), "AGREED_DATE"),
    ],
)
def test_a_follow_up_is_on_the_agreed_day_or_by_the_setting(
    agreed: date | None, due: date, anchor: str
) -> None:
    found = follow_up_due(held=TODAY, agreed=agreed, on=TODAY)

    assert found.due_date == due
    assert dict(found.basis.inputs)["anchor"] == anchor
