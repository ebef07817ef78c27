"""The first step of a real installation: a centre and its administrator, by one command."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.actions.centres import UnknownDistrict, open_centre
from outreach.models import Centre, Staff
from outreach.places.districts import find_district
from tests import cast

pytestmark = pytest.mark.django_db
OPTIONS = {
    "--code": "jungnang",
    "--name": "중랑구보건소",
    "--head-title": "중랑구보건소장",
    "--districts": "11260",
    "--callback": "02-000-1234",
    "--sender": "+8220001234",
    "--address": "서울특별시 중랑구 봉화산로 179",
    "--administrator": "hong",
    "--administrator-name": "홍길동",
}
PASSWORD = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


def run(*more: str, **changes: str) -> str:
    """Run the command with the usual options, some of them changed, and return what it says."""
    options = {**OPTIONS, **{f"--{name.replace('_', '-')}": to for name, to in changes.items()}}
    out = StringIO()
    words = [word for name, value in options.items() for word in (name, *value.split("|"))]
    call_command("open_centre", *words, *more, stdout=out)
    return out.getvalue()


def test_a_centre_opens_with_its_administrator() -> None:
    said = run()

    centre = Centre.objects.get(code="jungnang")
    staff = Staff.objects.get()
    assert (centre.name, centre.head_title) == ("중랑구보건소", "중랑구보건소장")
    assert (centre.callback_number, centre.sender_number) == ("02-000-1234", "+8220001234")
    assert centre.district_codes == ["11260"]
    assert (staff.username, staff.name, staff.role) == ("hong", "홍길동", Role.ADMINISTRATOR)
    assert staff.centre == centre
    assert "중랑구보건소 등록을 마쳤습니다." in said


def test_the_password_is_printed_once_and_has_to_be_changed(client: Client) -> None:
    found = PASSWORD.findall(run())

    assert len(found) == 1
    staff = Staff.objects.get()
    assert staff.check_password(found[0])
    assert staff.password_is_initial
    client.post(reverse("sign-in"), {"username": "hong", "password": found[0]})
    assert client.get(reverse("team-list")).headers["Location"] == reverse("password-change")


def test_a_health_centre_stands_where_its_district_has_it() -> None:
    run()
    run(code="workers", kind="WORKERS_HEALTH_CENTRE", administrator="kim")
    district = find_district("11260")
    assert district is not None

    own, workers = Centre.objects.order_by("pk")

    assert (own.latitude, own.longitude) == (district.health_centre.lat, district.health_centre.lon)
    assert (workers.latitude, workers.longitude) == (district.lat, district.lon)


@pytest.mark.parametrize("given", ["11260|11230", "11260,11230", "11260, 11230,11260"])
def test_a_centre_may_serve_several_districts(given: str) -> None:
    run(districts=given)

    assert Centre.objects.get().district_codes == ["11260", "11230"]


def test_a_dry_run_writes_nothing_and_shows_no_password() -> None:
    said = run("--dry-run")

    assert not Centre.objects.exists()
    assert not Staff.objects.exists()
    assert PASSWORD.search(said) is None
    assert "시험 실행: 아무것도 저장하지 않았습니다." in said


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("code", "중랑", "영문자"),
        ("name", "똠보건소", "똠"),  # no telephone in Korea shows this syllable
        ("name", "   ", "필수"),
        ("name", "가" * 61, "60"),
        ("english_name", "Jungnang 보건소", "영문자"),
        ("head_title", "", "필수"),
        ("districts", "99999", "99999"),
        ("districts", "1126", "11260 중랑구"),
        ("districts", "1126010100", "1126010100"),  # a neighbourhood's code, not a district's
        ("callback", "1234", "지역번호"),
        ("callback", "02-000-1234, 02-000-5678", "하나"),
        ("callback", "011-000-1234", "지역번호"),
        ("sender", "02-000-1234", "+8221234567"),
        ("sender", "+1 206 000 1234", "+8221234567"),
        ("sender", "ANSIM", "+8221234567"),  # Korea takes numeric senders only
        ("administrator", "홍 길동", "administrator"),
        ("administrator_name", "900101-1234567", "주민등록번호"),
    ],
)
def test_a_bad_value_is_refused_by_its_option_in_clear_words(
    option: str, value: str, why: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        run(**{option: value})

    assert f"--{option.replace('_', '-')}: " in str(refusal.value)
    assert why in str(refusal.value)
    assert not Centre.objects.exists()
    assert not Staff.objects.exists()


def test_all_bad_values_are_named_at_once() -> None:
    with pytest.raises(CommandError) as refusal:
        run(code="중랑", sender="0", districts="0")

    assert len(str(refusal.value).splitlines()) == 3


def test_a_code_or_a_user_name_that_is_taken_is_refused() -> None:
    run()

    with pytest.raises(CommandError) as refusal:
        run()

    assert "이 코드를 쓰는 보건소가 이미 있습니다." in str(refusal.value)
    assert "이미 쓰고 있는 아이디입니다." in str(refusal.value)
    assert Centre.objects.count() == 1


def test_it_answers_in_english_too() -> None:
    assert "First password: " in run("--language", "en")


def test_the_action_refuses_a_district_that_is_none() -> None:
    facts = cast.make_centre()

    with pytest.raises(UnknownDistrict, match="99999"):
        open_centre(
            code="x",
            kind=Centre.Kind.HEALTH_CENTRE,
            name="보건소",
            english_name="",
            head_title="소장",
            district_codes=["11140", "99999"],
            address=facts.address,
            callback_number=facts.callback_number,
            sender_number=facts.sender_number,
            administrator="x",
            administrator_name="홍",
        )

    assert Centre.objects.count() == 1
