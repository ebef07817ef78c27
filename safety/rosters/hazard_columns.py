"""The agents of a row, from its cells of words and from columns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from safety.rosters.columns import HAZARD_PREFIX, RosterColumn
from safety.rosters.dates import read_event
from safety.rosters.hazard_cells import NamedHazard, read_hazards
from safety.rosters.hazard_words import NOT_FOUND
from safety.rosters.reading import Reading
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import Word
from safety.rules.hazard_search import Question

TICKED = re.compile(r"[oOvVyY○◯〇●◎√✓✔☑■ㅇ1]|yes|해당|대상|유|있음|노출|취급", re.IGNORECASE)
NOT_TICKED = re.compile(
    r"[xXnN×✕✗☐□0\-–—./]*|no|무|없음|비해당|비대상|미해당|미노출", re.IGNORECASE
)

RowHazards = tuple[Sequence[str], Sequence[Word], dict[str, str]]


def row_hazards(reading: Reading) -> RowHazards:
    """
    Return the certain agents of a row, its other words, and the exam days beside its agents.

    A word that must be asked about holds the row; one that nobody knows is kept with a warning.
    """
    cell = read_hazards(reading.get(RosterColumn.HAZARDS))
    if cell.has_more:
        reading.warn(RosterReason.HAZARD_MORE, RosterColumn.HAZARDS)
    hazards: dict[str, str] = {}
    words: list[Word] = []
    for named in cell.named:
        for code in named.meant.hazards:
            hazards.setdefault(code, _day(named))
        if named.meant.question:
            words.append(_asked(reading, named))
    for column, text in reading.values.items():
        if column.startswith(HAZARD_PREFIX) and not NOT_TICKED.fullmatch(text):
            code = column.removeprefix(HAZARD_PREFIX)
            day = read_event(text)
            if day is not None or TICKED.fullmatch(text):
                hazards.setdefault(code, day.isoformat() if day else "")
            else:
                words.append({"word": text, "question": Question.ASK_WHICH, "candidates": [code]})
                reading.hold(RosterReason.HAZARD_AMBIGUOUS, column)
    days = {code: day for code, day in hazards.items() if day}
    return list(hazards), words, days


def _day(named: NamedHazard) -> str:
    day = read_event(named.beside) if named.beside else None
    return day.isoformat() if day else ""


def _asked(reading: Reading, named: NamedHazard) -> Word:
    meant = named.meant
    if meant.must_be_asked:
        reading.hold(RosterReason.HAZARD_AMBIGUOUS, RosterColumn.HAZARDS)
    elif meant.question == NOT_FOUND:
        reading.warn(RosterReason.HAZARD_NOT_FOUND, RosterColumn.HAZARDS)
    else:
        reading.warn(RosterReason.HAZARD_NOT_LISTED, RosterColumn.HAZARDS)
    return {
        "word": meant.word,
        "question": str(meant.question),
        "candidates": list(meant.candidates),
    }
