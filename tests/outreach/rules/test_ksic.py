from __future__ import annotations

import pytest

from outreach.rules.ksic import (
    find_industry,
    industries,
    is_manufacturing,
    normalise_codes,
    normalise_revision,
)


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("14191", ("14191",)),
        ("14111, 14112, 14191", ("14111", "14112", "14191")),
        ("C14191 / C18111", ("14191", "18111")),
        ("14191.0", ("14191",)),
        ("１４１９１\n14191", ("14191",)),
        ("봉제", ()),
        ("", ()),
    ],
)
def test_the_codes_of_a_cell_are_read(raw: str, codes: tuple[str, ...]) -> None:
    assert normalise_codes(raw) == codes


@pytest.mark.parametrize(
    ("code", "revision", "expected"),
    [
        ("10", 10, True),
        ("34019", 10, True),
        ("09000", 10, False),
        ("35110", 10, False),
        ("58113", 10, False),  # publishing left manufacturing with the 9th revision
        ("22110", 8, False),  # the same publishing in the 8th
        ("22211", 8, True),  # printing
        ("36999", 8, True),
        ("14191", 8, False),  # a quarry in the 8th revision, clothes in the 10th
        ("1", 10, False),
        ("", 10, False),
    ],
)
def test_manufacturing_is_told_by_division_and_revision(
    code: str, revision: int, expected: bool
) -> None:
    assert is_manufacturing(code, revision=revision) is expected


@pytest.mark.parametrize(
    ("code", "found"),
    [("18111", "18111"), ("14191", "141"), ("25929", "259"), ("33999", "33"), ("58113", None)],
)
def test_a_code_is_named_by_its_longest_prefix(code: str, found: str | None) -> None:
    industry = find_industry(code)

    assert (industry and industry.code) == found


def test_every_manufacturing_division_has_a_name() -> None:
    assert {str(division) for division in range(10, 35)} <= set(industries())


def test_a_blank_revision_is_the_current_one() -> None:
    assert normalise_revision("") == 10
    assert normalise_revision("제9차") == 9
