"""A held row beside what it may be, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.import_words import Told, label
from outreach.models import ImportRow
from outreach.views.import_rows import Reader

WHY = {
    "NUMBER": _("same number"),
    "NAME_AND_ADDRESS": _("same name and address"),
    "NAME_AND_PHONE": _("same name and telephone"),
    "SIMILAR_NAME_AND_ADDRESS": _("similar name, same address"),
    "PHONE": _("same telephone"),
}
MAY_BE_SAME = _("may be the same")


@dataclass(frozen=True)
class Candidate:
    """What a held row may be: an entry on record, or another row of the file."""

    number: int
    why: str
    workplace_id: int | None
    subject_id: int | None
    row: int | None
    told: Told
    is_gone: bool


@dataclass(frozen=True)
class Cell:
    """One field of one candidate."""

    number: int
    text: str
    is_different: bool
    may_be_written: bool


@dataclass(frozen=True)
class Field:
    """One field: what the row says, and what each candidate has there."""

    name: str
    label: str
    text: str
    cells: list[Cell]


def candidates_of(row: ImportRow, reader: Reader) -> list[Candidate]:
    """Return what a held row may be, as it stands now."""
    ids = [target for one in row.candidates if (target := _target(one)) is not None]
    on_record = reader.words.on_record(ids)
    rows = {
        (other.sheet, other.row): other.canonical
        for other in row.file.rows.filter(row__in=[one.get("row") or 0 for one in row.candidates])
    }
    found = []
    for number, one in enumerate(row.candidates):
        target = _target(one)
        told = (
            rows.get((one.get("sheet") or row.sheet, one.get("row") or 0))
            if target is None
            else on_record.get(target)
        )
        found.append(
            Candidate(
                number=number,
                why=str(WHY.get(one.get("why") or "", MAY_BE_SAME)),
                workplace_id=one.get("workplace"),
                subject_id=one.get("subject"),
                row=one.get("row"),
                told=told or {},
                is_gone=told is None,
            )
        )
    return found


def _target(candidate: Mapping[str, Any]) -> int | None:
    target = candidate.get("subject") or candidate.get("workplace")
    return None if target is None else int(target)


def fields_of(row: ImportRow, candidates: Iterable[Candidate], reader: Reader) -> list[Field]:
    """Return every field that the row or a candidate knows."""
    fields = []
    for name in reader.words.facts:
        if not reader.may_read(name):
            continue
        own = reader.words.fact(row.canonical, name)
        cells = [_cell(one, name, own, reader) for one in candidates]
        if own or any(cell.text for cell in cells):
            fields.append(Field(name, label(reader.words.facts, name), own, cells))
    return fields


def _cell(candidate: Candidate, name: str, own: str, reader: Reader) -> Cell:
    text = reader.written(name, candidate.told.get(name))
    differs = bool(own and text and own != text)
    on_record = candidate.row is None and not candidate.is_gone
    can_be_corrected = name in reader.words.corrected and name != "phones"
    return Cell(candidate.number, text, differs, differs and on_record and can_be_corrected)
