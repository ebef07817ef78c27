"""The rows that wait for somebody: listed, shown beside what they may be, decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.actions import imports
from outreach.models import Centre, ImportFile, ImportRow, Workplace
from tests import cast
from tests.outreach.lists import look, take_in

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WRONG = {"name": "두리봉제", "business_no": "123-45-67890", "phone": "02-0123-4567"}
# 한빛도장 at the same place, with a slip in its name.
LIKE_HANBIT = {"name": "한빗도장", "phone": "010-0123-9999", "owner": "김한솔"}


def held(file: ImportFile) -> ImportRow:
    return file.rows.undecided().get()


def decided(client: Client, row: ImportRow, **words: object) -> str:
    response = client.post(reverse("import-held", args=[row.pk]), words, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def hanbit(centre: Centre) -> Workplace:
    take_in(centre, {})
    return Workplace.objects.get()


def test_a_wrong_number_is_corrected_and_enters(centre: Centre, signed_in: SignIn) -> None:
    row = held(take_in(centre, WRONG))
    client = signed_in()

    listed = client.get(reverse("import-held-list")).content.decode()
    page = client.get(reverse("import-held", args=[row.pk])).content.decode()
    facts = {"name": "두리봉제", "road_address": row.canonical["road_address"], "phones": []}
    refused = decided(client, row, decision="NEW", **facts, business_no="123-45-67890")
    done = decided(client, row, decision="NEW", **facts, business_no="220-81-62517")

    assert "두리봉제" in listed
    assert "고쳐서 등록하기" in page
    assert 'value="123-45-67890"' in page
    assert "사업자등록번호가 아닙니다" in refused
    assert 'aria-invalid="true"' in refused
    assert "확인할 행이 없습니다" in done
    assert Workplace.objects.get().business_no == "2208162517"


def test_a_row_is_shown_beside_what_it_may_be(
    centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    row = held(look(centre, LIKE_HANBIT))

    response = signed_in().get(reverse("import-held", args=[row.pk]))

    fields = {field.name: field for field in response.context["fields"]}
    assert fields["name"].text == "한빗도장"
    assert fields["name"].cells[0].text == "한빛도장"
    assert fields["name"].cells[0].is_different
    assert not fields["road_address"].cells[0].is_different
    assert "≠ 다름" in response.content.decode()


def test_joining_writes_what_was_ticked_only(
    centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    row = held(take_in(centre, LIKE_HANBIT))
    client = signed_in()

    done = decided(client, row, decision="JOIN", candidate="0", overwrite="representative_name")

    hanbit.refresh_from_db()
    assert "합쳤습니다" in done
    assert Workplace.objects.count() == 1
    assert (hanbit.name, hanbit.representative_name) == ("한빛도장", "김한솔")
    assert hanbit.contacts.filter(phone="+821001239999").exists()


def test_another_place_is_registered_as_new(
    centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    row = held(take_in(centre, LIKE_HANBIT))

    decided(
        signed_in(),
        row,
        decision="NEW",
        name="한빛산업",
        road_address=row.canonical["road_address"],
        phones=[phone["e164"] for phone in row.canonical["phones"]],
    )

    assert set(Workplace.objects.values_list("name", flat=True)) == {"한빛도장", "한빛산업"}


def test_a_decision_leads_to_the_next_row(centre: Centre, signed_in: SignIn) -> None:
    other = {**WRONG, "name": "큰솔금속", "address": "서울특별시 중구 을지로 15"}
    file = take_in(centre, WRONG, other)
    first, second = file.rows.undecided().order_by("pk")
    client = signed_in()
    address = reverse("import-held", args=[first.pk])

    assert reverse("import-held", args=[second.pk]) in client.get(address).content.decode()
    answer = client.post(address, {"decision": "DROP"})
    again = client.post(address, {"decision": "DROP"}, follow=True).content.decode()

    assert answer.headers["Location"] == reverse("import-held", args=[second.pk])
    assert "이미 처리한 행입니다" in again
    assert not Workplace.objects.exists()


def test_a_row_of_a_preview_leads_back_to_it(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, WRONG)
    client = signed_in()

    answer = client.post(reverse("import-held", args=[held(file).pk]), {"decision": "DROP"})

    assert answer.headers["Location"] == reverse("import", args=[file.pk])
    page = client.get(answer.headers["Location"], {"outcome": "HELD"}).content.decode()
    assert "제외" in page


def test_rows_of_a_preview_are_not_on_the_work_list(centre: Centre, signed_in: SignIn) -> None:
    look(centre, WRONG)

    assert "두리봉제" not in signed_in().get(reverse("import-held-list")).content.decode()


def test_the_list_of_workplaces_leads_to_what_waits(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, WRONG, {})

    for name in ("workplace-list", "import-list"):
        page = signed_in().get(reverse(name)).content.decode()
        assert reverse("import-held-list") in page
        viewer = signed_in(Role.VIEWER).get(reverse("workplace-list")).content.decode()
        assert reverse("import-held-list") not in viewer


def test_today_counts_what_waits_and_says_nothing_of_none(
    centre: Centre, signed_in: SignIn
) -> None:
    client = signed_in()
    before = client.get(reverse("home")).content.decode()

    take_in(centre, WRONG)
    page = client.get(reverse("home")).content.decode()

    assert reverse("import-held-list") not in before
    assert reverse("import-held-list") in page


def test_another_centre_decides_nothing(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    row = held(take_in(centre, WRONG))
    client = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))

    assert client.post(reverse("import-held", args=[row.pk])).status_code == 404
    assert "두리봉제" not in client.get(reverse("import-held-list")).content.decode()


def test_a_resident_number_is_not_taken_as_a_correction(centre: Centre, signed_in: SignIn) -> None:
    row = held(take_in(centre, WRONG))

    page = decided(
        signed_in(),
        row,
        decision="NEW",
        name="홍길동 900101-1234567",
        road_address=row.canonical["road_address"],
    )

    assert "900101" not in page
    assert not Workplace.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("010-0123-4567, 02-0123-4567", ["+821001234567", "+82201234567"]),
        ("02-0123-4567", ["+82201234567"]),  # retyped: the one of the row is left out
        ("+82 10-0123-4567; 02-0123-4567", ["+821001234567", "+82201234567"]),
        ("", []),
    ],
)
def test_telephones_are_retyped(
    centre: Centre, signed_in: SignIn, written: str, kept: list[str]
) -> None:
    row = held(take_in(centre, WRONG))
    facts = {"name": "두리봉제", "road_address": row.canonical["road_address"]}

    page = signed_in().get(reverse("import-held", args=[row.pk])).content.decode()
    decided(signed_in(), row, decision="NEW", **facts, phones=written)

    assert f'value="{row.canonical["phones"][0]["national"]}"' in page
    contacts = Workplace.objects.get().contacts.exclude(phone="")
    assert sorted(contacts.values_list("phone", flat=True)) == sorted(kept)


def test_what_is_no_telephone_is_refused_beside_the_field(
    centre: Centre, signed_in: SignIn
) -> None:
    row = held(take_in(centre, WRONG))

    page = decided(signed_in(), row, decision="NEW", name="두리봉제", phones="010-0123-4567, 12345")

    assert "전화번호가 아닙니다" in page
    assert not Workplace.objects.exists()


def test_a_door_cannot_write_what_is_no_telephone(centre: Centre) -> None:
    row = held(take_in(centre, WRONG))

    with pytest.raises(imports.BadCorrection):
        imports.decide(
            row=row, decision="NEW", changes={"phones": ["12345"]}, staff=None, now=cast.NOW,
            today=cast.TODAY,
        )  # fmt: skip
    assert not Workplace.objects.exists()
