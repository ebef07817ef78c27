"""A file as it was read: texts and marks of each row, packed small, without resident numbers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Self

SIGNATURE = b"ANSIMBOOK1\n"
LEVEL = 1  # quick; a city's list still packs to a fifth
Range = tuple[int, int, int, int]  # first row, first column, last row, last column
MARKS = ("missing_formulas", "redacted", "errors", "lost_digits")
BLOCK = 500  # rows that are worked on together
_PIECE = 2**18


@dataclass(slots=True)
class RawRow:
    """
    One row that is not blank: its number in the sheet, counted from 1, and its texts.

    The marks name cells, counted from 0: formulas without a value, resident numbers taken out,
    error values (#N/A), numbers of which the file has lost digits (1.2E+09).
    """

    number: int
    cells: list[str]
    is_struck: bool = False
    is_hidden: bool = False
    missing_formulas: tuple[int, ...] = ()
    redacted: tuple[int, ...] = ()
    errors: tuple[int, ...] = ()
    lost_digits: tuple[int, ...] = ()

    def as_line(self) -> bytes:
        """Return the row as one line of JSON."""
        marks = {name: getattr(self, name) for name in MARKS if getattr(self, name)}
        if self.is_struck:
            marks["is_struck"] = True
        if self.is_hidden:
            marks["is_hidden"] = True
        parts = [self.number, self.cells, marks] if marks else [self.number, self.cells]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_lines(cls, lines: Sequence[bytes]) -> Iterator[Self]:
        """Yield the rows that `as_line` wrote; many at once cost less than one by one."""
        for number, cells, *rest in json.loads(b"[" + b",".join(lines) + b"]"):
            if not rest:
                yield cls(number, cells)
                continue
            marks = rest[0]
            yield cls(
                number,
                cells,
                bool(marks.get("is_struck")),
                bool(marks.get("is_hidden")),
                *(tuple(marks.get(name, ())) for name in MARKS),
            )


@dataclass(frozen=True)
class SheetInfo:
    """What a sheet is, beside its rows; a CSV file is one sheet, called as the file is."""

    name: str
    is_hidden: bool = False
    row_count: int = 0  # without blank rows
    merged: tuple[Range, ...] = ()
    marks_unread: bool = False  # which rows are struck out or hidden could not be read


class NotABook(ValueError):
    """These bytes were not packed by us, or are not whole."""


@dataclass(frozen=True)
class PackedBook:
    """All sheets of a file; `content` can be kept and read again with `from_bytes`."""

    content: bytes
    sheets: tuple[SheetInfo, ...]
    offsets: tuple[int, ...]  # where the rows of each sheet begin, and where the last end

    def rows(self, sheet: int) -> Iterator[RawRow]:
        """Yield the rows of a sheet, named by its place among `sheets`."""
        for lines in self.blocks(sheet):
            yield from RawRow.from_lines(lines)

    def blocks(self, sheet: int) -> Iterator[list[bytes]]:
        """Yield the rows of a sheet as lines, so many together: who shares them skips the rest."""
        packed = memoryview(self.content)[self.offsets[sheet] : self.offsets[sheet + 1]]
        lines = iter(_lines(packed))
        while some := list(islice(lines, BLOCK)):
            yield some

    @classmethod
    def packed(cls, sheets: Iterable[tuple[SheetInfo, bytes]]) -> Self:
        """Return a book of sheets, each with its rows as `Packer` made them."""
        pairs = list(sheets)
        about = [{**asdict(info), "size": len(rows)} for info, rows in pairs]
        header = SIGNATURE + json.dumps(about, ensure_ascii=False).encode() + b"\n"
        return cls.from_bytes(b"".join((header, *(rows for _, rows in pairs))))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """
        Return the book of kept bytes.

        :raises NotABook: they are something else, or cut off
        """
        end = content.find(b"\n", len(SIGNATURE))
        if not content.startswith(SIGNATURE) or end < 0:
            raise NotABook("no signature")
        about = json.loads(content[len(SIGNATURE) : end])
        offsets = [end + 1]
        for one in about:
            offsets.append(offsets[-1] + int(one["size"]))
        if offsets[-1] != len(content):
            raise NotABook("cut off")
        return cls(content, tuple(_info(one) for one in about), tuple(offsets))


class Packer:
    """Packs the lines of one sheet as they come."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(LEVEL)
        self._pieces: list[bytes] = []

    def add(self, lines: bytes) -> None:
        """Add whole lines, each with its end."""
        self._pieces.append(self._deflate.compress(lines))

    def finish(self) -> bytes:
        """Return what was packed."""
        self._pieces.append(self._deflate.flush())
        return b"".join(self._pieces)


def pack(sheets: Iterable[tuple[SheetInfo, Iterable[RawRow]]]) -> PackedBook:
    """Return a book of rows at hand, as tests and small lists need it."""
    packed = []
    for info, rows in sheets:
        packer = Packer()
        count = 0
        for row in rows:
            packer.add(row.as_line() + b"\n")
            count += 1
        whole = replace(info, row_count=count)
        packed.append((whole, packer.finish()))
    return PackedBook.packed(packed)


def _info(about: dict[str, object]) -> SheetInfo:
    merged = about["merged"]
    if not isinstance(merged, list):
        raise NotABook("no merged cells")
    return SheetInfo(
        name=str(about["name"]),
        is_hidden=bool(about["is_hidden"]),
        row_count=int(str(about["row_count"])),
        merged=tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in merged),
        marks_unread=bool(about.get("marks_unread")),
    )


def _lines(packed: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    rest = b""
    for start in range(0, len(packed), _PIECE):
        lines = (rest + inflate.decompress(packed[start : start + _PIECE])).split(b"\n")
        rest = lines.pop()
        yield from lines
    rest += inflate.flush()
    if rest:
        yield from rest.rstrip(b"\n").split(b"\n")
