"""Finding the row, or the two or three rows, that name the columns of a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.spreadsheet.books import Range, RawRow
from outreach.spreadsheet.contents import (
    FEWEST,
    SAMPLED,
    SHAPES,
    TESTS,
    recognise_contents,
    share_of,
)
from outreach.spreadsheet.vocabularies import Vocabulary, squeeze

ROWS_LOOKED_AT = 40  # title, date and remarks may stand above the column names
TIERS = 3
FEWEST_NAMED = 2  # columns; a title stands alone
AT_ODDS = 0.3  # of a column's cells look like what it was said to hold: it is another list
BY_NAME, BY_CONTENT, BY_MEMORY = "NAME", "CONTENT", "REMEMBERED"
Found = Mapping[int, tuple[str, str]]  # the column, and by what it was found
Remembered = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True)
class Heading:
    """The columns of a sheet: where they are named, how, and what we take them for."""

    rows: tuple[int, ...]  # numbers in the sheet; none where the list has no heading row
    texts: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]  # the texts of each row by itself, to know them again
    fingerprint: str
    columns: Found


def find_heading(
    sample: Sequence[RawRow],
    merged: Sequence[Range],
    vocabulary: Vocabulary,
    remembered: Remembered,
    given: frozenset[str],
) -> Heading | None:
    """
    Find the heading of a sheet: as remembered, else by its words, else by what the columns hold.

    `sample` are the first rows, and as many more as it takes to see what the columns hold; `given`
    are the columns that the name of the sheet stands for.
    """
    candidates = list(_candidates(sample[:ROWS_LOOKED_AT], merged))
    for heading in candidates:
        if heading.fingerprint in remembered:
            return _with(heading, _remembered(remembered[heading.fingerprint], vocabulary))
    several = [heading for heading in candidates if sum(map(bool, heading.texts)) >= FEWEST_NAMED]
    named = [(vocabulary.recognise(_told(heading, vocabulary)), heading) for heading in several]
    named.sort(key=lambda pair: (-len(pair[0]), len(pair[1].rows)))
    for by_name, heading in named:
        if not by_name:
            break
        found = _completed(heading, by_name, sample, vocabulary)
        if vocabulary.is_enough({column for column, _ in found.values()} | given):
            return _with(heading, found)
    return _without_heading(sample, vocabulary, remembered, given)


def chosen_heading(
    rows: Sequence[int],
    sample: Sequence[RawRow],
    merged: Sequence[Range],
    vocabulary: Vocabulary,
    remembered: Remembered,
) -> Heading:
    """Return the heading in the rows that staff chose; no rows: the list names no column."""
    tiers = [row for row in sample if row.number in rows]
    heading = _heading(tiers, merged) if tiers else _nameless(sample)
    if heading.fingerprint in remembered:
        return _with(heading, _remembered(remembered[heading.fingerprint], vocabulary))
    by_name = vocabulary.recognise(_told(heading, vocabulary))
    return _with(heading, _completed(heading, by_name, sample, vocabulary))


def fingerprint_of(texts: Sequence[str]) -> str:
    """Return what a row of headings is known by, whatever its blanks and signs."""
    squeezed = "|".join(map(squeeze, texts)).rstrip("|")
    return hashlib.sha256(squeezed.encode()).hexdigest()[:32]


def _candidates(head: Sequence[RawRow], merged: Sequence[Range]) -> Iterator[Heading]:
    for index in range(len(head)):
        for tiers in range(1, TIERS + 1):
            rows = head[index : index + tiers]
            if len(rows) < tiers or rows[-1].number - rows[0].number != tiers - 1:
                break
            if not any(rows[0].cells):
                break
            yield _heading(rows, merged)


def _heading(rows: Sequence[RawRow], merged: Sequence[Range]) -> Heading:
    width = max(len(row.cells) for row in rows)
    tiers = [[*row.cells, *[""] * (width - len(row.cells))] for row in rows]
    if len(rows) > 1:
        for number, cells in zip([row.number for row in rows], tiers, strict=True):
            _spread(cells, number, merged)
        _spread_gaps(tiers)
    texts = tuple(_joined([tier[index] for tier in tiers]) for index in range(width))
    numbers = tuple(row.number for row in rows)
    return Heading(numbers, texts, tuple(map(tuple, tiers)), fingerprint_of(texts), {})


def _spread(cells: list[str], number: int, merged: Sequence[Range]) -> None:
    """Write the text of a merged cell over all that it covers to the right."""
    for top, left, _bottom, right in merged:
        if top == number and left < len(cells):
            for index in range(left + 1, min(right + 1, len(cells))):
                cells[index] = cells[index] or cells[left]


def _spread_gaps(tiers: list[list[str]]) -> None:
    """Do the same for files that do not tell of merged cells: over what is named only below."""
    for upper, lower in zip(tiers, tiers[1:], strict=False):
        for index in range(1, len(upper)):
            if not upper[index] and lower[index] and lower[index - 1] and upper[index - 1]:
                upper[index] = upper[index - 1]


def _joined(texts: Sequence[str]) -> str:
    """종업원수 over 남 is 종업원수(남)."""
    parts = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else f"{parts[0]}({' '.join(parts[1:])})"


def _told(heading: Heading, vocabulary: Vocabulary) -> list[str]:
    """Return of each column the text that says most: all tiers, the lowest, the highest."""
    told = []
    for index, text in enumerate(heading.texts):
        ways = [text, *(tier[index] for tier in reversed(heading.tiers) if tier[index])]
        exact = (way for way in ways if squeeze(way) in vocabulary.meanings)
        told.append(next(exact, text))
    return told


def _completed(
    heading: Heading, by_name: Mapping[int, str], sample: Sequence[RawRow], vocabulary: Vocabulary
) -> dict[int, tuple[str, str]]:
    """Add the columns whose heading says nothing, but which hold what nobody could mistake."""
    found = {index: (column, BY_NAME) for index, column in by_name.items()}
    below = [row for row in sample if not heading.rows or row.number > heading.rows[-1]]
    wanted = {
        column: content
        for column, content in vocabulary.by_content.items()
        if column not in by_name.values()
    }
    foreign = {i: cells for i, cells in _columns(below).items() if i not in by_name}
    if _is_partial(by_name, vocabulary):
        columns = recognise_contents(foreign, wanted, vocabulary.repeatable)
        found |= {index: (column, BY_CONTENT) for index, column in columns.items()}
    return found


def _is_partial(by_name: Mapping[int, str], vocabulary: Vocabulary) -> bool:
    """Say whether columns that we look for by content are still missing."""
    return any(column not in by_name.values() for column in vocabulary.by_content)


def _without_heading(
    sample: Sequence[RawRow],
    vocabulary: Vocabulary,
    remembered: Remembered,
    given: frozenset[str],
) -> Heading | None:
    """Understand a list that names no column, by what the columns hold alone."""
    cells = _columns(sample)
    columns = recognise_contents(cells, vocabulary.by_content, vocabulary.repeatable)
    nameless = _nameless(sample)
    if len(columns) < 2 or not vocabulary.is_enough({*columns.values(), *given}):  # noqa: PLR2004
        known = _remembered(remembered.get(nameless.fingerprint, {}), vocabulary)
        return _with(nameless, known) if known and _fits(known, cells, vocabulary) else None
    first = sample[0]
    fits = [
        TESTS[vocabulary.by_content[column]](first.cells[index])
        for index, column in columns.items()
        if index < len(first.cells) and first.cells[index]
    ]
    heading = nameless
    if len(fits) > 1 and not any(fits):
        texts = (*first.cells, *nameless.texts[len(first.cells) :])
        heading = Heading((first.number,), texts, (texts,), fingerprint_of(texts), {})
    if heading.fingerprint in remembered:
        return _with(heading, _remembered(remembered[heading.fingerprint], vocabulary))
    return _with(heading, {index: (column, BY_CONTENT) for index, column in columns.items()})


def _nameless(sample: Sequence[RawRow]) -> Heading:
    """Return the heading of a list that has none; it is known by its number of columns."""
    width = max((len(row.cells) for row in sample), default=0)
    return Heading((), ("",) * width, (), fingerprint_of([f"no heading {width}"]), {})


def _fits(known: Found, cells: Mapping[int, Sequence[str]], vocabulary: Vocabulary) -> bool:
    """Say whether another list without a heading may be the one whose columns staff named."""
    shares = [
        share_of(content, cells.get(index, ()))
        for index, (column, _by) in known.items()
        if (content := vocabulary.by_content.get(column)) in SHAPES
        and len(cells.get(index, ())) >= FEWEST
    ]
    return all(share >= AT_ODDS for share in shares)


def _remembered(columns: Mapping[int, str], vocabulary: Vocabulary) -> dict[int, tuple[str, str]]:
    known = {str(column): column for column in vocabulary.wordings}
    return {i: (known[column], BY_MEMORY) for i, column in columns.items() if column in known}


def _with(heading: Heading, columns: Found) -> Heading:
    ordered = dict(sorted(columns.items()))
    return Heading(heading.rows, heading.texts, heading.tiers, heading.fingerprint, ordered)


def _columns(rows: Sequence[RawRow]) -> dict[int, list[str]]:
    """Return the texts of each column, blanks left out, as many as are looked at."""
    columns: dict[int, list[str]] = {}
    for row in rows[:SAMPLED]:
        for index, cell in enumerate(row.cells):
            if cell:
                columns.setdefault(index, []).append(cell)
    return columns
