"""A million tags that never end are looked over once, not once for each of them."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator

import pytest

from outreach.spreadsheet.child.marks import Marks, read_marks
from outreach.spreadsheet.child.markup import markup_sheets
from outreach.spreadsheet.child.workbook_parts import struck_formats
from outreach.spreadsheet.limits import Limits
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.refusals import FileReason, FileRefused

MILLION = 1_000_000


def read_page(page: bytes) -> None:
    with pytest.raises(FileRefused):
        list(markup_sheets(page, Limits()))


@pytest.fixture(autouse=True)
def long_enough() -> Iterator[None]:
    """Once for each would take days: give up after a minute of processor time."""

    def give_up(*_: object) -> None:
        raise AssertionError("looked for again and again")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, 60)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("tag", [b"<!--", b"<script ", b"<!DOCTYPE ", b"<td ", b"<table"])
def test_a_page_of_tags_that_never_end_is_refused(tag: bytes) -> None:
    with pytest.raises(FileRefused):
        list(markup_sheets(b"<html>" + tag * MILLION, Limits()))


@pytest.mark.parametrize(
    "styles",
    [b"<fonts>" * MILLION + b"strike", b"<fonts>" + b"<font><strike" * MILLION + b"</fonts>"],
    ids=["fonts", "strikes"],
)
def test_styles_that_never_end_strike_nothing_out(styles: bytes) -> None:
    assert not struck_formats(styles)


@pytest.mark.parametrize(
    "rows",
    [b't="e"' + b'<c r="A1" ' * MILLION, b'<c r="A1"><f' * MILLION, b"hidden" + b"<row " * MILLION],
    ids=["errors", "formulas", "rows"],
)
def test_cells_that_never_end_have_no_marks(rows: bytes) -> None:
    assert read_marks(rows, {b"1"}) == Marks()


def test_a_process_that_uses_its_time_up_is_told_from_one_without_memory() -> None:
    page = "<table>" + "<tr><td>가<td>나" * 2_000_000

    with pytest.raises(FileRefused) as refused:
        read_file(io.BytesIO(page.encode()), "a.xls", Limits(seconds=1, max_bytes=2**26))

    assert refused.value.code in {FileReason.TOO_SLOW, FileReason.TOO_MANY_ROWS}
