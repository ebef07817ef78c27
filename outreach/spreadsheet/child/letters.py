"""In which letters a text file is written."""

from __future__ import annotations

import codecs

from outreach.spreadsheet.refusals import FileReason, refusal

PIECE = 2**20
LOOKED_AT = 4_000
FEWEST_ZEROS = 0.02  # of a UTF-16 text's signs: blanks, commas, digits, line ends


def encoding_of(content: bytes) -> str:
    """
    Return what Excel and Korean systems save text as: UTF-8, UTF-16, or CP949.

    :raises NotASpreadsheet: it is no text, or in letters nobody can read
    """
    wide = _wide_encoding(content)
    for encoding in (wide,) if wide else ("utf-8-sig", "cp949"):
        if _is_written_in(content, encoding):
            if not wide and b"\0" in content:
                break
            return encoding
    code = FileReason.NOT_A_SPREADSHEET if b"\0" in content else FileReason.UNKNOWN_LETTERS
    raise refusal(code)


def _wide_encoding(content: bytes) -> str:
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    head = content[:LOOKED_AT]
    if len(content) % 2 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    fewest = FEWEST_ZEROS * len(head) / 2
    if odd >= fewest and not even:
        return "utf-16-le"
    return "utf-16-be" if even >= fewest and not odd else ""


def _is_written_in(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), PIECE):
            text = decoder.decode(content[start : start + PIECE])
            if "\0" in text:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
