"""Looking into a ZIP package without trusting what it says of itself."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from outreach.spreadsheet.limits import MEGABYTE, Limits
from outreach.spreadsheet.refusals import FileReason, refusal

MOST_PARTS = 4_000
MOST_SWOLLEN = 200  # a list packs to a tenth, rows of blanks to a fiftieth
SWOLLEN_FROM = 16 * MEGABYTE
PIECE = 2**20
END_RECORD = b"PK\x05\x06"
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MOST_NAME = 400  # bytes in the directory for a part
DECLARATION = b"<!"
FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.I)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class Package:
    """The parts of a package, each inflated with an eye on how large it gets."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        if _announced_parts(content) > MOST_PARTS:
            raise refusal(FileReason.SWOLLEN)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise refusal(FileReason.DAMAGED) from error
        self.packed_size = len(content)
        self._parts = {info.filename.lstrip("/"): info for info in self._archive.infolist()}
        self._left = limits.max_unpacked
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise refusal(FileReason.PASSWORD)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        """Return how large a part says it is."""
        return self._parts[name].file_size if name in self._parts else 0

    def weigh(self) -> None:
        """Inflate every part once, for readers that take the package as it is."""
        for name in self._parts:
            for _piece in self.pieces(name, is_xml=name.endswith((".xml", ".rels"))):
                pass

    def part(self, name: str, most: int) -> bytes:
        """Return a whole part; a missing one is empty."""
        pieces = []
        size = 0
        for piece in self.pieces(name):
            size += len(piece)
            if size > most:
                raise refusal(FileReason.SWOLLEN)
            pieces.append(piece)
        return b"".join(pieces)

    def pieces(self, name: str, *, is_xml: bool = True) -> Iterator[bytes]:
        """
        Yield a part piece by piece.

        :raises TooLarge: it swells, or all parts together do
        :raises NotASpreadsheet: it is damaged or declares entities
        """
        info = self._parts.get(name)
        if info is None:
            return
        if info.compress_type not in METHODS:
            raise refusal(FileReason.DAMAGED)
        packed = max(info.compress_size, 1)
        size, before = 0, b""
        try:
            with self._archive.open(info) as part:
                while piece := part.read(PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    is_swollen = size > SWOLLEN_FROM and size > MOST_SWOLLEN * packed
                    if self._left < 0 or is_swollen:
                        raise refusal(FileReason.SWOLLEN)
                    if is_xml and _hides_or_declares(before, piece):
                        raise refusal(FileReason.ENTITIES)
                    before = piece[-16:]
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise refusal(FileReason.DAMAGED) from error


def _hides_or_declares(before: bytes, piece: bytes) -> bool:
    """Say whether a part declares entities, or is in letters in which that could hide."""
    if not before and piece.startswith(WIDE):
        return True
    return _declares(before + piece[:16]) or _declares(piece)


def _declares(piece: bytes) -> bool:
    return DECLARATION in piece and FORBIDDEN.search(piece) is not None


def _announced_parts(content: bytes) -> int:
    """Read how many parts there are before any is looked at."""
    place = content.rfind(END_RECORD, max(0, len(content) - 2**16 - 22))
    if place < 0 or place + 22 > len(content):
        raise refusal(FileReason.DAMAGED)
    parts, size = struct.unpack_from("<HI", content, place + 10)
    return max(int(parts), int(size) // MOST_NAME)
