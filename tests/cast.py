"""
The fixed cast of the tests: who exists, with the reason for each.

- 중구보건소 (`jung`) is the centre everything happens in; 성동구보건소 (`seongdong`) with its
  administrator 박 is the other one, which must see nothing of it.
- 김 is the owner of 한빛도장, a paint shop in 을지로 with two workers; 응우옌 reads Vietnamese.
- Telephone numbers are 010-0000-xxxx and 02-000-xxxx, which are given to nobody.

A centre and a staff member are made once and found again; workplaces and people are made anew.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from outreach.access import Role
from outreach.models import Centre, Contact, Staff, Worker, Workplace

SEOUL = ZoneInfo("Asia/Seoul")
TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL)
PASSWORD = "을지로-세운-청계-2026"  # of the tests' staff only

_numbers = count(1)
_CENTRES: dict[str, dict[str, object]] = {
    "jung": {
        "name": "중구보건소",
        "head_title": "중구보건소장",
        "district_codes": ["11140"],
        "address": "서울특별시 중구 다산로39길 16",
        "latitude": 37.5657,
        "longitude": 127.0160,
        "callback_number": "02-000-6400",
        "sender_number": "+8220006400",
    },
    "seongdong": {
        "name": "성동구보건소",
        "head_title": "성동구보건소장",
        "district_codes": ["11200"],
        "address": "서울특별시 성동구 마장로23길 10",
        "latitude": 37.5684,
        "longitude": 127.0333,
        "callback_number": "02-000-7000",
        "sender_number": "+8220007000",
    },
}
_STAFF_NAMES = {
    Role.ADMINISTRATOR: "이정민",
    Role.COORDINATOR: "정하늘",
    Role.CLINICIAN: "최은영",
    Role.INSTRUCTOR: "한도윤",
    Role.FINANCE: "오세진",
    Role.VIEWER: "윤서아",
    Role.DRIVER: "강철수",
    Role.CITY: "서시청",
}


def mobile() -> str:
    """Return the next mobile number that belongs to nobody."""
    return f"+82100000{next(_numbers):04d}"


def make_centre(code: str = "jung", **changes: object) -> Centre:
    """Return 중구보건소, or 성동구보건소 (`seongdong`), or a centre of your own code."""
    facts = {**_CENTRES.get(code, {**_CENTRES["jung"], "name": f"{code} 보건소"}), **changes}
    centre, _made = Centre.objects.get_or_create(code=code, defaults=facts)
    return centre


def make_staff(
    role: Role = Role.COORDINATOR, centre: Centre | None = None, **changes: object
) -> Staff:
    """Return the one person of that role at the centre (중구보건소 unless given)."""
    if role is not Role.CITY:
        centre = centre or make_centre()
    place = centre.code if centre else "city"
    username = str(changes.pop("username", f"{role.value.lower()}-{place}"))
    found = Staff.objects.filter(username=username).first()
    if found is not None:
        return found
    name = _STAFF_NAMES[role]
    if place == "seongdong":
        name = "박" + name[1:]  # whoever is called 박 must see nothing of 중구보건소
    facts: dict[str, object] = {"name": name, "role": role, "centre": centre, **changes}
    staff = Staff(username=username, **facts)
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def make_workplace(centre: Centre | None = None, **changes: object) -> Workplace:
    """Make 한빛도장: a paint shop without a business number, up a stair in 을지로."""
    facts: dict[str, object] = {
        "centre": centre or make_centre(),
        "name": "한빛도장",
        "representative_name": "김한빛",
        "ksic": "25922",
        "road_address": "서울특별시 중구 을지로 157",
        "district_code": "11140",
        "dong": "을지로동",
        "latitude": 37.5664,
        "longitude": 126.9942,
        "precision": Workplace.Precision.ADDRESS,
        "regular_workers": 2,
        "floor": 3,
        "has_lift": False,
        "has_van_parking": False,
        "registered_date": date(2026, 3, 2),
        "facts_changed_at": NOW,
        **changes,
    }
    facts.setdefault("comparable_name", facts["name"])
    return Workplace.objects.create(**facts)


def make_contact(workplace: Workplace | None = None, **changes: object) -> Contact:
    """Make 김한빛, the owner, with a mobile number that a text reaches."""
    facts: dict[str, object] = {
        "workplace": workplace or make_workplace(),
        "role": Contact.Role.OWNER,
        "name": "김한빛",
        "phone": mobile(),
        "line_kind": Contact.LineKind.MOBILE,
        "is_textable": True,
        "is_primary": True,
        **changes,
    }
    return Contact.objects.create(**facts)


def make_worker(workplace: Workplace | None = None, **changes: object) -> Worker:
    """Make 응우옌 반 안, a painter from Viet Nam with a mobile number of his own."""
    facts: dict[str, object] = {
        "workplace": workplace or make_workplace(),
        "name": "응우옌 반 안",
        "birth_date": date(1988, 4, 12),
        "phone": mobile(),
        "language": "vi",
        "job": "도장",
        "hired_date": date(2025, 6, 2),
        **changes,
    }
    return Worker.objects.create(**facts)
