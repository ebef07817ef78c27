"""The inbox of what owners said, for whoever takes care of it."""

from __future__ import annotations

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions import links, replies
from outreach.models import Reply
from scheduling.actions.owner_replies import cancel_by_owner
from scheduling.actions.visits import ask_other_time
from scheduling.models import OwnerAnswer
from tests.cast import NOW, make_centre, make_contact, make_staff
from tests.cast_scheduling import NEXT_MONDAY, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_everything_said_waits_with_its_next_step_until_it_is_taken_care_of(
    client: Client,
) -> None:
    wish = make_visit(make_contact().workplace)
    gone = make_visit(make_contact().workplace, starts_at=NEXT_MONDAY.replace(hour=16))
    ask_other_time(visit=wish, wish="화요일", parts=["MORNING"], now=NOW)
    cancel_by_owner(visit=gone, reason="바쁩니다", now=NOW)
    assert wish.link is not None
    phone = replies.numbers_of(wish.link)[0]
    replies.stop_texts(link=wish.link, workplace=wish.workplace, phone=phone, now=NOW)
    client.force_login(make_staff(Role.COORDINATOR))

    said = client.get("/messages/replies/").context["said"]
    assert len(said) == 3
    for one in said:
        assert client.post(one.done).status_code == 302

    assert client.get("/messages/replies/").context["said"] == []
    assert Reply.objects.get().handled_by == make_staff(Role.COORDINATOR)
    assert not OwnerAnswer.objects.filter(handled_at=None).exists()


def test_another_centre_reads_and_settles_nothing(client: Client) -> None:
    visit = make_visit(make_contact().workplace)
    reply = replies.not_me(
        link=links.owner_link(workplace=visit.workplace, now=NOW),
        workplace=visit.workplace, phone="+821000000001", now=NOW,
    )  # fmt: skip
    client.force_login(make_staff(Role.COORDINATOR, make_centre("seongdong")))

    assert client.get("/messages/replies/").context["said"] == []
    assert client.post(f"/messages/replies/{reply.pk}/").status_code == 404
