"""The table of the provider's error codes."""

from __future__ import annotations

import pytest

from outreach.rules.provider_errors import Kind, Reason, provider_error, provider_errors


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        (21211, Kind.NUMBER, Reason.BAD_NUMBER),
        (21408, Kind.SETTINGS, Reason.ACCOUNT),
        (21606, Kind.SETTINGS, Reason.SENDER_NUMBER),
        (21610, Kind.OPTED_OUT, Reason.OPTED_OUT),
        (21614, Kind.NUMBER, Reason.LANDLINE),
        (21635, Kind.NUMBER, Reason.LANDLINE),
        (20429, Kind.LATER, Reason.TOO_FAST),
        (30003, Kind.LATER, Reason.UNREACHABLE),
        (30005, Kind.NUMBER, Reason.NO_SUCH_PHONE),
        (30007, Kind.TEXT, Reason.FILTERED),
    ],
)
def test_a_code_means_what_the_provider_says(code: int, kind: Kind, reason: Reason) -> None:
    error = provider_error(code)

    assert (error.code, error.kind, error.reason) == (code, kind, reason)
    assert error.meaning


@pytest.mark.parametrize("code", [None, 0, 21999])
def test_a_code_outside_the_table_is_unknown(code: int | None) -> None:
    assert provider_error(code).kind is Kind.UNKNOWN


def test_no_code_of_the_table_is_unknown_and_each_names_its_source() -> None:
    table = provider_errors()

    assert len(table) > 25
    assert all(error.kind is not Kind.UNKNOWN for error in table.values())
    assert sorted(table) == list(table)
