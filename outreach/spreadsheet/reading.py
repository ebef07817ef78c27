"""Reading a file that somebody brought, in a process of its own that may do little else."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, BinaryIO

from outreach.rules.resident_numbers import without_resident_numbers
from outreach.spreadsheet.books import PackedBook, Packer, SheetInfo
from outreach.spreadsheet.child.texts import clean
from outreach.spreadsheet.limits import MEGABYTE, UPLOAD, Limits
from outreach.spreadsheet.refusals import FileReason, FileRefused, refusal

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("-m", "outreach.spreadsheet.child")
PIECE = 2**18
MOST_OUTPUT = 256 * MEGABYTE  # all texts of a city's list are 90 MB
SPARE_SECONDS = 2
# How a process ends that ran into its limits: out of memory, or of time.
STARVED = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL, -signal.SIGTRAP}


def read_file(file: BinaryIO, name: str, limits: Limits = UPLOAD) -> PackedBook:
    """
    Read all sheets of a workbook, a CSV file, or a table of a web page; the name decides nothing.

    Resident numbers never reach this process otherwise than in `file`.

    :raises NotASpreadsheet: it is something else, damaged, or has a password
    :raises TooLarge: it has more, or takes more to read, than the limits allow
    """
    content = file.read(limits.max_bytes + 1)
    if len(content) > limits.max_bytes:
        raise refusal(FileReason.TOO_MANY_BYTES)
    gathered = _Gathered(without_resident_numbers(clean(name)))
    code = run_confined([*COMMAND, json.dumps(asdict(limits))], content, gathered.take, limits)
    return gathered.book(code)


def run_confined(
    arguments: list[str], content: bytes, take: Callable[[bytes], None], limits: Limits
) -> int:
    """
    Run Python in a process group of its own, give it `content`, and hand on what it writes.

    It gets no settings and no secrets, and is killed and reaped on every way out. Return its exit
    code.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module, and no shell
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic there may quote the list
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
    )
    try:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101
        _exchange(process.stdin, process.stdout, content, take, limits.patience)
        return process.wait(SPARE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise refusal(FileReason.TOO_SLOW) from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _exchange(
    to: IO[bytes], source: IO[bytes], content: bytes, take: Callable[[bytes], None], patience: int
) -> None:
    """Write and read at once, neither waiting for the other, until nothing more comes."""
    deadline = time.monotonic() + patience
    left = memoryview(content)
    os.set_blocking(to.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(to, selectors.EVENT_WRITE)
        ready.register(source, selectors.EVENT_READ)
        while ready.get_map():
            events = ready.select(max(0, deadline - time.monotonic()))
            if not events and time.monotonic() >= deadline:
                raise refusal(FileReason.TOO_SLOW)
            for key, _ in events:
                if key.fileobj is source:
                    piece = os.read(source.fileno(), PIECE)
                    if not piece:
                        return
                    take(piece)
                    continue
                left = _given(to, left)
                if not left:
                    ready.unregister(to)
                    to.close()


def _given(to: IO[bytes], left: memoryview) -> memoryview:
    try:
        return left[os.write(to.fileno(), left[:PIECE]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]  # it ended early; what it wrote says why


class _Gathered:
    """What came of the lines so far."""

    def __init__(self, name: str) -> None:
        self._file = name  # what a sheet without a name is called
        self._rest = b""
        self._size = 0
        self._sheets: list[tuple[SheetInfo, bytes]] = []
        self._name, self._is_hidden = "", False
        self._packer = Packer()
        self._is_whole = False
        self._refused: str | None = None

    def take(self, piece: bytes) -> None:
        """Take what was written, whole lines at a time: rows are packed, the others understood."""
        self._size += len(piece)
        if self._size > MOST_OUTPUT:
            raise refusal(FileReason.SWOLLEN)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        rows: list[bytes] = []
        for line in lines:
            if line.startswith(b"["):
                rows.append(line)
                continue
            self._pack(rows)
            rows = []
            self._note(json.loads(line))
        self._pack(rows)

    def book(self, code: int) -> PackedBook:
        """Return the book, or say why there is none."""
        if self._refused is not None:
            raise refusal(FileReason(self._refused))
        if code == -signal.SIGXCPU:
            raise refusal(FileReason.TOO_SLOW)
        if code in STARVED:
            raise refusal(FileReason.TOO_MUCH_MEMORY)
        if code or not self._is_whole:
            raise refusal(FileReason.DAMAGED)
        return PackedBook.packed(self._sheets)

    def _pack(self, rows: list[bytes]) -> None:
        if rows:
            self._packer.add(b"\n".join(rows) + b"\n")

    def _note(self, told: dict[str, object]) -> None:
        if "refused" in told:
            self._refused = str(told["refused"])
        elif "sheet" in told:
            self._name, self._is_hidden = str(told["sheet"]) or self._file, bool(told["is_hidden"])
            self._packer = Packer()
        elif "end" in told:
            merged = told["merged"]
            assert isinstance(merged, list)  # noqa: S101 - our own module wrote it
            ranges = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in merged)
            count, unread = int(str(told["end"])), bool(told.get("marks_unread"))
            info = SheetInfo(self._name, self._is_hidden, count, ranges, unread)
            self._sheets.append((info, self._packer.finish()))
        else:
            self._is_whole = bool(told.get("whole"))


__all__ = ["FileRefused", "read_file", "run_confined"]
