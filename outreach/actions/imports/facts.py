"""What a row tells about a workplace, as it is kept with the preview and compared."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, NamedTuple

from outreach.spreadsheet.recognise import WorkplaceRow

Canonical = dict[str, Any]  # as JSON keeps it
NAME_LENGTH = 120  # full-width letters made plain can become more


class Facts(NamedTuple):
    """The columns of a workplace that a list can change, and the name by which it is found."""

    comparable_name: str
    name: str
    representative_name: str
    business_no: str
    site_no: str
    factory_no: str
    ksic: str
    road_address: str
    lot_address: str
    district_code: str
    dong: str
    regular_workers: int | None


COMPARED = Facts._fields[1:]
_IN_ORDER = itemgetter(*Facts._fields)


def canonical_of(row: WorkplaceRow) -> Canonical:
    """Return a row in our terms, ready for JSON."""
    return {
        "name": row.name,
        "comparable_name": row.comparable_name[:NAME_LENGTH],
        "representative_name": row.representative_name,
        "business_no": row.business_no or "",
        "business_no_state": row.business_no_state.value,
        "business_no_known": row.business_no_known,
        "site_no": row.site_no,
        "factory_no": row.factory_no,
        "ksic": row.ksic,
        "ksic_codes": list(row.ksic_codes),
        "road_address": row.road_address,
        "lot_address": row.lot_address,
        "district_code": row.district_code,
        "dong": row.dong,
        "regular_workers": row.headcount,
        "women": row.women,
        "foreign": row.foreign,
        "complex_name": row.complex_name,
        "phones": [
            {
                "kind": phone.kind.value,
                "e164": phone.e164 or "",
                "national": phone.national,
                "is_textable": phone.textable,
            }
            for phone in row.phones
        ],
    }


def facts_of(canonical: Canonical) -> Facts:
    """Return the facts of a row that was kept."""
    return Facts._make(_IN_ORDER(canonical))


def numbers_of(canonical: Canonical) -> tuple[str, ...]:
    """Return each different number that can be written in full, in the order of the row."""
    phones = canonical["phones"]
    if len(phones) == 1:
        number: str = phones[0]["e164"]
        return (number,) if number else ()
    return tuple(dict.fromkeys(phone["e164"] for phone in phones if phone["e164"]))
