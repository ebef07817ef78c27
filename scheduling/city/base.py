"""The centres of the made-up city: their staff, teams, rooms, courses and programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from outreach.access import Role
from outreach.models import Centre, Staff
from outreach.rules.addresses import DISTRICT_NAMES
from outreach.rules.workdays import is_working_day
from safety.models import Course, Examination, ExamInstitution, Programme, ProgrammeRate
from scheduling.city.firms import table
from scheduling.models import Shift, Skill, Team, Vehicle, Venue

WEEKS_BEHIND, WEEKS_AHEAD = 4, 9
INSTITUTIONS = 12
TEAMS = ("1조 (도심)", "2조 (동북)", "3조 (서남)", "4조 (서북)")
WORKPLACES_A_TEAM = 3000
PEOPLE = (  # role, user name, name: every given name is plainly invented
    (Role.COORDINATOR, "coordinator", "한다솜"),
    (Role.CLINICIAN, "clinician", "윤간호"),
    (Role.INSTRUCTOR, "instructor", "강가르침"),
    (Role.FINANCE, "finance", "정셈"),
    (Role.DRIVER, "driver", "오운전"),
    (Role.VIEWER, "viewer", "임보기"),
    (Role.ADMINISTRATOR, "administrator", "서관리"),
)
COURSES = (  # [M] hours: the city has published none
    ("accident-prevention", "중대재해 예방 안전교육", "Serious-accident prevention", 120),
    ("risk-assessment", "우리 공장 위험성평가 실습", "Risk assessment in practice", 120),
    ("chemicals", "유기용제·화학물질 안전하게 쓰기", "Working safely with solvents", 90),
)


@dataclass(frozen=True, slots=True)
class Base:
    """A centre and the people the past is recorded by."""

    centre: Centre
    coordinator: Staff
    clinician: Staff
    instructor: Staff
    finance: Staff


def make_base(*, today: date, workplaces: int = 0) -> Base:
    """Make the city's centre with everything it works with: the larger, the more teams."""
    centre = Centre.objects.create(
        code="seoul",
        name="서울소공인건강센터",
        english_name="Seoul Small Makers Health Centre",
        head_title="서울소공인건강센터장",
        district_codes=sorted(DISTRICT_NAMES),
        address="서울특별시 중구 (시연용 주소)",
        latitude=37.5640,
        longitude=126.9975,
        callback_number="02-000-5000",
        sender_number="+8220005000",
    )
    staff = {role: _staff(centre, role, name, called) for role, name, called in PEOPLE}
    Staff.objects.create(username="city", name="문시청", role=Role.CITY, centre=None)
    for code in range(1, INSTITUTIONS + 1):
        ExamInstitution.objects.create(
            code=f"demo-{code:02d}",
            name=f"시연특수검진의원 {code}호",
            is_designated=code < INSTITUTIONS,
        )
    for slug, ko, en, minutes in COURSES:
        Course.objects.create(code=slug, title_ko=ko, title_en=en, minutes=minutes)
    for row in table("venues"):
        Venue.objects.create(
            centre=centre,
            name=row["name_ko"],
            address=f"서울특별시 {row['district_ko']}",
            capacity=int(row["capacity"]),
        )
    more = (f"{number}조" for number in range(len(TEAMS) + 1, workplaces // WORKPLACES_A_TEAM + 1))
    _make_teams(centre, staff[Role.CLINICIAN], today, names=(*TEAMS, *more))
    _make_programme(centre, today)
    return Base(
        centre,
        staff[Role.COORDINATOR],
        staff[Role.CLINICIAN],
        staff[Role.INSTRUCTOR],
        staff[Role.FINANCE],
    )


def make_neighbour(*, today: date) -> Base:
    """Make a second centre, whose people must see nothing of the first."""
    centre = Centre.objects.create(
        code="seongdong",
        name="성동구보건소(시연)",
        english_name="Seongdong Health Centre (demo)",
        head_title="성동구보건소장",
        district_codes=["11200"],
        address="서울특별시 성동구 (시연용 주소)",
        latitude=37.5670,
        longitude=127.0332,
        callback_number="02-000-6000",
        sender_number="+8220006000",
    )
    people = {
        role: _staff(centre, role, f"seongdong-{name}", called)
        for role, name, called in PEOPLE
        if role in (Role.COORDINATOR, Role.CLINICIAN, Role.INSTRUCTOR, Role.FINANCE)
    }
    Venue.objects.create(centre=centre, name="성동구보건소 강당(시연)", capacity=30)
    _make_teams(centre, people[Role.CLINICIAN], today, names=("성동 1조",))
    return Base(
        centre,
        people[Role.COORDINATOR],
        people[Role.CLINICIAN],
        people[Role.INSTRUCTOR],
        people[Role.FINANCE],
    )


def _staff(centre: Centre, role: Role, username: str, name: str) -> Staff:
    staff = Staff(username=username, name=name, role=role, centre=centre)
    staff.set_unusable_password()  # the demo's door signs people in with one click
    staff.save()
    return staff


def _make_teams(
    centre: Centre,
    clinician: Staff,
    today: date,
    names: tuple[str, ...],
) -> None:
    for index, name in enumerate(names):
        van = Vehicle.objects.create(centre=centre, name=f"건강버스 {index + 1}호")
        team = Team.objects.create(
            centre=centre,
            name=name,
            vehicle=van,
            skills=[Skill.CONSULTATION, Skill.SPECIAL_EXAM],
        )
        nurse = clinician
        if index:
            nurse = _staff(
                centre, Role.CLINICIAN, f"{centre.code}-nurse-{index}", f"간호 {index}조"
            )
        team.members.add(nurse)
        first = today - timedelta(days=today.weekday(), weeks=WEEKS_BEHIND)
        days = (first + timedelta(days=day) for day in range(7 * (WEEKS_BEHIND + WEEKS_AHEAD)))
        Shift.objects.bulk_create(
            Shift(team=team, date=day, start=time(9), end=time(18))
            for day in days
            if is_working_day(day)
        )


def _make_programme(centre: Centre, today: date) -> None:
    programme = Programme.objects.create(
        centre=centre,
        name="소공인 특수건강진단 비용지원(시연)",
        payer="서울특별시(시연)",
        addressee="서울특별시장",
        payee=Programme.Payee.EMPLOYER,
        starts_date=date(today.year - 1, 1, 1),
        ends_date=date(today.year + 1, 12, 31),
        cap_per_worker=100_000,
        budget=30_000_000,
    )
    for kind, amount in (
        (Examination.Kind.SPECIAL, 80_000),
        (Examination.Kind.PRE_PLACEMENT, 60_000),
    ):
        ProgrammeRate.objects.create(
            programme=programme,
            exam_kind=kind,
            from_date=programme.starts_date,
            amount=amount,
        )
