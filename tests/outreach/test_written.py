"""Dates, money, telephones and names, written as offices do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from outreach.access import Role
from outreach.templatetags import written
from tests import cast


def test_dates_are_written_as_offices_do() -> None:
    monday = date(2026, 11, 30)
    evening = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)  # after midnight in Seoul

    with translation.override("ko"):
        assert written.weekday_date(monday) == "11. 30.(월)"
        assert written.full_date(monday) == "2026. 11. 30.(월)"
        assert written.weekday_time(evening) == "12. 1.(화) 00:30"
        assert written.full_time(evening) == "2026. 12. 1.(화) 00:30"
    with translation.override("en"):
        assert written.weekday_date(monday) == "Mon 30 Nov"


def test_a_cellar_is_no_negative_floor() -> None:
    with translation.override("ko"):
        assert [written.floor(number) for number in (3, -1, None)] == ["3층", "지하 1층", ""]


def test_money_and_telephones_are_written_as_read() -> None:
    with translation.override("ko"):
        assert written.won(1234500) == "1,234,500원"
        assert written.won(None) == ""
        assert written.phone("+821012345678") == "010-1234-5678"
        assert written.phone("call the shop") == "call the shop"


@pytest.mark.django_db
def test_a_name_is_masked_for_whoever_need_not_know_it() -> None:
    worker = cast.make_worker()

    assert written.name_for(worker, cast.make_staff(Role.CLINICIAN)) == "응우옌 반 안"
    assert "응우옌" not in written.name_for(worker, cast.make_staff(Role.VIEWER))
    assert written.name_for("김한빛", cast.make_staff(Role.VIEWER)) == "김*빛"


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [(-3, "3일 지남", "danger"), (0, "오늘", "warning"), (12, "D-12", "information")],
)
def test_days_left_are_said_in_words_and_tone(days: int, words: str, tone: str) -> None:
    with translation.override("ko"):
        chip = written.days_left(cast.TODAY + timedelta(days=days), cast.TODAY)

    assert words in chip
    assert f"bg-light-{tone}" in chip


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_date_has_one_weekday(day: date) -> None:
    with translation.override("ko"):
        assert re.fullmatch(r"\d+\. \d+\.\([월화수목금토일]\)", written.weekday_date(day))
