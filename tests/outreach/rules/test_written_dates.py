from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.written_dates import (
    EPOCH_1900,
    EPOCH_1904,
    DateReason,
    Window,
    births,
    events,
    read_date,
)

TODAY = date(2026, 11, 23)
DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "raw",
    [
        "2026.3.5",
        "2026. 3. 5.",
        "2026. 3. 5.(목)",
        "2026-03-05",
        "2026/3/5",
        "2026 3 5",
        "2026,3,5",
        "２０２６．３．５",
        "26-3-5",
        "26.03.05",
        "'26.3.5",
        "’26.3.5.",
        "26/3/5",
        "20260305",
        "20260305.0",
        "260305",
        "2026년 3월 5일",
        "26년3월5일",
        "2026년 3월 5일 목요일",
        "2026-03-05 오후 3:20",
        "2026. 3. 5. 오전 9시 20분",
        "2026-03-05T15:20:00+09:00",
        "2026-03-05 15:20:00",
        "2026-03-05T15:20:00.123Z",
        "20260305152000",
        "202603051520",
        "05-Mar-2026",
        "Mar 5, 2026",
        "5 March 2026",
        "(양) 2026.3.5",
    ],
)
def test_a_day_is_read_as_people_write_it(raw: str) -> None:
    assert read_date(raw, window=events(TODAY)).date == DAY
    assert read_date(raw, window=events(TODAY)).reason is DateReason.AS_WRITTEN


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", DateReason.EMPTY),
        (" - ", DateReason.EMPTY),
        ("없음", DateReason.EMPTY),
        ("3/5/26", DateReason.AMBIGUOUS),
        ("03/05/26", DateReason.AMBIGUOUS),
        ("3/5/2026", DateReason.AMBIGUOUS),
        ("3-5-26", DateReason.AMBIGUOUS),
        ("2026.2.30", DateReason.IMPOSSIBLE),
        ("20261301", DateReason.IMPOSSIBLE),
        ("2025-02-29", DateReason.IMPOSSIBLE),
        ("261301", DateReason.IMPOSSIBLE),
        ("2026", DateReason.PART_ONLY),
        ("1988년생", DateReason.PART_ONLY),
        ("2026.3", DateReason.PART_ONLY),
        ("2026년 3월", DateReason.PART_ONLY),
        ("45.3.5", DateReason.OUTSIDE),  # neither 1945 nor 2045 is a day of a list of today
        ("음력 1960.3.5", DateReason.LUNAR),
        ("1960.3.5(음)", DateReason.LUNAR),
        ("1E5", DateReason.NOT_A_DATE),
        ("12", DateReason.NOT_A_DATE),
        ("미실시", DateReason.NOT_A_DATE),
        ("2026.3.5~2026.3.7", DateReason.NOT_A_DATE),
        ("010-1234-5678", DateReason.NOT_A_DATE),
        ("05-Foo-2026", DateReason.NOT_A_DATE),
    ],
)
def test_what_is_no_certain_day_says_why(raw: str, reason: DateReason) -> None:
    written = read_date(raw, window=events(TODAY))

    assert (written.date, written.reason) == (None, reason)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("3/25/26", date(2026, 3, 25)),  # 25 is no month
        ("3/25/2026", date(2026, 3, 25)),
        ("25/3/2026", date(2026, 3, 25)),
        ("3/3/2026", date(2026, 3, 3)),  # both readings are one day
        ("99.3.5", date(1999, 3, 5)),
        ("1945.3.5", date(1945, 3, 5)),  # outside, and plain all the same
    ],
)
def test_a_day_is_settled_where_only_one_reading_is_left(raw: str, day: date) -> None:
    assert read_date(raw, window=events(TODAY)).date == day


@pytest.mark.parametrize(
    ("raw", "born", "event"),
    [
        ("26.3.5", date(2026, 3, 5), date(2026, 3, 5)),
        ("30.3.5", date(1930, 3, 5), date(2030, 3, 5)),
        ("88.4.12", date(1988, 4, 12), date(1988, 4, 12)),
        ("050412", date(2005, 4, 12), date(2005, 4, 12)),
    ],
)
def test_the_century_comes_from_what_the_day_is_of(raw: str, born: date, event: date) -> None:
    assert read_date(raw, window=births(TODAY)).date == born
    assert read_date(raw, window=events(TODAY)).date == event


def test_a_window_of_more_than_a_century_leaves_the_century_open() -> None:
    window = Window(date(1920, 1, 1), date(2030, 1, 1))

    assert read_date("25.3.5", window=window).reason is DateReason.AMBIGUOUS


def test_a_serial_number_is_a_day_of_either_calendar() -> None:
    assert read_date("46086", window=events(TODAY)).date == DAY
    assert read_date("46086.638", window=events(TODAY)).reason is DateReason.SERIAL
    assert read_date("44624", window=events(TODAY), epoch=EPOCH_1904).date == DAY
    assert read_date("61", window=Window(date(1900, 1, 1), TODAY)).date == date(1900, 3, 1)
    assert read_date("60", window=Window(date(1900, 1, 1), TODAY)).date is None


days = st.dates(date(1957, 1, 1), date(2031, 12, 31))
FORMS = [
    "{d:%Y-%m-%d}", "{d.year}.{d.month}.{d.day}", "{d.year}. {d.month}. {d.day}.", "{d:%Y%m%d}",
    "{d:%y%m%d}", "{d:%y.%m.%d}", "'{d:%y}.{d.month}.{d.day}", "{d:%y}-{d.month}-{d.day}",
    "{d.year}년 {d.month}월 {d.day}일", "{d:%Y/%m/%d} 오후 3:20", "{d:%Y-%m-%d}T15:20:00",
    "{d:%d-%b-%Y}",
]  # fmt: skip


@given(days, st.sampled_from(FORMS))
def test_a_day_comes_back_from_every_form(day: date, form: str) -> None:
    assert read_date(form.format(d=day), window=events(TODAY)).date == day


@given(days, st.sampled_from([EPOCH_1900, EPOCH_1904]))
def test_a_day_comes_back_from_its_serial_number(day: date, epoch: date) -> None:
    serial = str((day - epoch) // timedelta(days=1))

    assert read_date(serial, window=events(TODAY), epoch=epoch).date == day


@given(days)
def test_an_english_short_date_is_read_right_or_not_at_all(day: date) -> None:
    raw = f"{day.month}/{day.day}/{day:%y}"

    assert read_date(raw, window=events(TODAY)).date in {day, None}


@given(st.text(alphabet="0123456789.-/ 년월일'시오전후:T()음", max_size=20))
def test_any_cell_is_read_without_failing(raw: str) -> None:
    written = read_date(raw, window=births(TODAY))

    found = {DateReason.AS_WRITTEN, DateReason.SERIAL}
    assert (written.date is not None) == (written.reason in found)
