"""Finding the row, or the two or three rows, that name the columns of a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.spreadsheet.books import Range, RawRow
from outreach.spreadsheet.contents import SAMPLED, TESTS, recognise_contents
from outreach.spreadsheet.vocabularies import Vocabulary, squeeze

ROWS_LOOKED_AT = 40  # title, date and remarks may stand above the column names
TIERS = 3
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
    head: Sequence[RawRow],
    sample: Sequence[RawRow],
    merged: Sequence[Range],
    vocabulary: Vocabulary,
    remembered: Remembered,
    given: frozenset[str],
) -> Heading | None:
    """
    Find the heading of a sheet: as remembered, else by its words, else by what the columns hold.

    `head` are the first rows, `sample` as many more as it takes to see what the columns hold, and
    `given` the columns that the name of the sheet stands for.
    """
    candidates = list(_candidates(head, merged))
    for heading in candidates:
        if heading.fingerprint in remembered:
            return _with(heading, _remembered(remembered[heading.fingerprint], vocabulary))
    named = [(vocabulary.recognise(_told(heading, vocabulary)), heading) for heading in candidates]
    named.sort(key=lambda pair: (-len(pair[0]), len(pair[1].rows)))
    for by_name, heading in named:
        if not by_name:
            break
        found = _completed(heading, by_name, sample, vocabulary)
        if vocabulary.is_enough({column for column, _ in found.values()} | given):
            return _with(heading, found)
    return _without_heading(sample, vocabulary, remembered, given)


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
            if sum(1 for cell in rows[0].cells if cell) < (1 if tiers > 1 else 2):
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
    columns = recognise_contents(_columns(sample), vocabulary.by_content, vocabulary.repeatable)
    if len(columns) < 2 or not vocabulary.is_enough({*columns.values(), *given}):  # noqa: PLR2004
        return None
    width = max(len(row.cells) for row in sample)
    first = sample[0]
    fits = [
        TESTS[vocabulary.by_content[column]](first.cells[index])
        for index, column in columns.items()
        if index < len(first.cells) and first.cells[index]
    ]
    is_heading = len(fits) > 1 and not any(fits)
    texts = (*first.cells, *[""] * (width - len(first.cells))) if is_heading else ("",) * width
    print_of = fingerprint_of(texts) if is_heading else fingerprint_of([f"no heading {width}"])
    rows, tiers = ((first.number,), (texts,)) if is_heading else ((), ())
    heading = Heading(rows, texts, tiers, print_of, {})
    if print_of in remembered:
        return _with(heading, _remembered(remembered[print_of], vocabulary))
    return _with(heading, {index: (column, BY_CONTENT) for index, column in columns.items()})


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
