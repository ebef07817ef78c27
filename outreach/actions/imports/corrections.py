"""What whoever decides about a held row of workplaces writes, checked like any other door's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.differences import additions
from outreach.actions.imports.facts import COMPARED, NAME_LENGTH, facts_of, numbers_of
from outreach.actions.imports.kinds import Changes
from outreach.actions.imports.loading import load_known
from outreach.actions.workplaces import NotAFact, ResidentNumberGiven
from outreach.models import ImportRow
from outreach.places.districts import find_district
from outreach.rules import business_numbers
from outreach.rules.addresses import locate
from outreach.rules.business_numbers import BusinessNumberState
from outreach.rules.phones import recognise
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import comparable, tidy

CHOSEN = frozenset({*COMPARED, "phones"})
ADDRESSES = frozenset({"road_address", "lot_address"})


class BadCorrection(Exception):
    """What was written cannot be kept; `field` says where it stands."""

    def __init__(self, field: str, words: object) -> None:
        self.field = field
        super().__init__(words)


def correct(canonical: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a row's facts with those of whoever decides.

    :raises BadCorrection: a business number whose check digit is wrong, no name, no district, a
        telephone that is none
    :raises ResidentNumberGiven: a text looks like one
    """
    written = _checked(changes)
    facts = {**canonical, **{name: new for name, new in written.items() if name != "phones"}}
    if "phones" in written:
        facts["phones"] = list(_phones(canonical, written["phones"]))
    if "name" in written:
        facts["comparable_name"] = comparable(facts["name"])[:NAME_LENGTH]
    if ADDRESSES & written.keys():
        place = locate(road_address=facts["road_address"], lot_address=facts["lot_address"])
        facts |= {"district_code": place.district_code or "", "dong": place.dong}
    if not facts["comparable_name"]:
        raise BadCorrection("name", _("Please enter the name."))
    if find_district(facts["district_code"]) is None:
        raise BadCorrection("road_address", _("The address names no district of Seoul."))
    return facts


def joining(row: ImportRow, target_id: int, changes: Mapping[str, Any]) -> Changes:
    """Return what a held row writes to a workplace: what it lacks, and what was chosen."""
    known = load_known(target_id)
    facts = correct(row.canonical, changes)
    wanted = additions(known, facts_of(facts), numbers_of(facts))
    for name in _checked(changes).keys() - {"phones"}:
        old, new = getattr(known.facts, name), facts[name]
        if old != new:
            wanted[name] = [old, new]
    if ADDRESSES & wanted.keys():
        for name in ("district_code", "dong"):
            if getattr(known.facts, name) != facts[name]:
                wanted[name] = [getattr(known.facts, name), facts[name]]
    return wanted


def _phones(canonical: Mapping[str, Any], numbers: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the telephones that stay, as the row tells them, and those that were written."""
    told = {one["e164"]: one for one in canonical["phones"] if one["e164"]}
    for number in dict.fromkeys(numbers):
        if number in told:
            yield told[number]
            continue
        phone = recognise(number)
        if phone.e164 is None:
            raise BadCorrection("phones", _("This is not a telephone number."))
        yield {
            "kind": phone.kind.value,
            "e164": phone.e164,
            "national": phone.national,
            "is_textable": phone.textable,
        }


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := changes.keys() - CHOSEN:
        raise NotAFact(", ".join(sorted(unknown)))
    written = {
        name: tidy(value) if isinstance(value, str) else value for name, value in changes.items()
    }
    texts = [*written.values(), *written.get("phones", ())]
    if any(holds_resident_number(text) for text in texts if isinstance(text, str)):
        raise ResidentNumberGiven
    if written.get("business_no"):
        number = business_numbers.recognise(written["business_no"])
        if number.state is not BusinessNumberState.VALID or number.digits is None:
            raise BadCorrection("business_no", _("The business registration number is wrong."))
        written["business_no"] = number.digits
    return written
