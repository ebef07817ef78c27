"""A sheet's XML in pieces of whole rows, so that a city's list needs no more memory than a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.spreadsheet.child.packages import Package
from outreach.spreadsheet.limits import MEGABYTE
from outreach.spreadsheet.refusals import FileReason, refusal

START = re.compile(rb"<(?:(\w+):)?sheetData\b[^<>]*?(/?)>")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
LONGEST_HEAD = 4 * MEGABYTE
MOST_TAIL = 24 * MEGABYTE
MOST_PIECE = 48 * MEGABYTE  # one row longer than this is none
MOST_MERGED = 20_000


@dataclass
class SheetParts:
    """The rows of a sheet in pieces of about `size` bytes; what follows them is kept in `tail`."""

    package: Package
    part: str
    size: int
    tag: bytes = b""  # the prefix of its elements, as in <x:row>
    start: bytes = b""  # all up to the first row
    tail: bytes = b""

    def pieces(self) -> Iterator[bytes]:
        """Yield the rows, whole ones only."""
        source = self.package.pieces(self.part)
        rest = self._skip_head(source)
        if rest is None:
            return
        row_end = b"</" + self.tag + b"row>"
        data_end = b"</" + self.tag + b"sheetData"
        for piece in source:
            rest += piece
            if len(rest) < self.size:
                continue
            cut = rest.rfind(row_end)
            if cut >= 0:
                cut += len(row_end)
                yield bytes(rest[:cut])
                del rest[:cut]
            elif rest.startswith(data_end) or len(rest) > MOST_PIECE:
                break
        end = rest.rfind(data_end)
        if end < 0:
            raise refusal(FileReason.SWOLLEN if len(rest) > MOST_PIECE else FileReason.DAMAGED)
        if end:
            yield bytes(rest[:end])
        del rest[:end]
        for piece in source:
            rest += piece
            if len(rest) > MOST_TAIL:
                raise refusal(FileReason.SWOLLEN)
        self.tail = bytes(rest)

    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """Return the merged cells, known once all rows were read: rows from 1, columns from 0."""
        found = []
        for match in MERGED.finditer(self.tail):
            left, top, right, bottom = match.groups()
            found.append((int(top), column_of(left), int(bottom), column_of(right)))
            if len(found) >= MOST_MERGED:
                break
        return tuple(found)

    def _skip_head(self, source: Iterator[bytes]) -> bytearray | None:
        head = bytearray()
        for piece in source:
            head += piece
            start = START.search(head)
            if start is not None:
                self.tag = start[1] + b":" if start[1] else b""
                if start[2]:
                    self.tail = bytes(head[start.end() :])
                    return None
                self.start = bytes(head[: start.end()])
                del head[: start.end()]
                return head
            if len(head) > LONGEST_HEAD:
                raise refusal(FileReason.DAMAGED)
        if b"worksheet" not in head:
            raise refusal(FileReason.DAMAGED)
        return None


def column_of(letters: bytes) -> int:
    """Return the place of a column, counted from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
