"""Play visits: held, missed, confirmed, moved, cancelled, wished otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from outreach.actions.calls import record_call
from outreach.models import ContactAttempt, Workplace
from safety.models import Consultation, DueItem, Examination, ExamInstitution
from scheduling.actions.attendance import (
    ConsultationHeld,
    ExamHeld,
    WorkerAtVisit,
    record_visit,
)
from scheduling.actions.plan_candidates import KINDS
from scheduling.actions.visits import (
    ask_other_time,
    book_visit,
    cancel_visit,
    confirm_visit,
    move_visit,
)
from scheduling.city.base import Base
from scheduling.city.moments import at, working_days_ahead, working_days_back
from scheduling.models import Team, Visit

HOURS = (10, 14)  # two stops a day and team
NOTICE = timedelta(days=9)
MOST_WORKERS = 6
WISHES = ("오후 3시 이후가 좋아요", "다음 주 화요일은 어떨까요?")


def play_past(base: Base, rng: Random, today: date, waiting: Iterator[Workplace]) -> list[Visit]:
    """Hold two weeks of visits; one in eight finds nobody there."""
    held = []
    for day in reversed(working_days_back(today, 10)):
        for team in base.centre.teams.order_by("pk")[:3]:
            visit = _book(base, team, at(day, rng.choice(HOURS)), waiting)
            if visit is None:
                continue
            confirm_visit(visit=visit, now=visit.starts_at - timedelta(days=5))
            visit.refresh_from_db()
            _record(base, visit, rng, day, missed=rng.random() < 0.12)
            held.append(visit)
    return held


def play_coming(base: Base, rng: Random, now: datetime, waiting: Iterator[Workplace]) -> None:
    """Book this week and the next; owners confirm, wish, and say nothing."""
    today = now.astimezone(at(date(2026, 1, 1), 0).tzinfo).date()
    booked = []
    for day in working_days_ahead(today, 8):
        for team in base.centre.teams.order_by("pk"):
            for hour in HOURS:
                visit = _book(base, team, at(day, hour), waiting)
                if visit:
                    booked.append(visit)
    told = [visit for visit in booked if visit.starts_at > now + timedelta(days=1)]
    for visit in rng.sample(told, k=len(told) // 2):
        confirm_visit(visit=visit, now=now, staff=rng.choice((None, base.coordinator)))
    unanswered = list(
        base.centre.visits.filter(
            pk__in=[visit.pk for visit in told], state=Visit.State.BOOKED
        ).order_by("pk")
    )
    for visit, wish in zip(
        unanswered, ("오후 3시 이후가 좋아요", "다음 주 화요일은 어떨까요?"), strict=False
    ):
        ask_other_time(visit=visit, wish=wish, now=now)
    if len(unanswered) > 4:
        cancel_visit(visit=unanswered[3], reason="사업장 이사", staff=base.coordinator, now=now)
        _move_a_little(base, unanswered[4], now)


def play_calls(base: Base, now: datetime) -> None:
    """Leave calls on record: some places have no number that a text reaches."""
    outcomes, purposes = ContactAttempt.Outcome, ContactAttempt.Purpose
    unreached = Workplace.objects.filter(centre=base.centre).without_textable_number()
    for index, workplace in enumerate(unreached.order_by("pk")[:24]):
        outcome = outcomes.NO_ANSWER if index % 3 else outcomes.REACHED
        record_call(
            workplace=workplace,
            contact=workplace.contacts.first(),
            purpose=purposes.NUMBER if outcome == outcomes.NO_ANSWER else purposes.GENERAL,
            staff=base.coordinator,
            outcome=outcome,
            now=now - timedelta(days=index % 9 + 1),
        )


def _book(
    base: Base, team: Team, starts_at: datetime, waiting: Iterator[Workplace]
) -> Visit | None:
    workplace = next(waiting, None)
    if workplace is None:
        return None
    items = list(
        DueItem.objects.open()
        .filter(workplace=workplace, kind__in=KINDS)
        .order_by("due_date", "pk")[:MOST_WORKERS]
    )
    return book_visit(
        workplace=workplace,
        due_items=items,
        team=team,
        starts_at=starts_at,
        minutes=90,
        staff=base.coordinator,
        now=starts_at - NOTICE,
    )


def _move_a_little(base: Base, visit: Visit, now: datetime) -> None:
    move_visit(
        visit=visit,
        team=visit.team,
        starts_at=visit.starts_at + timedelta(minutes=30),
        minutes=60,
        staff=base.coordinator,
        now=now,
    )


def _record(base: Base, visit: Visit, rng: Random, day: date, *, missed: bool) -> None:
    institution = ExamInstitution.objects.filter(is_designated=True).order_by("pk").first()
    assert institution is not None
    owed = {item.worker_id: item for item in visit.due_items.exclude(worker=None)}
    lines = []
    for worker in visit.workplace.workers.employed().order_by("pk")[:MOST_WORKERS]:
        came = not missed and rng.random() < 0.9
        fresh = not Consultation.objects.filter(worker=worker, held_date=day).exists()
        item = owed.get(worker.pk)
        is_exam = item is not None and item.kind == DueItem.Kind.SPECIAL_EXAM
        is_exam &= not worker.examinations.filter(exam_date=day).exists()
        exam = None
        if came and item is not None and is_exam:
            exam = ExamHeld(
                institution=institution,
                hazards=[item.hazard],
                cost=rng.randrange(60_000, 110_000, 500),
                paid_by=Examination.PaidBy.EMPLOYER,
            )
        consultation = None
        if came and fresh:
            consultation = ConsultationHeld(
                clinics=[rng.choice(Consultation.Clinic.values)],
                measures={"systolic": rng.randint(110, 156), "diastolic": rng.randint(70, 98)},
                follow_up_date=day + timedelta(days=35) if rng.random() < 0.3 else None,
            )
        lines.append(
            WorkerAtVisit(
                worker=worker,
                came=came,
                consent=True if came else None,
                examination=exam,
                consultation=consultation,
            )
        )
    record_visit(
        visit=visit,
        present=lines,
        staff=base.clinician,
        today=day,
        now=visit.ends_at,
    )
