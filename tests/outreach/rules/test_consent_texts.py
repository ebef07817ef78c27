from __future__ import annotations

from datetime import date

import pytest

from outreach.models import Consent
from outreach.rules.consent_texts import (
    NoConsentText,
    consent_texts,
    find_text,
    text_in_force,
)
from tests.cast import TODAY


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2026, 1, 1), "2026-01"),
        (date(2026, 10, 31), "2026-01"),
        (date(2026, 11, 1), "2026-11"),
        (date(2030, 1, 1), "2026-11"),
    ],
)
def test_the_wording_of_the_day_is_in_force(day: date, version: str) -> None:
    assert text_in_force("HEALTH_DATA", day).version == version


def test_before_the_first_wording_nobody_can_be_asked() -> None:
    with pytest.raises(NoConsentText):
        text_in_force("TEXTS", date(2026, 10, 31))


@pytest.mark.parametrize("purpose", Consent.Purpose.values)
def test_every_purpose_has_a_wording_today_in_both_languages(purpose: str) -> None:
    text = text_in_force(purpose, TODAY)

    assert text.in_language("ko") == text.text_ko
    assert "동의" in text.in_language("ko")
    assert "You may say no" in text.in_language("en")


def test_an_older_wording_is_found_again() -> None:
    old = find_text("HEALTH_DATA", "2026-01")

    assert old is not None
    assert old != text_in_force("HEALTH_DATA", TODAY)
    assert find_text("HEALTH_DATA", "1999-01") is None


def test_a_version_is_one_wording() -> None:
    named = [(text.purpose, text.version) for text in consent_texts()]

    assert len(named) == len(set(named))
    assert {purpose for purpose, _version in named} == set(Consent.Purpose.values)
