"""Which van fits where."""

from __future__ import annotations

import pytest

from scheduling.rules.van_room import Size, fits


@pytest.mark.parametrize(
    ("van", "room", "expected"),
    [
        (Size(230, 540), Size(230, 600), True),  # just so
        (Size(231, 540), Size(230, 600), False),  # too high for the way in
        (Size(230, 610), Size(230, 600), False),  # too long for the place
        (Size(280, 700), Size(), True),  # nobody measured the place
        (Size(), Size(210, 500), True),  # nobody measured the van
        (Size(None, 700), Size(210, None), True),  # what is known of both does not meet
    ],
)
def test_a_van_fits_where_nothing_measured_stands_against_it(
    van: Size, room: Size, expected: bool
) -> None:
    assert fits(van, room) is expected


def test_only_what_was_measured_says_anything() -> None:
    assert not Size()
    assert Size(height_cm=230) and Size(length_cm=500)
