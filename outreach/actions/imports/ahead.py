"""Recognising the rows of a large list on all cores, a little ahead of their comparison."""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import cycle, islice
from typing import Any, BinaryIO

from outreach.actions.imports.kinds import Kind, Line, Remark
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import Table

FEWEST_ROWS = 5_000  # below, a process of its own costs more than it saves
FORKS = 2
LENGTH = 4
DATA = RowKind.DATA
KINDS = {kind.value: kind for kind in RowKind}
Told = tuple[int, int, RowKind, Line | None]  # which table, which row, what it is and says


class _BrokenOff(Exception):
    """The fork ended before it was through."""


def is_large(tables: Iterable[Table]) -> bool:
    """Tell whether a list is worth another process."""
    return sum(table.row_count for table in tables) >= FEWEST_ROWS


def recognised(kind: Kind, tables: Sequence[Table]) -> Iterator[Told]:
    """
    Yield the rows of the tables, each with what it says; a row that is no data says nothing.

    Of a large list they come from forks, block by block in turn: recognising is pure, touches no
    connection, and is two thirds of the work; the caller compares meanwhile. They start at once,
    before the caller loads a register whose memory they would share. Where there is one core, or a
    fork is killed, rows are recognised here.
    """
    if not is_large(tables) or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
        return _here(kind, tables)
    forks = FORKS if all(table.can_be_shared for table in tables) else 1
    rows = _whole(kind, tables, [_Fork(kind, tables, which, forks) for which in range(forks)])
    next(rows)  # from here on the forks are ended with the generator, also by an error elsewhere
    return rows


class _Fork:
    """A process that recognises every so many-th block, and the end of the pipe it writes to."""

    def __init__(self, kind: Kind, tables: Sequence[Table], which: int, of: int) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _serve(kind, tables, writing, which, of)
        os.close(writing)
        self.pipe = open(reading, "rb")  # noqa: SIM115 - closed with the fork

    def end(self) -> None:
        """Stop it, wherever it is."""
        self.pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _whole(kind: Kind, tables: Sequence[Table], forks: Sequence[_Fork]) -> Iterator[Told]:
    count = 0
    try:
        yield -1, 0, RowKind.FOOTNOTE, None  # before any row, and shown to nobody
        with suppress(_BrokenOff):
            for told in _received([fork.pipe for fork in forks], len(tables)):
                yield told
                count += 1
            return
    finally:
        for fork in forks:
            fork.end()
    yield from islice(_here(kind, tables), count, None)


def _recognise(
    kind: Kind, table: Table, place: int, which: int = 0, of: int = 1
) -> Iterator[list[Told]]:
    for rows in table.blocks(which, of):
        yield [
            (place, row.number, row.kind, kind.recognise(row) if row.kind is DATA else None)
            for row in rows
        ]


def _here(kind: Kind, tables: Sequence[Table]) -> Iterator[Told]:
    for place, table in enumerate(tables):
        for some in _recognise(kind, table, place):
            yield from some


def _serve(kind: Kind, tables: Sequence[Table], writing: int, which: int, of: int) -> None:
    """Write all rows and end, without a word to anything that the parent has open."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        gc.disable()  # a collection would copy the parent's memory
        with open(writing, "wb") as pipe:
            for place, table in enumerate(tables):
                for some in _recognise(kind, table, place, which, of):
                    _send(pipe, [_plain(told) for told in some])
                _send(pipe, None)
        code = 0
    finally:
        os._exit(code)


def _send(pipe: BinaryIO, rows: list[Any] | None) -> None:
    packed = marshal.dumps(rows)
    pipe.write(len(packed).to_bytes(LENGTH, "big") + packed)


def _received(pipes: Sequence[BinaryIO], tables: int) -> Iterator[Told]:
    """Yield the rows of so many tables, whose blocks come from one pipe after the other."""
    for _table in range(tables):
        ended = 0
        for pipe in cycle(pipes):
            rows = _next(pipe)
            if rows is None:
                ended += 1
                if ended == len(pipes):
                    break
                continue
            for place, number, kind, line in rows:
                yield place, number, KINDS[kind], _line(line) if line else None


def _next(pipe: BinaryIO) -> list[Any] | None:
    """Return the next block, or None at the end of a table."""
    length = int.from_bytes(pipe.read(LENGTH), "big")
    packed = pipe.read(length)
    if not length or len(packed) < length:
        raise _BrokenOff
    found: list[Any] | None = marshal.loads(packed)  # noqa: S302 - our own fork wrote it
    return found


def _plain(told: Told) -> tuple[Any, ...]:
    *where, kind, line = told
    if line is None:
        return *where, kind.value, None
    remarks = [
        [(str(code), str(column), row, str(sheet)) for code, column, row, sheet in part]
        for part in (line.rejections, line.holds, line.warnings)
    ]
    return *where, kind.value, (line.text, line.kinds_of_phones(), line.told, *remarks)


def _line(parts: tuple[Any, ...]) -> Line:
    text, phone_kinds, told, rejections, holds, warnings = parts
    line = Line(
        None,
        _remarks(rejections) if rejections else (),
        _remarks(holds) if holds else (),
        _remarks(warnings) if warnings else (),
        told,
        text,
    )
    line.phone_kinds = phone_kinds
    return line


def _remarks(parts: Iterable[tuple[Any, ...]]) -> list[Remark]:
    return [Remark._make(one) for one in parts]
