"""
A second process that makes search entries while the workplaces they are of are being written.

They are a quarter of the work of taking a city's list in, and nothing but texts made of texts.
"""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import BinaryIO

from outreach.actions.search import Found, Wanted, entry_of

LENGTH = 4
Entries = Callable[[], Sequence[Wanted]]
_helper: ContextVar[_Fork | None] = ContextVar("helper", default=None)


@contextmanager
def helped(*, is_large: bool) -> Iterator[None]:
    """Let `entries` be made by another process, where there is a core for it."""
    if not is_large or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
        yield
        return
    fork = _Fork()
    token = _helper.set(fork)
    try:
        yield
    finally:
        _helper.reset(token)
        fork.end()


def entries(found: Sequence[Found]) -> Entries:
    """Begin to make what these workplaces are found by; call what is returned to have it."""
    fork = _helper.get()
    if fork is None or not fork.ask(found):
        return lambda: [entry_of(one) for one in found]
    return lambda: fork.answer() or [entry_of(one) for one in found]


class _Fork:
    """The other process, and the pipes to it and back; a question is answered before the next."""

    def __init__(self) -> None:
        asked, self._to = _pipe()
        self._back, answered = _pipe()
        self._is_asked = False
        self.pid = os.fork()
        if self.pid == 0:
            self._to.close()
            self._back.close()
            _serve(asked, answered)
        asked.close()
        answered.close()

    def ask(self, found: Sequence[Found]) -> bool:
        """Hand workplaces over; say whether somebody took them."""
        if self._is_asked:  # the transaction that asked was rolled back
            self.answer()
        try:
            _send(self._to, [tuple(one) for one in found])
        except BrokenPipeError:
            return False
        self._is_asked = True
        return True

    def answer(self) -> list[Wanted]:
        """Return the entries; none if the other process was killed."""
        self._is_asked = False
        return [Wanted._make(one) for one in _receive(self._back) or ()]

    def end(self) -> None:
        """Stop it, wherever it is."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        for pipe in (self._to, self._back):
            with suppress(BrokenPipeError):
                pipe.close()


def _serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer until nobody asks, and end without a word to anything that the parent has open."""
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        while (found := _receive(asked)) is not None:
            _send(answered, [tuple(entry_of(Found._make(one))) for one in found])
    finally:
        os._exit(0)


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return open(reading, "rb"), open(writing, "wb")


def _send(pipe: BinaryIO, rows: list[tuple[object, ...]]) -> None:
    packed = marshal.dumps(rows)
    pipe.write(len(packed).to_bytes(LENGTH, "big") + packed)
    pipe.flush()


def _receive(pipe: BinaryIO) -> list[tuple[object, ...]] | None:
    length = int.from_bytes(pipe.read(LENGTH), "big")
    packed = pipe.read(length)
    if not length or len(packed) < length:
        return None
    found: list[tuple[object, ...]] = marshal.loads(packed)  # noqa: S302 - our own fork wrote it
    return found
