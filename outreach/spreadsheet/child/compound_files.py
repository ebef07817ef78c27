"""Streams of a compound file, as all old Office files are ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA  # what is above marks an end, a gap or a table
TABLES_IN_HEADER = 109
ENTRY = 128
ROOT = 5


class NotCompound(ValueError):
    """The file is none, or its tables make no sense."""


class CompoundFile:
    """Follows the chains of sectors; none is longer than the file."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise NotCompound
        try:
            self._content = content
            (shift,) = struct.unpack_from("<H", content, 30)
            if shift not in (9, 12):
                raise NotCompound
            self._size = 1 << shift
            count, first, self._cutoff = struct.unpack_from("<I", content, 44) + (
                *struct.unpack_from("<I", content, 48),
                *struct.unpack_from("<I", content, 56),
            )
            self._table = self._numbers(self._tables(count))
            self._directory = self._chained(first)
            (small,) = struct.unpack_from("<I", content, 60)
            self._small_table = self._ints(self._chained(small)) if small < LAST_SECTOR else ()
        except struct.error as error:
            raise NotCompound from error

    def stream(self, *names: str) -> bytes:
        """Return the first stream that has one of these names."""
        wanted = {name.upper() for name in names}
        root = b""
        for at in range(0, len(self._directory) - ENTRY + 1, ENTRY):
            entry = self._directory[at : at + ENTRY]
            (length,) = struct.unpack_from("<H", entry, 64)
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            if entry[66] == ROOT:
                root = self._chained(start) if start < LAST_SECTOR else b""
            elif name.upper() in wanted:
                whole = self._chained(start) if size >= self._cutoff else self._small(root, start)
                return whole[:size]
        raise NotCompound

    def _tables(self, count: int) -> Sequence[int]:
        """Return the sectors that hold the table of chains."""
        found = list(struct.unpack_from(f"<{TABLES_IN_HEADER}I", self._content, 76))
        (more,) = struct.unpack_from("<I", self._content, 68)
        most = len(self._content) // self._size
        while more < LAST_SECTOR:
            if len(found) > most:
                raise NotCompound
            *further, more = self._ints(self._sector(more)) or (LAST_SECTOR,)
            found += further
        return [sector for sector in found if sector < LAST_SECTOR][: min(count, most)]

    def _numbers(self, sectors: Sequence[int]) -> Sequence[int]:
        return self._ints(b"".join(map(self._sector, sectors)))

    @staticmethod
    def _ints(data: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._content[begin : begin + self._size]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(self._table, start)))

    def _small(self, root: bytes, start: int) -> bytes:
        sectors = self._chain(self._small_table, start)
        return b"".join(root[number * 64 : number * 64 + 64] for number in sectors)

    @staticmethod
    def _chain(table: Sequence[int], start: int) -> list[int]:
        chain: list[int] = []
        while start < len(table):
            chain.append(start)
            if len(chain) > len(table):
                raise NotCompound  # it bites its own tail
            start = table[start]
        return chain
