from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from outreach.access import Role
from outreach.actions import search
from outreach.models import Centre, Contact, ContactAttempt, Workplace
from tests import cast

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
# Session, person, centre, count, ten facets, keys, rows, telephones, saved filters, last one used,
# and rows of lists that wait for a decision.
QUERIES = 13


@pytest.fixture
def places(centre: Centre) -> dict[str, Workplace]:
    """Three open shops and a closed one, each with something the others have not."""
    hanbit = cast.make_workplace(centre)
    cast.make_contact(hanbit, phone="+821000004321")
    duri = cast.make_workplace(
        centre,
        name="두리봉제",
        ksic="14112",
        regular_workers=7,
        district_code="11200",
        dong="성수동2가",
        road_address="서울특별시 성동구 아차산로 163",
        business_no="1248100998",
        representative_name="박두리",
        registered_date=cast.TODAY,
    )
    cast.make_contact(
        duri,
        phone="+8220009876",
        line_kind=Contact.LineKind.LANDLINE,
        is_textable=False,
        is_primary=False,
    )
    big = cast.make_workplace(centre, name="(주)큰솔", comparable_name="큰솔", regular_workers=12)
    gone = cast.make_workplace(centre, name="옛날금속", closed_date=cast.TODAY)
    search.rebuild()
    return {"한빛도장": hanbit, "두리봉제": duri, "(주)큰솔": big, "옛날금속": gone}


def names(client: Client, **wishes: Any) -> list[str]:
    response = client.get(reverse("workplace-list"), wishes, follow=True)
    assert response.status_code == 200
    return [line.workplace.name for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({}, {"한빛도장", "두리봉제", "(주)큰솔"}),
        ({"q": "한빛도"}, {"한빛도장"}),
        ({"q": "주식회사 큰 솔"}, {"(주)큰솔"}),
        ({"q": "아차산로"}, {"두리봉제"}),
        ({"q": "9876"}, {"두리봉제"}),
        ({"q": "010-0000-4321"}, {"한빛도장"}),
        ({"q": "124-81-00998"}, {"두리봉제"}),
        ({"q": "박두리"}, {"두리봉제"}),
        ({"q": "없는 이름"}, set()),
        ({"district": "11200"}, {"두리봉제"}),
        ({"industry": "14"}, {"두리봉제"}),
        ({"size": "1-4"}, {"한빛도장"}),
        ({"size": "5-9"}, {"두리봉제"}),
        ({"size": "10-"}, {"(주)큰솔"}),
        ({"size": "unknown"}, set()),
        ({"phone": "text"}, {"한빛도장"}),
        ({"phone": "voice"}, {"두리봉제"}),
        ({"phone": ["voice", "none"]}, {"두리봉제", "(주)큰솔"}),
        ({"phone": "none"}, {"(주)큰솔"}),
        ({"state": "closed"}, {"옛날금속"}),
        ({"state": ["open", "closed"]}, {"한빛도장", "두리봉제", "(주)큰솔", "옛날금속"}),
        ({"district": "99999"}, {"한빛도장", "두리봉제", "(주)큰솔"}),  # no filter at all
    ],
)
def test_search_and_filters_find(
    places: dict[str, Workplace], signed_in: SignIn, wishes: dict[str, Any], found: set[str]
) -> None:
    assert set(names(signed_in(), **wishes)) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["두리봉제", "(주)큰솔", "한빛도장"]),
        ("newest", ["두리봉제", "(주)큰솔", "한빛도장"]),
        ("size", ["(주)큰솔", "두리봉제", "한빛도장"]),
    ],
)
def test_the_list_is_ordered(
    places: dict[str, Workplace], signed_in: SignIn, sort: str, order: list[str]
) -> None:
    assert names(signed_in(), sort=sort) == order


def test_another_centre_sees_none_of_it(
    places: dict[str, Workplace], other_centre: Centre, signed_in: SignIn
) -> None:
    stranger = cast.make_staff(Role.COORDINATOR, other_centre)

    response = signed_in(staff=stranger).get(reverse("workplace-list"))

    assert response.context["lines"] == []
    assert "아직 사업장이 없습니다" in response.content.decode()


def test_a_viewer_reads_the_end_of_a_number_and_cannot_search_by_it(
    places: dict[str, Workplace], signed_in: SignIn
) -> None:
    client = signed_in(Role.VIEWER)

    page = client.get(reverse("workplace-list")).content.decode()

    assert "010-****-4321" in page
    assert "010-0000-4321" not in page
    assert names(client, q="박두리") == names(client, q="4321") == []


def test_the_number_a_text_reaches_is_shown_first(centre: Centre, signed_in: SignIn) -> None:
    workplace = cast.make_workplace(centre)
    line = {"line_kind": Contact.LineKind.LANDLINE, "is_textable": False}
    cast.make_contact(workplace, phone="+8220009876", **line)
    cast.make_contact(workplace, phone="+821000004321", is_primary=False)

    page = signed_in().get(reverse("workplace-list")).content.decode()

    assert "010-0000-4321" in page
    assert "02-000-9876" not in page


def test_the_last_call_is_shown(centre: Centre, signed_in: SignIn) -> None:
    workplace = cast.make_workplace(centre)
    for days in (9, 2):
        ContactAttempt.objects.create(
            workplace=workplace,
            staff=cast.make_staff(),
            outcome="REACHED",
            made_at=cast.NOW - timedelta(days=days),
        )

    response = signed_in().get(reverse("workplace-list"))

    assert response.context["lines"][0].last_contact_at == cast.NOW - timedelta(days=2)


def test_fifty_are_shown_at_once_and_counted(centre: Centre, signed_in: SignIn) -> None:
    for number in range(60):
        cast.make_workplace(centre, name=f"공장 {number:02}", comparable_name=f"공장{number:02}")
    search.rebuild()
    client = signed_in()

    first = client.get(reverse("workplace-list"), {"q": "공장"}).content.decode()
    second = names(client, page="2")

    assert "60곳 중 1–50" in first
    assert "q=%EA%B3%B5%EC%9E%A5&amp;page=2" in first
    assert len(second) == 10


@pytest.mark.parametrize("number", [3, 60])
def test_queries_do_not_grow_with_the_rows(
    centre: Centre,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for _ in range(number):
        cast.make_contact(cast.make_workplace(centre))
    client = signed_in()

    with django_assert_num_queries(QUERIES):
        client.get(reverse("workplace-list"))


def test_htmx_gets_the_rows_alone(places: dict[str, Workplace], signed_in: SignIn) -> None:
    client = signed_in()
    asked = {"HX-Request": "true"}

    rows = client.get(reverse("workplace-list"), {"q": "한빛"}, headers=asked)
    back = client.get(
        reverse("workplace-list"), headers={**asked, "HX-History-Restore-Request": "true"}
    )

    assert "<html" not in rows.content.decode()
    assert "HX-Request" in rows["Vary"]
    assert "<html" in back.content.decode()


def test_those_to_be_telephoned_are_one_click_away(
    places: dict[str, Workplace], signed_in: SignIn
) -> None:
    page = signed_in().get(reverse("workplace-list")).content.decode()

    assert "전화할 곳 2곳" in page
    assert "?phone=none&amp;phone=voice" in page
