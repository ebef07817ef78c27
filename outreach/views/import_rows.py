"""A row of a list as its preview shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from outreach.actions.imports.facts import COMPARED
from outreach.models import ImportRow, Workplace
from outreach.places.districts import find_district
from outreach.rules import business_numbers
from outreach.rules.ksic import find_industry
from outreach.rules.phones import national_format
from outreach.spreadsheet.phone_texts import PHONE_TEXTS
from outreach.spreadsheet.reasons import REASON_TEXTS, RowReason

TONES = {"MOBILE": "success", "NONSENSE": "danger", "RETIRED_MOBILE": "danger"}

ORDER = (*COMPARED, "phones")


@dataclass(frozen=True)
class Telephone:
    """A number and what it turned out to be."""

    number: str
    kind: str
    tone: str


@dataclass(frozen=True)
class Change:
    """One field, as it is and as the row tells it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Remark:
    """Why a row does not enter, or what to look at, and the column of the file."""

    text: str
    heading: str
    is_usual: bool = False  # open registers hide every business number: it must not drown the rest


@dataclass(frozen=True)
class Line:
    """One row, ready to be shown."""

    number: int
    name: str
    address: str
    workplace_id: int | None
    phones: list[Telephone]
    changes: list[Change]
    reasons: list[Remark]
    warnings: list[Remark]


def line_of(row: ImportRow) -> Line:
    """Return a row in the words of whoever checks the list."""
    told = row.canonical
    return Line(
        number=row.row,
        name=told.get("name", ""),
        address=told.get("road_address") or told.get("lot_address") or "",
        workplace_id=row.workplace_id,
        phones=[_telephone(phone) for phone in told.get("phones", [])],
        changes=list(_changes(row.changes)),
        reasons=[_remark(note) for note in row.reasons],
        warnings=sorted(map(_remark, row.warnings), key=attrgetter("is_usual")),
    )


def _telephone(phone: dict[str, Any]) -> Telephone:
    kind = phone["kind"]
    return Telephone(phone["national"], str(PHONE_TEXTS[kind]), TONES.get(kind, "gray"))


def _changes(changes: dict[str, list[Any]]) -> Iterator[Change]:
    for name in sorted(changes, key=ORDER.index):  # a database may shuffle the keys of JSON
        old, new = changes[name]
        if name == "phones":
            numbers = [", ".join(national_format(number) for number in side) for side in (old, new)]
            yield Change(_("further telephone"), numbers[0], numbers[1])
        else:
            label = str(Workplace._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield Change(label, _written(name, old), _written(name, new))


def _written(name: str, value: str | int | None) -> str:
    """Write a code with its name, and a business number the official way."""
    text = "" if value is None else str(value)
    in_english = translation.get_language() == "en"
    if name == "district_code" and (district := find_district(text)):
        return district.name_en if in_english else district.name_ko
    if name == "ksic" and (industry := find_industry(text)):
        return f"{text} {industry.name_en if in_english else industry.name_ko}"
    if name == "business_no" and text:
        return business_numbers.written(text)
    return text


def _remark(note: dict[str, Any]) -> Remark:
    text = str(REASON_TEXTS[note["code"]])
    return Remark(
        text=text % {"row": note["row"]} if "row" in note else text,
        heading=note["heading"],
        is_usual=note["code"] == RowReason.BUSINESS_NUMBER_MASKED,
    )
