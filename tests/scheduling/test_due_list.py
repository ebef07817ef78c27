"""The due list: its weeks, its counts, its filters, and why a date is what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.access import Role
from safety.actions.due_items import recompute_workplace
from safety.models import DueItem
from tests.cast import TODAY, make_centre, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]


def make_spread() -> None:
    """Items of every week: overdue, today, each of the next weeks and far away."""
    for days in (-40, -1, 0, 3, 6, 7, 20, 45, 400):
        worker = make_worker(name=f"일꾼 {days}")
        make_exam_item(worker, due_date=TODAY + timedelta(days=days))


def page(client: Client, **query: Any) -> Any:
    answer = client.get("/due/", query)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("span", ["week", "month"])
def test_the_groups_add_up_to_the_total(signed_in: SignedIn, span: str) -> None:
    make_spread()

    context = page(signed_in(), span=span).context

    assert context["total"] == 9 == DueItem.objects.open().count()
    assert sum(one.count for one in context["counts"]) == context["total"]
    assert context["counts"][0].count == 2
    shown = [item for _one, places in context["shown"] for place in places for item in place.items]
    assert len(shown) == 9


def test_each_group_shows_as_many_rows_as_it_counts(signed_in: SignedIn) -> None:
    make_spread()
    client = signed_in()

    for one in page(client).context["counts"]:
        context = page(client, group=one.group.key).context
        assert len(context["page"].object_list) == one.count
        assert context["total"] == 9  # the other weeks stay countable


def test_overdue_comes_first_and_a_done_item_is_gone(signed_in: SignedIn, now: Any) -> None:
    make_spread()
    make_due_item(closed_at=now, closed_as=DueItem.Closed.DONE)

    shown = page(signed_in()).context["shown"]

    assert shown[0][0].group.key == "overdue"


def test_filters_narrow_rows_and_counts_alike(signed_in: SignedIn) -> None:
    place = make_workplace(name="세운금속", district_code="11140")
    make_exam_item(make_worker(place), hazard="toluene")
    make_exam_item(make_worker(place, name="김용접"), hazard="noise")
    make_due_item()
    client = signed_in()

    assert page(client).context["total"] == 3
    assert page(client, kind="CONSULTATION").context["total"] == 1
    assert page(client, hazard="톨루엔").context["total"] == 1
    assert page(client, name="세운").context["total"] == 2
    assert page(client, district="11140").context["total"] == 3
    assert page(client, hazard="아무것도아님").context["total"] == 0


def test_nonsense_in_the_address_is_no_error(signed_in: SignedIn) -> None:
    make_spread()

    context = page(signed_in(), kind="?", span="x", group="y" * 99, page="z").context

    assert context["total"] == 9


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn) -> None:
    client = signed_in()
    counted = []
    for rows in (3, 60):
        while DueItem.objects.count() < rows:
            make_exam_item(make_worker(name=f"일꾼 {DueItem.objects.count()}"))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[0] <= 12


def test_a_booked_item_leads_to_its_visit(signed_in: SignedIn) -> None:
    item = make_due_item()
    visit = make_visit(item.workplace, due_items=[item])
    free = make_due_item(make_workplace(name="옆집"))

    html = page(signed_in()).content.decode()

    assert f'href="/visits/{visit.pk}/"' in html
    assert f'name="due_items" value="{free.pk}"' in html
    assert f'name="due_items" value="{item.pk}"' not in html


def test_what_is_ticked_is_ticked_in_the_booking(signed_in: SignedIn) -> None:
    wanted = make_due_item()
    other = make_exam_item(make_worker(wanted.workplace))
    client, path = signed_in(), f"/workplaces/{wanted.workplace_id}/visits/new/"

    some = (
        client.get(path, {"due_items": [str(wanted.pk), "x"]}).context["form"].initial["due_items"]
    )
    everything = client.get(path).context["form"].initial["due_items"]

    assert list(some) == [wanted]
    assert set(everything) == {wanted, other}


def test_training_is_booked_in_classes_not_in_visits(signed_in: SignedIn) -> None:
    item = make_due_item(worker=make_worker(), kind=DueItem.Kind.TRAINING)

    html = page(signed_in()).content.decode()

    assert f'value="{item.pk}"' not in html
    assert 'href="/classes/"' in html


def test_a_viewer_reads_masked_names_and_books_nothing(signed_in: SignedIn) -> None:
    make_exam_item(make_worker(name="김철수"))

    html = page(signed_in(Role.VIEWER)).content.decode()

    assert "김철수" not in html
    assert "김*수" in html
    assert "due_items" not in html


def test_another_centre_is_neither_shown_nor_counted(signed_in: SignedIn) -> None:
    item = make_due_item(make_workplace(make_centre("seongdong"), name="성수제화"))
    client = signed_in()

    answer = page(client)

    assert answer.context["total"] == 0
    assert "성수제화" not in answer.content.decode()
    assert client.get(f"/due/{item.pk}/why/").status_code == 404


def test_htmx_gets_the_list_alone(signed_in: SignedIn) -> None:
    make_spread()

    answer = signed_in().get("/due/", headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert "due-groups" in answer.content.decode()


def test_why_is_a_page_and_a_fragment(signed_in: SignedIn, monday_morning: datetime) -> None:
    item = make_exam_item(make_worker())
    recompute_workplace(workplace=item.workplace, today=TODAY, now=monday_morning)
    item.refresh_from_db()
    client = signed_in()

    whole = client.get(f"/due/{item.pk}/why/").content.decode()
    part = client.get(f"/due/{item.pk}/why/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    assert "202" in part  # 시행규칙 제202조
