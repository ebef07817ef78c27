"""What whoever decides about a held row of a roster writes, checked like any other door's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.actions.imports import BadCorrection
from outreach.actions.imports.kinds import Changes
from outreach.actions.workplaces import NotAFact, ResidentNumberGiven
from outreach.models import ImportRow
from outreach.models.contact import Language
from outreach.rules import business_numbers
from outreach.rules.phones import recognise_all
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import tidy
from safety.actions.rosters.differences import steps_for
from safety.actions.rosters.facts import WORKPLACE, facts_of, findings_of
from safety.actions.rosters.records import Institutions, Staffing
from safety.models import ExamInstitution
from safety.rosters.dates import read_birth, read_day
from safety.rosters.exam_cells import exams_of
from safety.rosters.hazard_cells import read_hazards
from safety.rosters.languages import language_of

CORRECTED = (
    "workplace", "name", "birth_date", "phone", "language", "job", "process", "hired_date",
    "placed_date", "hazards", "exams",
)  # fmt: skip


def correct(canonical: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a row's facts with those of whoever decides; each is a text as a roster would have it.

    :raises BadCorrection: a date that is none, an agent that is not known, no placement
    :raises ResidentNumberGiven: a text looks like one
    """
    if unknown := changes.keys() - set(CORRECTED):
        raise NotAFact(", ".join(sorted(unknown)))
    texts = {name: _text(value) for name, value in changes.items()}
    if any(holds_resident_number(text) for text in texts.values()):
        raise ResidentNumberGiven
    facts = dict(canonical)
    for name, text in texts.items():
        facts |= _CHECKS[name](facts, name, text)
    _refuse(facts)
    return facts


def joining(row: ImportRow, target_id: int, changes: Mapping[str, Any]) -> Changes:
    """Return what a held row writes to a worker, or to a workplace where it names no worker."""
    canonical = correct(row.canonical, changes)
    facts, findings = facts_of(canonical), findings_of(canonical)
    known = Staffing(row.file.centre).with_pk(target_id) if row.subject_id else None
    institutions = Institutions(ExamInstitution.objects.all())
    if known is not None and known.workplace_id != canonical.get(WORKPLACE):
        known = None  # who changed jobs is a new worker of this workplace
    return steps_for(facts, findings, known, institutions).changes(facts, known)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).strip()


def _refuse(facts: Mapping[str, Any]) -> None:
    if not facts["name"]:
        raise BadCorrection("name", _("Please enter the name."))
    if facts["hazards"] and not facts["placed_date"]:
        raise BadCorrection("placed_date", _("Please enter the placement date."))
    hired, placed = facts["hired_date"], facts["placed_date"]
    if hired and placed and placed < hired:
        raise BadCorrection("placed_date", _("The placement lies before the hiring date."))


def _workplace(facts: dict[str, Any], _name: str, text: str) -> dict[str, Any]:
    """A name or a business number; it is looked up again."""
    number = business_numbers.recognise(text).digits or ""
    return {"workplace": "" if number else tidy(text), "business_no": number, WORKPLACE: None}


def _tidied(_facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    return {name: tidy(text)}


def _birth(_facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    day = read_birth(text).date
    if text and day is None:
        raise BadCorrection(name, _("Please enter a date such as 2026-03-05."))
    return {name: day.isoformat() if day else ""}


def _day(_facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    day = read_day(text).date
    if text and day is None:
        raise BadCorrection(name, _("Please enter a date such as 2026-03-05."))
    stated = {"is_placed_date_stated": True} if name == "placed_date" else {}
    return {name: day.isoformat() if day else "", **stated}


def _phone(_facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    mobile = next((one.e164 for one in recognise_all(text) if one.textable and one.e164), "")
    if text and not mobile:
        raise BadCorrection(
            name, _("Please enter a mobile number that begins with 010, or leave it empty.")
        )
    return {name: mobile}


def _language(_facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    code = text if text in Language.values else language_of(text)
    labels = {label: value for value, label in Language.choices}
    code = code or labels.get(text)
    if text and not code:
        raise BadCorrection(name, _("We do not write in this language. Choose one."))
    return {name: code or ""}


def _hazards(facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    """Names, codes or words, each of which must mean one agent; exams of all follow."""
    named = read_hazards(text).named
    for each in named:
        if each.meant.question:
            raise BadCorrection(
                name, _("No agent of this name was found. Choose it from the list.")
            )
    hazards = list(dict.fromkeys(code for each in named for code in each.meant.hazards))
    exams = [{**exam, "hazards": hazards} if exam["is_of_all"] else exam for exam in facts["exams"]]
    return {name: hazards, "words": [], "exams": [exam for exam in exams if exam["hazards"]]}


def _exams(facts: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    exams = exams_of(text, facts["hazards"])
    if exams is None:
        raise BadCorrection(name, _("Please enter a date such as 2026-03-05."))
    return {name: exams}


_CHECKS = {
    "workplace": _workplace,
    "name": _tidied,
    "birth_date": _birth,
    "phone": _phone,
    "language": _language,
    "job": _tidied,
    "process": _tidied,
    "hired_date": _day,
    "placed_date": _day,
    "hazards": _hazards,
    "exams": _exams,
}
