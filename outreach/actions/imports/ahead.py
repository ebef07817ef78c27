"""Recognising the rows of a large list on the other core, a little ahead of their comparison."""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from outreach.actions.imports.kinds import Kind, Line, Remark
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import Table

FEWEST_ROWS = 5_000  # below, a process of its own costs more than it saves
TOGETHER = 500
LENGTH = 4
Told = tuple[int, RowKind, Line | None]  # the row's number, what it is, and what data says


class _BrokenOff(Exception):
    """The fork ended before it was through."""


def recognised(kind: Kind, table: Table) -> Iterator[Told]:
    """
    Yield the rows of a table, each with what it says; a row that is no data says nothing.

    Of a large list they come from a fork: recognising is pure, touches no connection, and is half
    of the work. Its memory is shared until written to. Where there is one core, or the fork is
    killed, they are recognised here.
    """
    count = 0
    if table.row_count >= FEWEST_ROWS and (os.cpu_count() or 1) > 1:
        with suppress(_BrokenOff):
            for told in _from_fork(kind, table):
                yield told
                count += 1
            return
    yield from islice(_recognise(kind, table), count, None)


def _from_fork(kind: Kind, table: Table) -> Iterator[Told]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _serve(kind, table, writing)
    os.close(writing)
    try:
        with open(reading, "rb") as pipe:
            yield from _received(pipe)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _recognise(kind: Kind, table: Table) -> Iterator[Told]:
    for row in table.rows():
        yield row.number, row.kind, kind.recognise(row) if row.kind is RowKind.DATA else None


def _serve(kind: Kind, table: Table, writing: int) -> None:
    """Write all rows and end, without a word to anything that the parent has open."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        gc.freeze()  # a collection would copy the parent's memory
        with open(writing, "wb") as pipe:
            rows = _recognise(kind, table)
            while some := list(islice(rows, TOGETHER)):
                _send(pipe, [_plain(told) for told in some])
            _send(pipe, [])
        code = 0
    finally:
        os._exit(code)


def _send(pipe: BinaryIO, rows: list[Any]) -> None:
    packed = marshal.dumps(rows)
    pipe.write(len(packed).to_bytes(LENGTH, "big") + packed)


def _received(pipe: BinaryIO) -> Iterator[Told]:
    while True:
        length = int.from_bytes(pipe.read(LENGTH), "big")
        packed = pipe.read(length)
        if not length or len(packed) < length:
            raise _BrokenOff
        rows = marshal.loads(packed)  # noqa: S302 - our own fork wrote it
        if not rows:
            return
        for number, kind, line in rows:
            yield number, RowKind(kind), _line(line) if line else None


def _plain(told: Told) -> tuple[Any, ...]:
    number, kind, line = told
    if line is None:
        return number, kind.value, None
    remarks = [_tuples(part) for part in (line.rejections, line.holds, line.warnings)]
    return number, kind.value, (line.canonical, *remarks)


def _tuples(remarks: Iterable[Remark]) -> list[tuple[Any, ...]]:
    return [(str(code), str(column), row, str(sheet)) for code, column, row, sheet in remarks]


def _line(parts: tuple[Any, ...]) -> Line:
    canonical, *remarks = parts
    rejections, holds, warnings = ([Remark(*one) for one in part] for part in remarks)
    return Line(canonical, rejections, holds, warnings)
