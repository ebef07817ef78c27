"""A large sheet is read by two processes as by one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from outreach.spreadsheet.child.second_process import read_by_two
from outreach.spreadsheet.refusals import FileReason, FileRefused, refusal


def pieces(number: int) -> Iterator[bytes]:
    yield from (b"piece %d" % place for place in range(number))


@pytest.mark.parametrize("number", [0, 1, 2, 3, 8])
def test_the_pieces_come_back_in_order(number: int) -> None:
    assert list(read_by_two(pieces(number), bytes.upper)) == [
        piece.upper() for piece in pieces(number)
    ]


def test_a_piece_larger_than_the_pipe_comes_back_whole() -> None:
    found = list(read_by_two(iter([b"a" * 5_000_000, b"b"]), bytes.upper))

    assert found == [b"A" * 5_000_000, b"B"]


def test_every_other_piece_is_read_by_the_second_process() -> None:
    readers = [int(pid) for pid in read_by_two(pieces(4), lambda _: b"%d" % os.getpid())]

    assert readers[1::2] == [os.getpid()] * 2
    assert readers[0] == readers[2] != os.getpid()


@pytest.mark.parametrize("place", [0, 1])
def test_what_either_refuses_is_refused(place: int) -> None:
    def read(piece: bytes) -> bytes:
        if piece == b"piece %d" % place:
            raise refusal(FileReason.TOO_MANY_COLUMNS)
        return piece

    with pytest.raises(FileRefused) as refused:
        list(read_by_two(pieces(4), read))

    assert refused.value.code is FileReason.TOO_MANY_COLUMNS


def test_a_second_process_that_dies_is_no_end_of_the_list() -> None:
    first = os.getpid()

    def read(piece: bytes) -> bytes:
        if os.getpid() != first and piece == b"piece 2":
            os.kill(os.getpid(), signal.SIGKILL)
        return piece

    with pytest.raises(FileRefused) as refused:
        list(read_by_two(pieces(6), read))

    assert refused.value.code is FileReason.TOO_MUCH_MEMORY


def test_nothing_is_left_of_the_second_process() -> None:
    reading = read_by_two(pieces(100), bytes.upper)
    next(reading)
    reading.close()  # type: ignore[attr-defined]

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
