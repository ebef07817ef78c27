"""Turn invented firms and people into rows, many at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.utils import timezone

from outreach.models import Centre, Consent, Contact, Staff, Worker, Workplace
from outreach.rules.addresses import DISTRICT_NAMES
from outreach.rules.phones import national_format
from outreach.rules.workplace_names import comparable
from safety.models import (
    Completion,
    Consultation,
    Course,
    Examination,
    ExaminationResult,
    ExamInstitution,
    Exposure,
)
from scheduling.city.firms import Firm, firms
from scheduling.city.past import last_exam, last_service
from scheduling.city.people import Person, people

AT_ONCE = 1000
LINES = {
    "mobile": (Contact.LineKind.MOBILE, Contact.Role.OWNER),
    "landline": (Contact.LineKind.LANDLINE, Contact.Role.LINE),
    "internet": (Contact.LineKind.INTERNET, Contact.Role.LINE),
}
CONSULTED_SHARE = 0.72
TAUGHT_SHARE = 0.66
Row = tuple[Workplace, Worker, Person]


def fill(
    *, centre: Centre, clinician: Staff, count: int, rng: Random, today: date, now: datetime,
    district_code: str = "", first: int = 1,
) -> Iterator[int]:  # fmt: skip
    """Make so many workplaces with their people and past; yield how many are done so far."""
    invented = firms(rng, count, district_code=district_code, first=first)
    done = 0
    while part := list(islice(invented, AT_ONCE)):
        with transaction.atomic():
            _fill_part(part, centre, clinician, rng, today, now)
        done += len(part)
        yield done


def _fill_part(
    part: list[Firm], centre: Centre, clinician: Staff, rng: Random, today: date, now: datetime
) -> None:
    staffed = [(firm, people(rng, firm, today=today)) for firm in part]
    workplaces = Workplace.objects.bulk_create(
        _workplace(firm, staff[0], centre, rng, today, now) for firm, staff in staffed
    )
    Contact.objects.bulk_create(
        _contact(firm, staff[0], workplace)
        for (firm, staff), workplace in zip(staffed, workplaces, strict=True)
        if firm.telephone
    )
    workers = Worker.objects.bulk_create(
        _worker(person, workplace)
        for (_firm, staff), workplace in zip(staffed, workplaces, strict=True)
        for person in staff
    )
    everybody = [person for _firm, staff in staffed for person in staff]
    homes = {workplace.pk: workplace for workplace in workplaces}
    rows = [
        (homes[worker.workplace_id], worker, person)
        for worker, person in zip(workers, everybody, strict=True)
    ]
    Exposure.objects.bulk_create(
        Exposure(
            worker=worker,
            hazard=handled.hazard,
            process=handled.process,
            placed_date=handled.placed,
        )
        for _workplace, worker, person in rows
        for handled in person.handles
    )
    _fill_exams(rows, rng, today, now)
    _fill_consultations(rows, clinician, rng, today, now)
    _fill_completions(rows, centre, rng, today)


def _workplace(
    firm: Firm, owner: Person, centre: Centre, rng: Random, today: date, now: datetime
) -> Workplace:
    morning = rng.random() < 0.15
    return Workplace(
        centre=centre,
        name=firm.name,
        comparable_name=comparable(firm.name),
        representative_name=owner.name,
        business_no=firm.business_no,
        ksic=firm.ksic,
        lot_address=f"서울특별시 {DISTRICT_NAMES[firm.district_code]} {firm.lot_address}",
        district_code=firm.district_code,
        dong=firm.dong,
        latitude=firm.latitude,
        longitude=firm.longitude,
        precision=Workplace.Precision.ADDRESS,
        regular_workers=firm.size,
        floor=rng.choice((-1, 1, 1, 2, 2, 3, 4)),
        has_lift=rng.random() < 0.35,
        has_van_parking=rng.random() < 0.3,
        has_power=True,
        has_quiet_corner=rng.random() < 0.4,
        preferred_from=time(10) if morning else None,
        preferred_to=time(12) if morning else None,
        registered_date=today - timedelta(days=rng.randint(20, 700)),
        facts_changed_at=now,
    )


def _contact(firm: Firm, owner: Person, workplace: Workplace) -> Contact:
    kind, role = LINES[firm.telephone_kind]
    return Contact(
        workplace=workplace,
        role=role,
        name=owner.name if role == Contact.Role.OWNER else "",
        phone=firm.telephone,
        phone_as_given=national_format(firm.telephone),
        line_kind=kind,
        is_textable=kind == Contact.LineKind.MOBILE,
        is_primary=True,
    )


def _worker(person: Person, workplace: Workplace) -> Worker:
    return Worker(
        workplace=workplace,
        name=person.name,
        birth_date=person.birth_date,
        phone=person.phone,
        language=person.language,
        job=person.job,
        hired_date=person.hired,
    )


def _fill_exams(rows: Iterable[Row], rng: Random, today: date, now: datetime) -> None:
    institutions = list(ExamInstitution.objects.filter(is_designated=True).order_by("pk"))
    held = [
        (worker, exam)
        for _workplace, worker, person in rows
        if (exam := last_exam(rng, person, today=today))
    ]
    examinations = Examination.objects.bulk_create(
        Examination(
            worker=worker,
            kind=Examination.Kind.SPECIAL,
            institution=institutions[exam.institution % len(institutions)],
            exam_date=exam.exam_date,
            cost=exam.cost,
            paid_by=rng.choice((Examination.PaidBy.EMPLOYER, Examination.PaidBy.KOSHA)),
            result_table_received_date=exam.received,
            recorded_at=now,
        )
        for worker, exam in held
    )
    ExaminationResult.objects.bulk_create(
        ExaminationResult(
            examination=examination, hazard=past.hazard, code=past.code, fitness=past.fitness
        )
        for examination, (_worker, exam) in zip(examinations, held, strict=True)
        for past in exam.results
    )


def _fill_consultations(
    rows: Iterable[Row], clinician: Staff, rng: Random, today: date, now: datetime
) -> None:
    days: dict[int, date | None] = {}
    consulted: list[tuple[Worker, date]] = []
    for workplace, worker, _person in rows:
        if workplace.pk not in days:
            days[workplace.pk] = last_service(
                rng, since=workplace.registered_date, today=today, months=6, share=CONSULTED_SHARE
            )
        held = days[workplace.pk]
        if held and (worker.hired_date or held) < held and rng.random() < 0.8:
            consulted.append((worker, held))
    consents = Consent.objects.bulk_create(
        Consent(
            worker=worker,
            purpose=Consent.Purpose.HEALTH_DATA,
            text_version="2026-01",
            is_given=True,
            channel=Consent.Channel.PAPER,
            recorded_at=_noon(held),
            recorded_by=clinician,
        )
        for worker, held in consulted
    )
    Consultation.objects.bulk_create(
        Consultation(
            worker=worker,
            consent=consent,
            held_date=held,
            clinics=[Consultation.Clinic.METABOLIC],
            measures_text=json.dumps(
                {"systolic": rng.randint(108, 158), "glucose": rng.randint(82, 140)}
            ),
            recorded_by=clinician,
            recorded_at=_noon(held),
        )
        for (worker, held), consent in zip(consulted, consents, strict=True)
    )


def _fill_completions(rows: Iterable[Row], centre: Centre, rng: Random, today: date) -> None:
    courses = list(Course.objects.order_by("pk"))
    taught = []
    for workplace, worker, person in rows:
        course = rng.choice(courses)
        day = last_service(rng, since=person.hired, today=today, months=12, share=TAUGHT_SHARE)
        if day:
            taught.append((workplace, worker, course, day))
    Completion.objects.bulk_create(
        Completion(
            centre=centre,
            worker=worker,
            course=course,
            started_at=_noon(day) + timedelta(hours=2),
            ended_at=_noon(day) + timedelta(hours=2, minutes=course.minutes),
            minutes=course.minutes,
            place="옮겨 적은 기록(시연)",
            instructor_name="강가르침",
            workplace_name=workplace.name,
        )
        for workplace, worker, course, day in taught
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
