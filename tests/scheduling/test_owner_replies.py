"""What else an owner may say by the page: do not come, not me, no more texts."""

from __future__ import annotations

import pytest
from django.test import Client

from outreach import clock
from outreach.actions import form_keys, links
from outreach.actions.opt_outs import is_opted_out
from outreach.models import FormKey, Link, Message, Reply
from scheduling.actions.visits import cancel_visit
from scheduling.models import OwnerAnswer, Visit
from tests.cast import NOW, TODAY, make_contact, make_worker
from tests.cast_scheduling import NEXT_MONDAY, make_due_item, make_exam_item, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page_of(link: Link | None) -> str:
    assert link is not None
    return f"/o/{links.token_of(link)}/"


def owners_page(visit: Visit) -> str:
    return page_of(links.owner_link(workplace=visit.workplace, now=NOW))


def test_a_visit_is_cancelled_with_a_reason_that_staff_read(client: Client) -> None:
    visit = make_visit(make_contact().workplace)

    answer = client.post(
        f"{page_of(visit.link)}cancel/", {"version": 1, "reason": "BUSY", "words": "연말 물량"}
    )

    visit.refresh_from_db()
    assert answer.status_code == 200
    assert visit.state == Visit.State.CANCELLED
    said = OwnerAnswer.objects.get(answer=OwnerAnswer.Answer.CANCELLED)
    assert (said.wish, said.handled_at) == ("바쁩니다 · 연말 물량", None)
    assert not Message.objects.waiting().exists()


def test_a_second_tap_finds_it_cancelled(client: Client) -> None:
    visit = make_visit(make_contact().workplace)
    form = {"version": 1, "reason": "BUSY", "once": form_keys.new_key()}

    first, second = (client.post(f"{page_of(visit.link)}cancel/", form) for _tap in range(2))

    assert (first.status_code, second.status_code) == (200, 410)
    assert OwnerAnswer.objects.count() == 1


def test_one_form_has_one_effect_and_a_new_form_another(client: Client) -> None:
    visit = make_visit()
    page, form = page_of(visit.link), {"version": 1, "wish": "화요일", "once": "a" * 22}

    for _tap in range(3):
        assert client.post(f"{page}other-time/", form).status_code == 302
    client.post(f"{page}other-time/", {**form, "wish": "수요일"})  # the same form, changed
    assert OwnerAnswer.objects.unhandled().get().wish == "화요일"

    client.post(f"{page}other-time/", {**form, "wish": "수요일", "once": "b" * 22})
    assert OwnerAnswer.objects.unhandled().get().wish == "수요일"


def test_a_refused_form_may_be_sent_again(client: Client) -> None:
    visit = make_visit()
    form = {"version": 7, "reason": "BUSY", "once": "a" * 22}

    assert client.post(f"{page_of(visit.link)}cancel/", form).status_code == 409

    assert not FormKey.objects.exists()


def test_keys_are_forgotten_after_a_week() -> None:
    form_keys.use(key="a" * 22, now=NOW - form_keys.KEPT * 2)
    form_keys.use(key="b" * 22, now=NOW)

    assert form_keys.forget(now=NOW) == 1


def test_whoever_is_not_meant_gets_nothing_more_and_their_link_ends(client: Client) -> None:
    contact = make_contact()
    visit = make_visit(contact.workplace)
    page = page_of(visit.link)

    assert client.post(f"{page}not-me/").status_code == 200

    contact.refresh_from_db()
    assert contact.left_date == TODAY
    assert not Message.objects.waiting().exists()
    assert client.get(page).status_code == 404
    visit.refresh_from_db()
    assert visit.link is not None and visit.link.is_live(NOW)  # for the right number's text
    reply = Reply.objects.unhandled().get()
    assert (reply.kind, reply.workplace) == (Reply.Kind.NOT_ME, contact.workplace)


def test_where_a_link_went_to_two_the_digits_tell_whose_number_it_is(client: Client) -> None:
    owner = make_contact()
    other = make_contact(owner.workplace, is_primary=False)
    visit = make_visit(owner.workplace)
    page = f"{page_of(visit.link)}stop-texts/"

    assert client.post(page).status_code == 422
    assert client.post(page, {"ending": "0000"}).status_code == 422
    assert client.post(page, {"ending": other.phone[-4:]}).status_code == 200

    assert (is_opted_out(owner.phone), is_opted_out(other.phone)) == (False, True)
    assert {text.phone for text in Message.objects.waiting()} == {owner.phone}
    assert client.get(page_of(visit.link)).status_code == 200


def test_asking_twice_is_one_reply(client: Client) -> None:
    visit = make_visit(make_contact().workplace)

    for _tap in range(2):
        client.post(f"{page_of(visit.link)}stop-texts/")

    assert Reply.objects.count() == 1


def test_the_owners_own_page_opens_every_visit_and_each_can_be_answered(client: Client) -> None:
    first = make_visit(make_contact().workplace)
    items = [make_due_item(first.workplace, kind="TRAINING")]
    second = make_visit(first.workplace, starts_at=NEXT_MONDAY.replace(hour=16), due_items=items)
    page = owners_page(first)

    assert client.get(page).context["visit"] == first
    shown = client.get(f"{page}?visit={second.pk}")
    assert shown.context["visit"] == second
    answer = client.post(f"{page}confirm/", {"version": 1, "visit": second.pk}, follow=True)

    assert answer.context["visit"] == second
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == (Visit.State.BOOKED, Visit.State.CONFIRMED)


def test_a_visit_of_another_workplace_is_not_opened(client: Client) -> None:
    visit, other = make_visit(), make_visit(starts_at=NEXT_MONDAY.replace(hour=16))

    shown = client.get(f"{owners_page(visit)}?visit={other.pk}")

    assert shown.context["visit"] == visit


def test_without_a_visit_the_page_says_what_is_due(client: Client) -> None:
    visit = make_visit(make_contact().workplace)
    page = owners_page(visit)
    cancel_visit(visit=visit, reason="", staff=None, now=NOW)

    body = client.get(page).content.decode()

    assert "지금은 잡힌 방문이 없습니다" in body
    assert "11월 30일까지" in body or "11. 30." in body


def test_what_is_due_is_counted_without_a_name_or_an_agent(client: Client) -> None:
    worker = make_worker()
    visit = make_visit(worker.workplace, due_items=[make_due_item(worker.workplace)])
    make_exam_item(worker)

    body = client.get(page_of(visit.link)).content.decode()

    assert "특수건강진단" in body and "1명" in body
    for secret in (worker.name, "toluene", "톨루엔"):
        assert secret not in body
