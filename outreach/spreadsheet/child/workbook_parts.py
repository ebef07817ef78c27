"""The parts of an .xlsx workbook beside its sheets: which sheets there are, styles, texts."""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from xml.etree import ElementTree  # declarations are refused before; expat resolves nothing else

from outreach.spreadsheet.child.packages import Package
from outreach.spreadsheet.limits import MEGABYTE, Limits
from outreach.spreadsheet.refusals import FileReason, refusal

MOST_XML = 4 * MEGABYTE
MOST_STYLES = 16 * MEGABYTE
MOST_TEXTS = 128 * MEGABYTE
RELATIONS = "_rels/.rels"
OFFICE = "/officeDocument"
WORKSHEET = "/worksheet"
STYLES, TEXTS = "/styles", "/sharedStrings"
FONTS = (re.compile(rb"<(?:\w+:)?fonts\b"), re.compile(rb"</(?:\w+:)?fonts>"))
FONT = re.compile(rb"<(?:\w+:)?font(?=[\s/>])")
STRIKE = re.compile(rb"<(?:\w+:)?strike\b([^<>]*)>")
OFF = re.compile(rb"val\s*=\s*[\"'](?:0|false|off)[\"']")
CELL_FORMATS = (re.compile(rb"<(?:\w+:)?cellXfs\b"), re.compile(rb"</(?:\w+:)?cellXfs>"))
FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
FONT_ID = re.compile(rb"fontId\s*=\s*[\"'](\d+)[\"']")
DEEPEST = 40


@dataclass(frozen=True)
class SheetPart:
    """One worksheet: what it is called and where it is."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class WorkbookParts:
    """What all sheets of a workbook share."""

    sheets: tuple[SheetPart, ...]
    styles: bytes
    texts: bytes
    is_1904: bool
    struck_formats: frozenset[bytes]  # ids of cell formats with a line through


def read_parts(package: Package, limits: Limits) -> WorkbookParts:
    """
    Read which sheets a workbook has, and what they share.

    :raises NotASpreadsheet: its directory is damaged
    :raises TooLarge: a part is too large, or there are too many sheets
    """
    path = _workbook_path(package)
    related = _relations(package, posixpath.join(posixpath.dirname(path), "_rels"), path)
    root = _xml(package.part(path, MOST_XML))
    sheets = []
    for element in root.iter():
        if _name(element) == "sheet":
            target = related.get(_relation_id(element), ("", ""))
            if target[0].endswith(WORKSHEET) and target[1] in package:
                is_hidden = element.get("state", "visible") != "visible"
                sheets.append(SheetPart(element.get("name", ""), target[1], is_hidden))
    if len(sheets) > limits.max_sheets:
        raise refusal(FileReason.TOO_MANY_SHEETS)
    by_type = {kind.rpartition("/")[2]: part for kind, part in related.values()}
    styles = package.part(by_type.get("styles", ""), MOST_STYLES)
    texts = package.part(by_type.get("sharedStrings", ""), MOST_TEXTS)
    properties = next((e for e in root.iter() if _name(e) == "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    return WorkbookParts(tuple(sheets), styles, texts, is_1904, struck_formats(styles))


def struck_formats(styles: bytes) -> frozenset[bytes]:
    """Return the ids of the cell formats whose font has a line through."""
    if b"strike" not in styles:
        return frozenset()
    struck = set()
    for number, font in enumerate(FONT.split(_between(styles, *FONTS))[1:]):
        strike = STRIKE.search(font)
        if strike is not None and OFF.search(strike[1]) is None:
            struck.add(b"%d" % number)
    found = set()
    for number, form in enumerate(FORMAT.finditer(_between(styles, *CELL_FORMATS))):
        font_id = FONT_ID.search(form[1])
        if font_id is not None and font_id[1] in struck:
            found.add(b"%d" % number)
    return frozenset(found)


def _between(content: bytes, start: re.Pattern[bytes], end: re.Pattern[bytes]) -> bytes:
    begun = start.search(content)
    ended = end.search(content, begun.end()) if begun is not None else None
    return content[begun.end() : ended.start()] if begun is not None and ended is not None else b""


def _workbook_path(package: Package) -> str:
    related = _relations(package, "_rels", "")
    stated = (part for kind, part in related.values() if kind.endswith(OFFICE))
    path = next(stated, "xl/workbook.xml")
    if path not in package:
        raise refusal(FileReason.DAMAGED)
    return path


def _relations(package: Package, folder: str, source: str) -> dict[str, tuple[str, str]]:
    """Return kind and part of each relation by its id; what points outside is left alone."""
    path = posixpath.join(folder, posixpath.basename(source) + ".rels")
    if path not in package:
        return {}
    found = {}
    for element in _xml(package.part(path, MOST_XML)).iter():
        if _name(element) == "Relationship" and element.get("TargetMode") != "External":
            target = element.get("Target", "").replace("\\", "/")
            base = "/" if target.startswith("/") else "/" + posixpath.dirname(source)
            part = posixpath.normpath(posixpath.join(base, target)).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", ""), part)
    return found


def _xml(content: bytes) -> ElementTree.Element:
    """Parse a small part; one that nests deeper than any program writes is refused."""
    depth = 0
    root: ElementTree.Element | None = None
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise refusal(FileReason.DAMAGED)
            root = element if root is None else root
    except (ElementTree.ParseError, ValueError) as error:
        raise refusal(FileReason.DAMAGED) from error
    if root is None:
        raise refusal(FileReason.DAMAGED)
    return root


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _relation_id(element: ElementTree.Element) -> str:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "id" and name.startswith("{"):
            return value
    return ""
