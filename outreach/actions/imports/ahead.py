"""Recognising the rows of a large list on the other core, a little ahead of their comparison."""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from outreach.actions.imports.kinds import Kind, Line, Remark
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import Table

FEWEST_ROWS = 5_000  # below, a process of its own costs more than it saves
TOGETHER = 500
LENGTH = 4
Told = tuple[int, int, RowKind, Line | None]  # which table, which row, what it is and says


class _BrokenOff(Exception):
    """The fork ended before it was through."""


def recognised(kind: Kind, tables: Sequence[Table]) -> Iterator[Told]:
    """
    Yield the rows of the tables, each with what it says; a row that is no data says nothing.

    Of a large list they come from a fork: recognising is pure, touches no connection, and is half
    of the work. It starts at once, before the caller loads a register whose memory it would share.
    Where there is one core, or the fork is killed, they are recognised here.
    """
    is_large = sum(table.row_count for table in tables) >= FEWEST_ROWS
    if not is_large or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
        return _recognise(kind, tables)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _serve(kind, tables, writing)
    os.close(writing)
    rows = _whole(kind, tables, child, reading)
    next(rows)  # from here on the fork is ended with the generator, also by an error elsewhere
    return rows


def _whole(kind: Kind, tables: Sequence[Table], child: int, reading: int) -> Iterator[Told]:
    count = 0
    with open(reading, "rb") as pipe:
        try:
            yield -1, 0, RowKind.FOOTNOTE, None  # before any row, and shown to nobody
            with suppress(_BrokenOff):
                for told in _received(pipe):
                    yield told
                    count += 1
                return
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    yield from islice(_recognise(kind, tables), count, None)


def _recognise(kind: Kind, tables: Sequence[Table]) -> Iterator[Told]:
    for place, table in enumerate(tables):
        for row in table.rows():
            line = kind.recognise(row) if row.kind is RowKind.DATA else None
            yield place, row.number, row.kind, line


def _serve(kind: Kind, tables: Sequence[Table], writing: int) -> None:
    """Write all rows and end, without a word to anything that the parent has open."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        gc.freeze()  # a collection would copy the parent's memory
        with open(writing, "wb") as pipe:
            rows = _recognise(kind, tables)
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
        for place, number, kind, line in rows:
            yield place, number, RowKind(kind), _line(line) if line else None


def _plain(told: Told) -> tuple[Any, ...]:
    *where, kind, line = told
    if line is None:
        return *where, kind.value, None
    remarks = [_tuples(part) for part in (line.rejections, line.holds, line.warnings)]
    return *where, kind.value, (line.canonical, *remarks)


def _tuples(remarks: Iterable[Remark]) -> list[tuple[Any, ...]]:
    return [(str(code), str(column), row, str(sheet)) for code, column, row, sheet in remarks]


def _line(parts: tuple[Any, ...]) -> Line:
    canonical, *remarks = parts
    rejections, holds, warnings = ([Remark(*one) for one in part] for part in remarks)
    return Line(canonical, rejections, holds, warnings)
