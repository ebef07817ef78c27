"""The pages on which an owner chooses a time: two taps from the text to the booking."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions import links
from outreach.models import Message
from scheduling.models import Offer, Visit
from tests.cast import NOW, TODAY, make_contact, make_workplace
from tests.cast_scheduling import make_due_item, make_shift, make_team, make_visit

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)
    team = make_team()
    for day in range(1, 7):
        make_shift(team, TODAY + timedelta(days=day))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.date())


def page_of(visit: Visit) -> str:
    assert visit.link is not None
    return f"/o/{links.token_of(visit.link)}/"


def booked() -> Visit:
    team = make_team()
    return make_visit(make_contact().workplace, team=team, starts_at=NOW + timedelta(days=9))


def choices(page: str) -> list[str]:
    return re.findall(r'action="(/o/[^"]+/times/\d+/)"', page)


def test_an_owner_moves_a_visit_in_two_taps(client: Client) -> None:
    visit = booked()
    assert "다른 시간 고르기" in client.get(page_of(visit)).content.decode()

    shown = client.post(f"{page_of(visit)}times/", follow=True).content.decode()
    done = client.post(choices(shown)[0], follow=True).content.decode()

    was = visit.starts_at
    visit.refresh_from_db()
    assert visit.starts_at != was
    assert "감사합니다. 방문이 확인되었습니다." in done
    assert len(choices(shown)) == 3
    assert "11. 23.(월) 12:00까지" in shown


def test_looking_keeps_nothing(client: Client) -> None:
    visit = booked()

    answer = client.get(f"{page_of(visit)}times/")

    assert answer.status_code == 302
    assert not Offer.objects.exists()


def test_without_a_free_time_the_owner_writes_or_calls(client: Client) -> None:
    visit = booked()
    make_team().shifts.model.objects.all().delete()

    answer = client.post(f"{page_of(visit)}times/")

    assert answer.status_code == 409
    assert "함께 찾아보겠습니다" in answer.content.decode()


def test_a_time_of_somebody_else_is_not_to_be_had(client: Client) -> None:
    mine = booked()
    client.post(f"{page_of(mine)}times/")
    slot = Offer.objects.get().slots.all()[0]
    other = make_visit(
        make_workplace(name="다른 곳"), team=make_team(), starts_at=NOW + timedelta(days=9)
    )

    assert client.post(f"{page_of(other)}times/{slot.pk}/").status_code == 404
    other.refresh_from_db()
    assert other.starts_at == NOW + timedelta(days=9)


def test_staff_offer_times_and_the_owner_takes_one(
    signed_in: SignIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = make_due_item(make_contact().workplace)
    staff, book = signed_in(), f"/workplaces/{item.workplace_id}/visits/new/"
    assert "문자로 시간 고르게 하기" in staff.get(book).content.decode()

    path = f"/workplaces/{item.workplace_id}/visits/offer/"
    said = staff.post(path, {"due_items": [item.pk]}, follow=True).content.decode()
    text = Message.objects.get(template="visit_offer")
    assert text.link is not None
    address = f"/o/{links.token_of(text.link)}/"
    at(monkeypatch, NOW + timedelta(hours=4))  # the owner was busy
    late = client.get(address, follow=True).content.decode()
    shown = client.post(f"{address}times/", follow=True).content.decode()
    done = client.post(choices(shown)[-1], follow=True).content.decode()
    again = client.post(choices(shown)[-1], follow=True).content.decode()

    assert "사업주가 고르는 중입니다" in said
    assert "비워 둔 시간이 지났습니다" in late
    assert "감사합니다. 방문이 확인되었습니다." in done
    assert "감사합니다. 방문이 확인되었습니다." in again
    assert Visit.objects.get(due_items=item).state == Visit.State.CONFIRMED


def test_staff_take_an_offer_back(signed_in: SignIn, client: Client) -> None:
    item = make_due_item(make_contact().workplace)
    staff = signed_in()
    staff.post(f"/workplaces/{item.workplace_id}/visits/offer/", {"due_items": [item.pk]})
    offer = Offer.objects.get()

    page = staff.post(f"/offers/{offer.pk}/withdraw/", follow=True).content.decode()

    assert "제안을 거두었습니다" in page
    assert "문자로 시간 고르게 하기" in page
    assert offer.link is not None
    assert client.get(f"/o/{links.token_of(offer.link)}/").status_code == 404
    assert signed_in(Role.VIEWER).post(f"/offers/{offer.pk}/withdraw/").status_code == 403


def test_the_week_shows_what_is_kept(signed_in: SignIn) -> None:
    item = make_due_item(make_contact().workplace)
    staff = signed_in()
    staff.post(f"/workplaces/{item.workplace_id}/visits/offer/", {"due_items": [item.pk]})

    page = staff.get("/week/").content.decode()

    slots = Offer.objects.get().slots.count()
    assert page.count("사업주가 고르는 중") == slots == 3
