from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.exposures import Span, current_span

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("spans", "current"),
    [
        ([], None),
        ([Span(date(2025, 1, 1))], Span(date(2025, 1, 1))),
        ([Span(date(2025, 1, 1), TODAY)], None),  # today is the first day without
        ([Span(date(2027, 1, 1))], Span(date(2027, 1, 1))),  # a placement to come
        # moved to another process with the same agent: the clock goes on
        (
            [Span(date(2025, 1, 1), date(2026, 5, 1)), Span(date(2026, 5, 1))],
            Span(date(2025, 1, 1)),
        ),
        (
            [Span(date(2026, 5, 2)), Span(date(2025, 1, 1), date(2026, 5, 1))],
            Span(date(2025, 1, 1)),
        ),
        # two processes at once, one of them ended
        (
            [Span(date(2025, 1, 1)), Span(date(2025, 3, 1), date(2026, 1, 1))],
            Span(date(2025, 1, 1)),
        ),
        # away for months: a new placement
        (
            [Span(date(2025, 1, 1), date(2025, 6, 1)), Span(date(2026, 5, 1))],
            Span(date(2026, 5, 1)),
        ),
    ],
)
def test_exposures_to_one_agent_are_joined(spans: list[Span], current: Span | None) -> None:
    assert current_span(spans, on=TODAY) == current


@given(st.lists(st.builds(Span, placed=DAYS, ended=st.none() | DAYS), max_size=5))
def test_the_order_of_exposures_does_not_matter(spans: list[Span]) -> None:
    assert current_span(spans, on=TODAY) == current_span(spans[::-1], on=TODAY)
