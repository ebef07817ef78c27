"""What stands before the journey begins: the centre, its people, and the list they are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from outreach.access import Role
from outreach.models import Centre
from outreach.rules.addresses import DISTRICT_NAMES
from tests import cast, cast_safety, cast_scheduling

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT.parent / "shared/data/factory_register_seoul.xlsx"
BEGIN = cast.NOW  # Monday, 23 November 2026, ten o'clock
HEADINGS = [
    "회사명", "공장관리번호", "공장대표주소(도로명)", "공장대표주소(지번)", "사업자등록번호",
    "대표업종번호", "업종명", "시도", "시군구", "전화번호", "종업원수",
]  # fmt: skip
SEOUL, GYEONGNAM = "서울특별시", "경상남도"
# A landline, a masked business number, a mobile, nonsense; and one that is not in Seoul.
OWN_LIST = [
    ("정운패션", "900000000000001", "서울특별시 광진구 아차산로22길 25-1, 지하 (자양동)",
     "서울특별시 광진구 자양동 16-10번지 지하", "206318****", "14192", "근무복 제조업",
     SEOUL, "광진구", "02-000-0005", "4"),
    ("일영정보", "900000000000002", "서울특별시 성동구 자동차시장1길 24-1 (용답동)",
     "서울특별시 성동구 용답동 227-3번지", "218256****", "27215", "기기용 자동측정 제조업",
     SEOUL, "성동구", "02-000-0008", "5"),
    ("젬마", "900000000000003", "서울특별시 금천구 두산로 70 (독산동)",
     "서울특별시 금천구 독산동 291-1번지", "", "14191", "셔츠 제조업",
     SEOUL, "금천구", "055", "14"),
    ("일신금속", "900000000000004", "경상남도 김해시 상동면 묵방리 741번지",
     "경상남도 김해시 상동면 묵방리 741번지", "", "25119", "금속제품 제조업",
     GYEONGNAM, "김해시", "055", "10"),
]  # fmt: skip
HANBIT, NAME = "한빛도장", "세운금속"
# What a centre's own clerk adds by hand: two small shops, one without anything but a street.
CLERKS_LIST = [
    (HANBIT, "", "서울특별시 중구 을지로 157 (산림동)", "", "", "25922", "도장 및 피막처리업",
     SEOUL, "중구", "02-000-0157", "3"),
    (NAME, "", "서울특별시 중구 을지로 170 (을지로4가)", "", "", "25929", "금속가공업",
     SEOUL, "중구", "", "2"),
    ("부산목재", "", "부산광역시 사하구 다대로 1 (다대동)", "", "", "16101", "제재업",
     "부산광역시", "사하구", "", "3"),
]  # fmt: skip


def set_up() -> Centre:
    """Make what no page makes: the centre, its staff, a team with its shifts, rooms, programme."""
    centre = cast.make_centre(district_codes=sorted(DISTRICT_NAMES))
    for role in (Role.COORDINATOR, Role.CLINICIAN, Role.INSTRUCTOR, Role.FINANCE):
        cast.make_staff(role, centre)
    team = cast_scheduling.make_team(centre)
    team.members.add(cast.make_staff(Role.CLINICIAN, centre))
    for week in range(3):
        cast_scheduling.make_week_of_shifts(team, cast.TODAY + timedelta(weeks=week))
    cast_scheduling.make_venue(centre)
    cast_safety.make_course()
    cast_safety.make_institution()
    cast_safety.make_institution(is_designated=False)
    cast_safety.make_programme(centre)
    return centre


def write_list(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """Write a workbook with the register's headings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([tuple(HEADINGS), *rows]):
            sheet.write_row(number, 0, row)
    return path


def register(folder: Path) -> Path:
    """Return the real register where it lies beside the project, or a small one of our own."""
    if REGISTER.exists():
        return REGISTER
    return write_list(folder / "register.xlsx", OWN_LIST)


def shown_time(moment: datetime) -> str:
    """Write a moment as pages do: 11. 30.(월) 14:00."""
    local = moment.astimezone(cast.SEOUL)
    return f"{shown_day(local.date())} {local:%H:%M}"


def shown_day(day: date) -> str:
    """Write a day of this season as pages do: 11. 30.(월)."""
    return f"{day.month}. {day.day}.({'월화수목금토일'[day.weekday()]})"


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, reckoned apart from the product's own rules."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def shown_date(day: date) -> str:
    """Write a day of any year as pages do: 2026. 11. 30.(월)."""
    return f"{day.year}. {shown_day(day)}"
