"""Rows on their way out: cleaned, masked, one line of JSON each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from outreach.spreadsheet.books import RawRow
from outreach.spreadsheet.child.masking import CELLS, Masker
from outreach.spreadsheet.child.plain_lines import is_plain
from outreach.spreadsheet.child.texts import LONGEST, clean, needs_cleaning, text_of, written_out
from outreach.spreadsheet.limits import Limits
from outreach.spreadsheet.refusals import FileReason, refusal

NOTHING: Mapping[int, tuple[int, ...]] = {}


class SheetRows:
    """Turns the cells of one sheet's rows into lines and counts them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._masker = Masker()
        self.count = 0

    def line(
        self,
        number: int,
        cells: Sequence[object],
        *,
        struck: Collection[int] = (),
        hidden: Collection[int] = (),
        missing: Mapping[int, tuple[int, ...]] = NOTHING,
        errors: Mapping[int, tuple[int, ...]] = NOTHING,
    ) -> bytes | None:
        """Return the row as one line, or nothing for a blank one; the marks are by row number."""
        given = list(cells)
        while given and given[-1] == "":
            given.pop()
        marked = number in struck or number in hidden or number in missing or number in errors
        if given and not marked and self._masker.is_relaxed:
            line = _plain_line(number, given)
            if line is not None:
                self._count(len(given))
                return line
        texts, lost = _texts(given)
        while texts and not texts[-1]:
            texts.pop()
        row_missing, row_errors = missing.get(number, ()), errors.get(number, ())
        if not texts and not row_missing and not row_errors:
            return None
        self._count(len(texts))
        redacted = self._masker.mask(texts, CELLS.join(texts))
        return RawRow(
            number,
            texts,
            number in struck,
            number in hidden,
            row_missing,
            redacted,
            row_errors,
            tuple(lost),
        ).as_line()

    def _count(self, width: int) -> None:
        if width > self._limits.max_columns:
            raise refusal(FileReason.TOO_MANY_COLUMNS)
        self.count += 1
        self.check()

    def check(self) -> None:
        """Refuse more rows than are taken in at once."""
        if self.count > self._limits.max_rows:
            raise refusal(FileReason.TOO_MANY_ROWS)


def _plain_line(number: int, cells: Sequence[object]) -> bytes | None:
    """Return the line of a row of plain texts, or nothing for one that needs a closer look."""
    try:
        texts = '","'.join(cells)  # type: ignore[arg-type]
    except TypeError:
        return None
    if len(texts) > LONGEST or texts.count('"') != 2 * (len(cells) - 1):
        return None
    line = f'[{number},["{texts}"]]'.encode()  # as JSON: what it would escape is not plain
    return line if is_plain(line) else None


def _texts(cells: Sequence[object]) -> tuple[list[str], list[int]]:
    lost: list[int] = []
    texts: list[str] = []
    for index, cell in enumerate(cells):
        if isinstance(cell, str):
            texts.append(cell[:LONGEST].strip())
        else:
            text, is_lost = text_of(cell)
            texts.append(text)
            if is_lost:
                lost.append(index)
    together = "".join(texts)
    if needs_cleaning(together):
        texts = [clean(text) if text else "" for text in texts]
    if "E+" in together or "e+" in together:
        for index, text in enumerate(texts):
            texts[index], is_lost = written_out(text)
            if is_lost:
                lost.append(index)
    return texts, lost
