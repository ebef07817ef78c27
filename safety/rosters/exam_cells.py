"""The exams that a row tells of: which kind, when, and for which of its agents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from outreach.rules.written_dates import DateReason
from safety.rosters.columns import RosterColumn
from safety.rosters.dates import read_day, read_event
from safety.rosters.hazard_cells import read_hazards
from safety.rosters.reading import Reading
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import RosterExam
from safety.rules.exam_facts import ExamKind

SEVERAL = re.compile(r"[,;\n]")
# The first that is found in the cell counts: "배치후 첫 특수" is special, "일반+특수" too.
KINDS: Sequence[tuple[str, ExamKind]] = (
    ("배치후", ExamKind.SPECIAL),
    ("배치전", ExamKind.PRE_PLACEMENT),
    ("특수", ExamKind.SPECIAL),
    ("특검", ExamKind.SPECIAL),
    ("수시", ExamKind.ON_DEMAND),
    ("임시", ExamKind.ORDERED),
    ("배치", ExamKind.PRE_PLACEMENT),
    ("일반", ExamKind.GENERAL),
    ("채용", ExamKind.GENERAL),
    ("종합", ExamKind.GENERAL),
    ("국가", ExamKind.GENERAL),
    ("공단", ExamKind.GENERAL),
    ("생애", ExamKind.GENERAL),
)


def read_exams(
    reading: Reading, hazards: Sequence[str], days: Mapping[str, str]
) -> list[RosterExam]:
    """
    Return the exams of a row, that of the column for the last one first.

    A pre-placement exam is none of the special ones and postpones nothing (시행규칙 제202조).
    """
    by_day = _last_exams(reading, hazards, days)
    before = reading.day(RosterColumn.PRE_PLACEMENT_EXAM)
    if not hazards and (by_day or before):
        reading.warn(RosterReason.EXAM_WITHOUT_HAZARDS, RosterColumn.HAZARDS)
        return []
    exams: list[RosterExam] = []
    kind = _kind(reading) if by_day else None
    if kind is ExamKind.GENERAL:
        reading.warn(RosterReason.EXAM_NOT_SPECIAL, RosterColumn.EXAM_KIND)
    elif kind is not None:
        exams += [
            _exam(kind, day, covered, hazards)
            for day, covered in sorted(by_day.items(), reverse=True)
        ]
    if before:
        exams.append(_exam(ExamKind.PRE_PLACEMENT, before, list(hazards), hazards))
    return exams


def _exam(kind: ExamKind, day: str, covered: list[str], hazards: Sequence[str]) -> RosterExam:
    return {
        "kind": kind.value,
        "exam_date": day,
        "hazards": covered,
        "is_of_all": len(covered) == len(hazards),
    }


def _kind(reading: Reading) -> ExamKind | None:
    """Return the kind that is stated; in a roster of agents an exam is else a special one."""
    text = "".join(reading.get(RosterColumn.EXAM_KIND).split())
    if not text:
        return ExamKind.SPECIAL
    for word, kind in KINDS:
        if word in text:
            return kind
    reading.hold(RosterReason.EXAM_KIND_UNKNOWN, RosterColumn.EXAM_KIND)
    return None


def _last_exams(
    reading: Reading, hazards: Sequence[str], days: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return which agents were examined on which day; a day beside an agent goes before all."""
    cell = reading.get(RosterColumn.LAST_EXAM)
    by_agent = dict(days)
    read = read_day(cell)
    if read.date is not None:
        for hazard in hazards:
            by_agent.setdefault(hazard, read.date.isoformat())
        if not hazards:
            return {read.date.isoformat(): []}
    elif read.reason is not DateReason.EMPTY:
        told = _by_agent(cell, hazards)
        if told is None:
            reading.hold(RosterReason.DATE_UNREADABLE, RosterColumn.LAST_EXAM)
        else:
            by_agent = {**told, **by_agent}
    by_day: defaultdict[str, list[str]] = defaultdict(list)
    for hazard in hazards:
        if hazard in by_agent:
            by_day[by_agent[hazard]].append(hazard)
    return dict(by_day)


def _by_agent(cell: str, hazards: Sequence[str]) -> dict[str, str] | None:
    """Read "톨루엔 2026.1.10 / 소음 2025.3.2", or as many days as there are agents."""
    named = read_hazards(cell).named
    if named and all(each.beside and not each.meant.question for each in named):
        return {
            code: day.isoformat()
            for each in named
            for code in each.meant.hazards
            if (day := read_event(each.beside)) is not None
        }
    days = [read_event(part) for part in SEVERAL.split(cell) if part.strip()]
    if len(days) != len(hazards) or None in days:
        return None
    return {hazard: day.isoformat() for hazard, day in zip(hazards, days, strict=True) if day}


def exams_of(text: str, hazards: Sequence[str]) -> list[RosterExam] | None:
    """Return the special exams that a text tells of, or None where it cannot be read."""
    read = read_day(text)
    if read.date is not None:
        return [_exam(ExamKind.SPECIAL, read.date.isoformat(), list(hazards), hazards)]
    if read.reason is DateReason.EMPTY:
        return []
    by_agent = _by_agent(text, hazards)
    if by_agent is None:
        return None
    by_day: defaultdict[str, list[str]] = defaultdict(list)
    for hazard, day in by_agent.items():
        by_day[day].append(hazard)
    return [_exam(ExamKind.SPECIAL, *one, hazards) for one in sorted(by_day.items(), reverse=True)]
