"""A workplace as a row of the workbook: what its role reads on the list, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.access import Asker, sees_names
from outreach.finding.facets import columns_for
from outreach.finding.lines import Line, lines
from outreach.finding.places import district_label
from outreach.finding.trades import industry_label
from outreach.places.districts import districts
from outreach.rules.ksic import find_industry
from outreach.rules.masking import masked_name, masked_phone
from outreach.rules.phones import national_format

Cell = str | int | date | None


def headings(asker: Asker) -> list[str]:
    """Return the headings of the columns that this role reads."""
    return [
        _("Name"),
        _("Representative"),
        _("Business number"),
        _("Industry"),
        _("District"),
        _("Neighbourhood"),
        _("Address"),
        _("Workers"),
        _("Telephone"),
        _("Gets texts"),
        _("Last contact"),
        _("Closed on"),
        *(str(column.label) for column in columns_for(asker)),
    ]


def export_rows(pks: Sequence[int], asker: Asker) -> list[list[Cell]]:
    """Return the rows of these workplaces, in this order; one that is gone is left out."""
    return [_cells(line, asker) for line in lines(pks, asker)]


def _cells(line: Line, asker: Asker) -> list[Cell]:
    place, last = line.workplace, line.last_contact_at
    person, telephone = place.representative_name, _telephone(line)
    if not sees_names(asker):
        person, telephone = masked_name(person), masked_phone(telephone) if telephone else ""
    return [
        place.name,
        person,
        place.business_no,
        _industry(place.ksic),
        district_label(place.district_code) if place.district_code in districts() else "",
        place.dong,
        place.address,
        place.regular_workers,
        telephone,
        _("yes") if line.contact and line.contact.is_textable else _("no"),
        timezone.localdate(last) if last else None,
        place.closed_date,
        *line.added,
    ]


def _telephone(line: Line) -> str:
    number = line.contact.phone if line.contact else ""
    try:
        return national_format(number) if number else ""
    except ValueError:
        return number


def _industry(code: str) -> str:
    known = find_industry(code)
    return industry_label(known.code) if known else code
