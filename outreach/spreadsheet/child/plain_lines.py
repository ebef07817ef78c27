"""Telling at a glance the many rows in which there is nothing to clean and nothing to mask."""

from __future__ import annotations

THIRTEEN = b"0" * 13
# First bytes of letters that are neither ASCII, Hangul nor Chinese, in UTF-8.
UNUSUAL = {*range(0xC0, 0xE4), *range(0xEE, 0x100)}


def _table() -> bytes:
    """
    Map bytes of a line: digits and what passes for one to 0, what may join them to a dash.

    Hangul and Chinese characters are plain, as are other letters; what begins any other character
    (invisible ones, wide digits, dashes, circles) or an escape is X: such a row is looked at.
    """
    table = bytearray(b"k" * 256)
    for byte in range(256):
        if chr(byte) in "0123456789OolI|*xX":
            table[byte] = ord("0")
        elif chr(byte) in " -./_~:,":
            table[byte] = ord("-")
        elif byte == ord('"'):
            table[byte] = byte
        elif byte < ord(" ") or chr(byte) in "\\'\x7f" or byte >= 0xC0 and not 0xE4 <= byte <= 0xED:
            table[byte] = ord("X")
    return bytes(table)


TABLE = _table()


def _has_traces(seen: bytes) -> bool:
    """Say whether there is what any resident number leaves behind: in a text, in cells."""
    return (
        b"X" in seen
        or b"-0000000" in seen
        or b"0-0-0-0-0-0-0" in seen
        or b'"000000"-"0000000"' in seen
        or b'"000000"-"-"-"0000000"' in seen  # the dash in a cell of its own
    )


def _is_odd(line: bytes) -> bool:
    """Say whether there are blanks around a text, perhaps a power of ten, or an escaped sign."""
    return b"+" in line or b"_x" in line or b'" ' in line or b' "' in line


def is_plain(line: bytes) -> bool:
    """Say whether a row's line can go out as it is; never of one that holds a resident number."""
    seen = line.translate(TABLE)
    if _has_traces(seen) or _is_odd(line):
        return False
    start = seen.find(THIRTEEN)
    while start >= 0:
        end = start + len(THIRTEEN)
        while seen[end : end + 1] == b"0":
            end += 1
        if end - start == len(THIRTEEN) or not line[start:end].isdigit():
            return False
        start = seen.find(THIRTEEN, end)
    return True
