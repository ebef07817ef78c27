"""
The cast of the upper layer: teams, due items and visits, each with its reason.

- 1조, 2조 … each go out with a nurse and a van of their own, and can do everything.
- A visit of 한빛도장 is a week from Monday 23 November 2026, at two in the afternoon.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from outreach.access import Role
from outreach.models import Centre, Consent, Worker, Workplace
from safety.models import DueBasis, DueItem, ExamInstitution, Exposure
from safety.rules.derivations import AddMonths, Derivation, RuleKey
from scheduling.actions import plans
from scheduling.actions.classes import open_class
from scheduling.actions.enrolments import enrol
from scheduling.actions.visits import book_visit
from scheduling.models import Enrolment, Plan, Shift, Team, TrainingClass, Vehicle, Venue, Visit
from tests import cast
from tests.cast_safety import make_course

PLACED = date(2026, 6, 1)
NEXT_MONDAY = datetime(2026, 11, 30, 14, 0, tzinfo=cast.SEOUL)
FIRST_CONSULTATION = Derivation(
    RuleKey.FIRST_CONSULTATION,
    (("service", "CONSULTATION"), ("anchor", "REGISTRATION"), ("anchor_date", date(2026, 5, 30))),
    (AddMonths(date(2026, 5, 30), 6),),
)
FIRST_EXAM = Derivation(
    RuleKey.FIRST_EXAM,
    (("anchor", "PLACEMENT"), ("anchor_date", PLACED)),
    (AddMonths(PLACED, 6),),
)


def make_team(
    centre: Centre | None = None, name: str = "", *, with_van: bool = True, **changes: object
) -> Team:
    """Make the centre's next team: a nurse of its own and a van, able to do everything."""
    centre = centre or cast.make_centre()
    name = name or f"{centre.teams.count() + 1}조"
    van = None
    if with_van:
        van, _made = Vehicle.objects.get_or_create(centre=centre, name=f"{name} 차량")
    facts: dict[str, object] = {
        "centre": centre,
        "name": name,
        "skills": ["CONSULTATION", "SPECIAL_EXAM", "TRAINING"],
        "vehicle": van,
        **changes,
    }
    team = Team.objects.create(**facts)
    team.members.add(cast.make_staff(Role.CLINICIAN, centre, username=f"nurse-{team.pk}"))
    return team


def make_shift(team: Team, day: date, start: time = time(9), end: time = time(18)) -> Shift:
    """Send a team out on a day."""
    return Shift.objects.create(team=team, date=day, start=start, end=end)


def make_week_of_shifts(team: Team, monday: date) -> None:
    """Send a team out from nine to six, Monday to Friday."""
    for number in range(5):
        make_shift(team, monday + timedelta(days=number))


def make_plan(monday: date, centre: Centre | None = None) -> Plan:
    """Propose a week of 중구보건소."""
    centre = centre or cast.make_centre()
    return plans.make_plan(centre=centre, week_start=monday, staff=None, now=cast.NOW)


def make_due_item(workplace: Workplace | None = None, **changes: object) -> DueItem:
    """Make what 한빛도장 owes by the end of the month: a health consultation."""
    facts: dict[str, object] = {
        "kind": DueItem.Kind.CONSULTATION,
        "workplace": workplace or cast.make_workplace(),
        "due_date": date(2026, 11, 30),
        "why": DueBasis.objects.holding(FIRST_CONSULTATION.as_json()),
        "opened_at": cast.NOW,
        **changes,
    }
    return DueItem.objects.create(**facts)


def make_exam_item(worker: Worker, hazard: str = "toluene", **changes: object) -> DueItem:
    """Make a special exam that a worker owes, with the exposure it comes from."""
    Exposure.objects.get_or_create(worker=worker, hazard=hazard, process="도장", placed_date=PLACED)
    return make_due_item(
        worker.workplace,
        kind=DueItem.Kind.SPECIAL_EXAM,
        why=DueBasis.objects.holding(FIRST_EXAM.as_json()),
        worker=worker,
        hazard=hazard,
        **changes,
    )


def make_visit(
    workplace: Workplace | None = None,
    *,
    team: Team | None = None,
    starts_at: datetime = NEXT_MONDAY,
    minutes: int = 60,
    due_items: Sequence[DueItem] = (),
    now: datetime = cast.NOW,
) -> Visit:
    """Book a visit the way everybody does."""
    workplace = workplace or cast.make_workplace()
    return book_visit(
        workplace=workplace,
        due_items=due_items or [make_due_item(workplace)],
        team=team or make_team(workplace.centre),
        starts_at=starts_at,
        minutes=minutes,
        staff=cast.make_staff(centre=workplace.centre),
        now=now,
    )


def make_health_consent(worker: Worker, *, is_given: bool = True) -> Consent:
    """Let a worker agree to health data, on paper, last month."""
    return Consent.objects.create(
        worker=worker,
        purpose=Consent.Purpose.HEALTH_DATA,
        text_version="2026-11",
        is_given=is_given,
        channel=Consent.Channel.PAPER,
        recorded_at=cast.NOW - timedelta(days=30),
    )


def make_institution(code: str = "eulji", **changes: object) -> ExamInstitution:
    """Make 을지검진센터, which is designated for special exams."""
    facts: dict[str, object] = {"name": f"을지검진센터 {code}", **changes}
    institution, _made = ExamInstitution.objects.get_or_create(code=code, defaults=facts)
    return institution


def make_venue(centre: Centre | None = None, **changes: object) -> Venue:
    """Return 중구 소공인 지원센터's room, with twenty chairs."""
    facts: dict[str, object] = {"address": "서울특별시 중구 을지로 100", "capacity": 20, **changes}
    venue, _made = Venue.objects.get_or_create(
        centre=centre or cast.make_centre(),
        name=facts.pop("name", "중구 소공인 지원센터"),
        defaults=facts,
    )
    return venue


def make_class(centre: Centre | None = None, **changes: object) -> TrainingClass:
    """Open the class of next Monday afternoon, two hours, with 한도윤."""
    centre = centre or cast.make_centre()
    facts: dict[str, object] = {
        "course": make_course(),
        "venue": make_venue(centre),
        "instructor": cast.make_staff(Role.INSTRUCTOR, centre),
        "starts_at": NEXT_MONDAY,
        "ends_at": NEXT_MONDAY + timedelta(hours=2),
        "seats": 20,
        "now": cast.NOW,
        **changes,
    }
    return open_class(centre=centre, **facts)  # type: ignore[arg-type]


def make_enrolment(
    training_class: TrainingClass, worker: Worker | None = None, *, now: datetime = cast.NOW
) -> Enrolment:
    """Enrol a worker, 응우옌 unless given, the way everybody does."""
    worker = worker or cast.make_worker(cast.make_workplace(training_class.centre))
    return enrol(training_class=training_class, worker=worker, now=now)
