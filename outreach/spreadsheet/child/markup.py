"""
Reading tables of web pages and XML spreadsheets, which many public systems save as .xls.

Only the text of cells is taken; nothing is run, loaded, or looked up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from outreach.spreadsheet.books import Range
from outreach.spreadsheet.child.letters import encoding_of
from outreach.spreadsheet.child.sheets import FoundSheet, RowCells
from outreach.spreadsheet.limits import Limits
from outreach.spreadsheet.refusals import FileReason, refusal

PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|body|head|table|meta|div)\b", re.I)
ENTITIES = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST)|<!DOCTYPE[^<>\[]*\[", re.I)
UNSEEN = re.compile(r"<!--|<(script|style|head|title|noscript|template)\b", re.I)
TAG = re.compile(
    r"<(/?)(?:\w+:)?(table|worksheet|tr|row|td|th|cell|br|p|div|s|del|strike)\b([^<>]*)>", re.I
)
ANY_TAG = re.compile(r"<[^<>]*>")
SPAN = re.compile(
    r"\b(colspan|rowspan|ss:MergeAcross|ss:MergeDown|ss:Index)\s*=\s*[\"']?(\d+)", re.I
)
NAME = re.compile(r"\bss:Name\s*=\s*\"([^\"]*)\"", re.I)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
KOREAN = {"euc-kr", "ks_c_5601-1987", "cp949", "ms949", "x-windows-949", "ksc5601"}
LINES = {"br", "p", "div"}
STRIKES = {"s", "del", "strike"}
TWO = 2
MOST_BROKEN = 10_000


@dataclass
class _Table:
    name: str = ""
    number: int = 0
    cells: list[str] = field(default_factory=list)
    rows: list[RowCells] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    struck_cells: int = 0
    covered: dict[int, int] = field(default_factory=dict)  # columns by the last row they cover
    text: list[str] | None = None  # of the cell that is open
    is_struck: bool = False


def markup_sheets(content: bytes, limits: Limits) -> Iterator[FoundSheet]:
    """
    Yield each table of a page as a sheet.

    :raises NotASpreadsheet: it has no table, or declares entities
    """
    text = content.decode(_encoding(content))
    if text.count("<") > 2 * text.count(">") + MOST_BROKEN:
        raise refusal(FileReason.DAMAGED)  # tags that never end are dear to look for
    if ENTITIES.search(text) is not None:
        raise refusal(FileReason.ENTITIES)
    is_page = PAGE.search(text[:4000]) is not None
    tables = list(_tables(_seen(text), limits))
    filled = [one for one in tables if any(len(cells) >= TWO for _, cells in one.rows)]
    if not filled:
        code = FileReason.WEB_PAGE if is_page else FileReason.NOT_A_SPREADSHEET
        raise refusal(code)
    for place, one in enumerate(filled, start=1):
        name = one.name or (str(place) if len(filled) > 1 else "")
        yield FoundSheet(name, one.rows, merged=one.merged, struck=one.struck)


def _seen(text: str) -> str:
    """Return a page without comments, scripts and the like; what never ends is no such part."""
    pieces: list[str] = []
    endless: set[str] = set()
    done = 0
    for part in UNSEEN.finditer(text):
        name = (part[1] or "").lower()
        if part.start() < done or name in endless:
            continue
        end = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(text, part.end())
        if end is None:
            endless.add(name)
            continue
        pieces.append(text[done : part.start()])
        done = end.end()
    return "".join((*pieces, text[done:]))


def _encoding(content: bytes) -> str:
    stated = CHARSET.search(content[:4000])
    if stated is not None and stated[1].decode("ascii", "replace").lower() in KOREAN:
        try:
            content.decode("cp949")
        except UnicodeDecodeError:
            return encoding_of(content)
        return "cp949"
    return encoding_of(content)


def _tables(text: str, limits: Limits) -> Iterator[_Table]:
    open_tables: list[_Table] = []
    done = 0
    name = ""
    for tag in TAG.finditer(text):
        table = open_tables[-1] if open_tables else None
        if table is not None and table.text is not None:
            table.text.append(text[done : tag.start()])
        done = tag.end()
        closes, word, about = bool(tag[1]), tag[2].lower(), tag[3]
        if word == "worksheet":
            found = NAME.search(about)
            name = html.unescape(found[1]) if found and not closes else ""
        elif word == "table":
            if closes and table is not None:
                _end_row(table, limits)
                yield open_tables.pop()
            elif not closes:
                if len(open_tables) >= limits.max_sheets:
                    raise refusal(FileReason.TOO_MANY_SHEETS)
                open_tables.append(_Table(name))
        elif table is not None:
            _take(table, word, closes, about, limits)
    for table in open_tables:  # a page that was cut off, or never closed its table
        _end_row(table, limits)
        yield table


def _take(table: _Table, word: str, closes: bool, about: str, limits: Limits) -> None:
    if word in LINES:
        if table.text is not None and not (word != "br" and not closes):
            table.text.append("\n")
    elif word in STRIKES:
        table.is_struck = table.is_struck or (not closes and table.text is not None)
    elif word in {"tr", "row"}:
        _end_row(table, limits)
        if not closes:
            index = _spans(about).get("ss:index", 0)
            table.number = max(table.number + 1, index)
            table.struck_cells = 0
    else:
        _end_cell(table)
        if not closes and not about.rstrip().endswith("/"):
            _begin_cell(table, about, limits)


def _spans(about: str) -> dict[str, int]:
    return {name.lower(): int(number[:9]) for name, number in SPAN.findall(about)}


def _begin_cell(table: _Table, about: str, limits: Limits) -> None:
    spans = _spans(about)
    place = max(len(table.cells), spans.get("ss:index", 1) - 1)
    while table.covered.get(place, 0) >= max(table.number, 1):
        place += 1
    right = place + max(spans.get("colspan", 1), spans.get("ss:mergeacross", 0) + 1, 1) - 1
    if right >= limits.max_columns:
        raise refusal(FileReason.TOO_MANY_COLUMNS)
    down = max(spans.get("rowspan", 1), spans.get("ss:mergedown", 0) + 1, 1) - 1
    bottom = table.number + min(down, limits.max_rows)
    if right > place or bottom > table.number:
        table.merged.append((table.number, place, bottom, right))
        for column in range(place, right + 1):
            table.covered[column] = bottom
    table.cells += [""] * (right + 1 - len(table.cells))
    table.text = [str(place)]
    table.is_struck = False


def _end_cell(table: _Table) -> None:
    if table.text is None:
        return
    place, *pieces = table.text
    text = html.unescape(ANY_TAG.sub("", "".join(pieces)))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    table.cells[int(place)] = "\n".join(line for line in lines if line)
    table.struck_cells += table.is_struck and bool(table.cells[int(place)])
    table.text = None


def _end_row(table: _Table, limits: Limits) -> None:
    _end_cell(table)
    if any(table.cells):
        if len(table.rows) >= limits.max_rows:
            raise refusal(FileReason.TOO_MANY_ROWS)
        filled = sum(1 for cell in table.cells if cell)
        if table.struck_cells and table.struck_cells >= 0.8 * filled:  # noqa: PLR2004
            table.struck.add(table.number)
        table.rows.append((table.number, table.cells))
    table.cells = []
