"""The fields a case may hold: one table for the reader, `--help` and the documentation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safety.rules.tables import as_codes, read_table


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one section."""

    section: str
    name: str
    type: str
    is_required: bool
    default: str
    allowed: str
    aliases: tuple[str, ...]
    help: str


def folded(text: str) -> str:
    """Return a name without case, blanks and punctuation, so that spelling does not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


FIELDS = tuple(
    Field(
        section=row["section"],
        name=row["field"],
        type=row["type"],
        is_required=row["required"] == "yes",
        default=row["default"],
        allowed=row["allowed"],
        aliases=as_codes(row["aliases"]),
        help=row["help"],
    )
    for row in read_table("case_fields")
)
SECTIONS = tuple(dict.fromkeys(row.section for row in FIELDS))


def _names() -> Iterator[tuple[tuple[str, str], str]]:
    for row in FIELDS:  # a field's own name wins over another's alias
        for alias in row.aliases:
            yield (row.section, folded(alias)), row.name
    for row in FIELDS:
        yield (row.section, folded(row.name)), row.name


NAMES: Mapping[tuple[str, str], str] = dict(_names())
LISTS = frozenset(
    row.name for row in FIELDS if row.section == "case" and row.type.startswith("list")
)
REQUIRED = frozenset((row.section, row.name) for row in FIELDS if row.is_required)
VALUES: Mapping[tuple[str, str], str] = {
    (row["group"], folded(row["alias"])): row["value"] for row in read_table("case_values")
}


def field_lines(section: str) -> Iterator[str]:
    """Yield a section's fields as `--help` prints them."""
    for row in FIELDS:
        if row.section == section:
            needed = "needed" if row.is_required else f"default: {row.default or 'empty'}"
            allowed = f"; one of {row.allowed}" if row.allowed else ""
            yield f"  {row.name} ({row.type}{allowed}; {needed}): {row.help}"
