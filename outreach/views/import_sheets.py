"""What was read of a file: which sheets, which columns, and what each was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.import_words import label
from outreach.models import ImportFile
from outreach.views.import_rows import Reader

LEFT_OUT = {
    "HIDDEN": gettext_lazy("The sheet is hidden."),
    "NO_HEADING": gettext_lazy("The sheet has no row of column names."),
    "INSTRUCTIONS": gettext_lazy("The sheet explains how to fill in the list."),
    "EMPTY": gettext_lazy("The sheet is empty."),
    "NOT_WANTED": gettext_lazy("Somebody said that it is not wanted."),
}
FOUND_BY = {
    "NAME": ("success", gettext_lazy("by its name")),
    "CONTENT": ("information", gettext_lazy("by what it holds")),
    "REMEMBERED": ("primary", gettext_lazy("as chosen before")),
}
NOT_USED = ("gray", gettext_lazy("not used"))


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what it is called, what we took it for, and why."""

    letter: str
    heading: str
    column: str  # the code; "" is not used
    label: str
    found_by: str
    tone: str
    samples: tuple[str, ...]
    index: int


@dataclass(frozen=True)
class Sheet:
    """One sheet that was read or left out."""

    name: str
    key: str  # as it was read
    left_out: str
    row_count: int
    columns: tuple[Column, ...]
    heading: str  # which rows name the columns, in words
    may_be_read: bool  # left out, but staff may say where its list begins

    @property
    def unused(self) -> int:
        """How many columns were not used."""
        return sum(1 for column in self.columns if not column.column)


def sheets_of(
    import_file: ImportFile, reader: Reader, read: Sequence[Mapping[str, Any]] | None = None
) -> list[Sheet]:
    """Return what was read of a file, or would be."""
    return [
        Sheet(
            name=one.get("sheet") or import_file.name,  # a CSV file's sheet has no name
            key=one.get("sheet") or "",
            left_out=_why(one["left_out"]) if one.get("left_out") else "",
            row_count=one.get("row_count") or 0,
            columns=tuple(_columns(one, reader)),
            heading=_heading(one.get("header_rows") or []),
            may_be_read=one.get("left_out") not in (None, "EMPTY"),
        )
        for one in (import_file.sheets if read is None else read)
    ]


def _heading(rows: Sequence[int]) -> str:
    if not rows:
        return _("The list names no columns.")
    if len(rows) == 1:
        return _("Row %(row)s names the columns.") % {"row": rows[0]}
    return _("Rows %(first)s to %(last)s name the columns.") % {"first": rows[0], "last": rows[-1]}


def _why(code: str) -> str:
    return str(LEFT_OUT.get(code, _("The sheet holds no list.")))


def _columns(sheet: Mapping[str, Any], reader: Reader) -> Iterator[Column]:
    for one in sheet.get("columns") or []:
        code = one.get("column") or ""
        tone, found_by = FOUND_BY.get(one.get("found_by") or "", NOT_USED) if code else NOT_USED
        yield Column(
            letter=one["letter"],
            heading=one.get("heading") or "",
            column=code,
            label=_called(code, reader) if code else "",
            found_by=str(found_by),
            tone=tone,
            samples=tuple(one.get("samples") or ()) if reader.may_read(code) else (),
            index=one["index"],
        )


def _called(code: str, reader: Reader) -> str:
    """Return what a column is called: in our words, else as lists usually head it."""
    if code in reader.words.columns:
        return label(reader.words.columns, code)
    wordings: str | Iterable[str] = reader.kind.vocabulary.wordings.get(code, code)
    return next(iter(wordings.split() if isinstance(wordings, str) else wordings), code)
