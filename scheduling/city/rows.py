"""Turn invented firms and people into rows, many at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction

from outreach.models import Centre, Contact, Staff, Worker, Workplace
from outreach.rules.addresses import DISTRICT_NAMES
from outreach.rules.phones import national_format
from outreach.rules.workplace_names import comparable
from safety.models import Exposure
from scheduling.city.facts import Home, Row, fill_completions, fill_consultations, fill_exams
from scheduling.city.firms import Firm, firms
from scheduling.city.history import Past
from scheduling.city.loading import load
from scheduling.city.people import Person, people

AT_ONCE = 2000
LINES = {
    "mobile": (Contact.LineKind.MOBILE, Contact.Role.OWNER),
    "landline": (Contact.LineKind.LANDLINE, Contact.Role.LINE),
    "internet": (Contact.LineKind.INTERNET, Contact.Role.LINE),
}


@dataclass(frozen=True, slots=True)
class Filling:
    """Whose city is filled, by which chances, and when."""

    centre: Centre
    clinician: Staff
    rng: Random
    today: date
    now: datetime
    past: Past


def fill(
    *, centre: Centre, clinician: Staff, count: int, rng: Random, today: date, now: datetime,
    district_code: str = "", first: int = 1,
) -> Iterator[int]:  # fmt: skip
    """Make so many workplaces with their people and past; yield how many are done so far."""
    invented = firms(rng, count, district_code=district_code, first=first)
    filling = Filling(centre, clinician, rng, today, now, Past(centre, clinician, rng, today))
    done = 0
    while part := list(islice(invented, AT_ONCE)):
        with transaction.atomic():
            _fill_part(part, filling)
        done += len(part)
        yield done


def _fill_part(part: list[Firm], filling: Filling) -> None:
    rng, today = filling.rng, filling.today
    staffed = [(firm, people(rng, firm, today=today)) for firm in part]
    homes = _load_workplaces(staffed, filling)
    contacts = _load_contacts(homes, staffed)
    places = [home for home, (_firm, staff) in zip(homes, staffed, strict=True) for _ in staff]
    everybody = [person for _firm, staff in staffed for person in staff]
    workers = load(
        Worker,
        ("workplace", "name", "birth_date", "phone", "language", "job", "hired_date"),
        (
            (home.pk, one.name, one.birth_date, one.phone, one.language, one.job, one.hired)
            for home, one in zip(places, everybody, strict=True)
        ),
    )
    rows: list[Row] = list(zip(places, workers, everybody, strict=True))
    load(
        Exposure,
        ("worker", "hazard", "process", "placed_date"),
        (
            (worker, handled.hazard, handled.process, handled.placed)
            for _home, worker, person in rows
            for handled in person.handles
        ),
    )
    fill_exams(rows, rng, today, filling.now)
    consulted = fill_consultations(rows, filling.clinician, rng, today)
    fill_completions(rows, filling.centre, rng, today)
    filling.past.visit(consulted, contacts)


def _load_workplaces(staffed: list[tuple[Firm, list[Person]]], filling: Filling) -> list[Home]:
    names = (
        "centre", "name", "comparable_name", "representative_name", "business_no", "ksic",
        "lot_address", "district_code", "dong", "latitude", "longitude", "precision",
        "regular_workers", "floor", "has_lift", "has_van_parking", "has_power", "has_quiet_corner",
        "preferred_from", "preferred_to", "registered_date", "facts_changed_at",
    )  # fmt: skip
    rng = filling.rng
    rows = []
    for firm, staff in staffed:
        morning = rng.random() < 0.15
        rows.append((
            filling.centre.pk, firm.name, comparable(firm.name), staff[0].name, firm.business_no,
            firm.ksic, f"서울특별시 {DISTRICT_NAMES[firm.district_code]} {firm.lot_address}",
            firm.district_code, firm.dong, firm.latitude, firm.longitude,
            Workplace.Precision.ADDRESS.value, firm.size, rng.choice((-1, 1, 1, 2, 2, 3, 4)),
            rng.random() < 0.35, rng.random() < 0.3, True, rng.random() < 0.4,
            "10:00:00" if morning else None, "12:00:00" if morning else None,
            filling.today - timedelta(days=rng.randint(20, 700)), filling.now,
        ))  # fmt: skip
    ids = load(Workplace, names, rows)
    return [Home(pk, row[1], row[-2]) for pk, row in zip(ids, rows, strict=True)]


def _load_contacts(
    homes: list[Home], staffed: list[tuple[Firm, list[Person]]]
) -> dict[int, tuple[int, str]]:
    """Return the id and number of the contact whom texts reach, by workplace."""
    rows = []
    for home, (firm, staff) in zip(homes, staffed, strict=True):
        if not firm.telephone:
            continue
        kind, role = LINES[firm.telephone_kind]
        name = staff[0].name if role == Contact.Role.OWNER else ""
        rows.append((
            home.pk, role.value, name, firm.telephone, national_format(firm.telephone), kind.value,
            kind == Contact.LineKind.MOBILE, True,
        ))  # fmt: skip
    ids = load(
        Contact,
        ("workplace", "role", "name", "phone", "phone_as_given", "line_kind", "is_textable",
         "is_primary"),
        rows,
    )  # fmt: skip
    return {row[0]: (pk, row[3]) for pk, row in zip(ids, rows, strict=True) if row[-2]}
