"""The rows of a large list are the same, whichever process recognised them."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from outreach.actions.imports import ahead
from outreach.actions.imports.kinds import Line, kind_of
from outreach.spreadsheet.headings import WORKPLACES
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.tables import Table, find_tables

ROWS = 1_300  # more than go together


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(ahead, "FEWEST_ROWS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    lines = [f"한빛도장 {n},서울 중구 을지로 {n},02-123-{n:04}" for n in range(ROWS)]
    lines[700] = "소계,,700"
    text = "\n".join(["상호,주소,전화", *lines])
    return find_tables(read_file(io.BytesIO(text.encode()), "a.csv"), WORKPLACES)[0]


def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    children: list[int] = []
    real = os.fork

    def fork() -> int:
        child = real()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", fork)
    return children


def here(table: Table) -> list[ahead.Told]:
    return list(ahead._here(kind_of("WORKPLACES"), [table]))


def test_the_fork_says_what_we_would_say(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    children = forks(monkeypatch)

    told = list(ahead.recognised(kind_of("WORKPLACES"), [table]))

    assert len(children) == 2
    assert told == here(table)
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)  # it was reaped


def test_tables_follow_each_other_whatever_their_blocks(table: Table) -> None:
    several = [table, table, table]

    told = list(ahead.recognised(kind_of("WORKPLACES"), several))

    assert told == list(ahead._here(kind_of("WORKPLACES"), several))
    assert [place for place, *_rest in told] == sorted([0, 1, 2] * ROWS)


def test_cells_merged_over_rows_are_read_by_one(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = forks(monkeypatch)
    monkeypatch.setattr(Table, "can_be_shared", False)

    assert list(ahead.recognised(kind_of("WORKPLACES"), [table])) == here(table)
    assert len(children) == 1


def test_a_fork_that_is_killed_loses_no_row(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    children = forks(monkeypatch)
    expected = here(table)

    def cut_off(pipes: object, tables: int) -> Iterator[ahead.Told]:
        yield from expected[:3]
        os.kill(children[0], signal.SIGKILL)
        raise ahead._BrokenOff

    monkeypatch.setattr(ahead, "_received", cut_off)

    assert list(ahead.recognised(kind_of("WORKPLACES"), [table])) == expected


def test_whoever_stops_listening_leaves_no_process(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = forks(monkeypatch)

    rows = ahead.recognised(kind_of("WORKPLACES"), [table])
    next(iter(rows))
    rows.close()  # type: ignore[attr-defined]

    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)


def test_a_fault_in_recognising_is_told(table: Table) -> None:
    def stumble(row: object) -> Line:
        raise ZeroDivisionError

    kind = replace(kind_of("WORKPLACES"), recognise=stumble)

    with pytest.raises(ZeroDivisionError):
        list(ahead.recognised(kind, [table]))


def test_an_error_before_the_first_row_leaves_no_process(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = forks(monkeypatch)

    rows = ahead.recognised(kind_of("WORKPLACES"), [table])
    del rows

    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)
