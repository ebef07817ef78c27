"""The weeks and months of the due list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.due_groups import LATER, OVERDUE, Span, due_groups
from tests.cast import TODAY

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(today=DAYS, due=DAYS, span=st.sampled_from(Span))
def test_each_due_date_belongs_to_exactly_one_group(today: date, due: date, span: Span) -> None:
    groups = due_groups(span, today=today)

    assert sum(group.holds(due) for group in groups) == 1


@given(today=DAYS, span=st.sampled_from(Span))
def test_overdue_ends_yesterday_and_the_rest_begins_today(today: date, span: Span) -> None:
    overdue, current, *_rest = due_groups(span, today=today)

    assert (overdue.key, overdue.last) == (OVERDUE, today - timedelta(days=1))
    assert current.first == today


@pytest.mark.parametrize(
    ("span", "first_end", "last_key"),
    [(Span.WEEK, date(2026, 11, 29), LATER), (Span.MONTH, date(2026, 11, 30), LATER)],
)
def test_the_current_group_ends_with_its_week_or_month(
    span: Span, first_end: date, last_key: str
) -> None:
    groups = due_groups(span, today=TODAY)

    assert groups[1].last == first_end
    assert groups[-1].key == last_key
