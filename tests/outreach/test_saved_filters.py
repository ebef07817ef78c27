from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre, FilterUse, SavedFilter
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def make_filter(centre: Centre, role: Role = Role.COORDINATOR, **changes: object) -> SavedFilter:
    facts: dict[str, object] = {
        "centre": centre,
        "staff": cast.make_staff(role, centre),
        "name": "을지로 인쇄",
        "query": {"cluster": ["euljiro-print"]},
        "saved_at": NOW,
        **changes,
    }
    return SavedFilter.objects.create(**facts)


def shown(client: Client) -> str:
    return client.get(reverse("workplace-list")).content.decode()


@pytest.fixture(autouse=True)
def a_workplace(centre: Centre) -> None:
    cast.make_workplace(centre)


def test_a_filter_is_saved_and_offered_again(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()

    client.post(f"{reverse('filter-new')}?size=1-4&sort=size", {"name": "작은 곳"})
    saved = SavedFilter.objects.get()
    opened = client.get(reverse("filter-open", args=[saved.pk]))

    assert saved.query == {"size": ["1-4"], "sort": ["size"]}
    assert opened["Location"] == f"{reverse('workplace-list')}?size=1-4&sort=size"
    assert "최근에 쓴 필터" in shown(client)


def test_a_filter_of_nothing_is_not_saved(centre: Centre, signed_in: SignIn) -> None:
    page = signed_in().post(reverse("filter-new"), {"name": "모두"})

    assert "먼저 필터를 고른 뒤" in page.content.decode()
    assert not SavedFilter.objects.exists()


def test_mine_is_mine_and_the_centres_is_everybodys(centre: Centre, signed_in: SignIn) -> None:
    mine = make_filter(centre, name="나만의 것")
    make_filter(centre, name="모두의 것", is_shared=True)
    other = signed_in(Role.VIEWER)

    assert "모두의 것" in shown(other)
    assert "나만의 것" not in shown(other)
    assert other.get(reverse("filter-open", args=[mine.pk])).status_code == 404


def test_one_name_is_given_once(centre: Centre, signed_in: SignIn) -> None:
    make_filter(centre)

    page = signed_in().post(f"{reverse('filter-new')}?size=1-4", {"name": "을지로 인쇄"})

    assert "같은 이름의 필터가 이미 있습니다" in page.content.decode()
    assert SavedFilter.objects.count() == 1


def test_it_is_renamed_shared_and_deleted(centre: Centre, signed_in: SignIn) -> None:
    saved = make_filter(centre)
    client = signed_in()

    client.post(reverse("filter-edit", args=[saved.pk]), {"name": "인쇄", "is_shared": "on"})
    saved.refresh_from_db()
    asked = client.get(reverse("filter-delete", args=[saved.pk])).content.decode()
    client.post(reverse("filter-delete", args=[saved.pk]))

    assert (saved.name, saved.is_shared) == ("인쇄", True)
    assert "사업장은 그대로입니다" in asked
    assert not SavedFilter.objects.exists()


def test_deleting_the_centres_says_who_loses_it(centre: Centre, signed_in: SignIn) -> None:
    saved = make_filter(centre, is_shared=True)
    viewer = cast.make_staff(Role.VIEWER, centre)
    FilterUse.objects.create(staff=viewer, saved_filter=saved, used_at=NOW)

    page = signed_in().get(reverse("filter-delete", args=[saved.pk])).content.decode()

    assert "동료 1명" in page


def test_only_its_maker_or_the_coordinator_changes_it(centre: Centre, signed_in: SignIn) -> None:
    saved = make_filter(centre, Role.CLINICIAN, is_shared=True)

    signed_in(Role.VIEWER).post(reverse("filter-delete", args=[saved.pk]))
    assert SavedFilter.objects.exists()

    signed_in(Role.COORDINATOR).post(reverse("filter-delete", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_one_that_asks_for_what_the_role_may_not_see_is_not_offered(
    centre: Centre, signed_in: SignIn
) -> None:
    """Without that part it would find more than its name says."""
    saved = make_filter(centre, name="기한 지난 곳", query={"due": ["overdue"]}, is_shared=True)
    finance = signed_in(Role.FINANCE)

    assert "기한 지난 곳" not in shown(finance)
    opened = finance.get(reverse("filter-open", args=[saved.pk]), follow=True)
    assert "볼 수 없는 조건" in opened.content.decode()
    assert "기한 지난 곳" in shown(signed_in())
