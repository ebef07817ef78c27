"""The page of cost and speed says what the rows say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions.sending_figures import sending_figures
from outreach.models import Message, MessageAttempt, MessageState
from tests import cast
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(hours=1)


def sent(*, after: int, delivery: str = "delivered", won: int = 60, sids: int = 1) -> Message:
    text = make_message()
    Message.objects.filter(pk=text.pk).update(
        state=MessageState.ACCEPTED, sid=f"SM{text.pk}", delivery=delivery,
        accepted_at=text.due_at + timedelta(seconds=after),
    )  # fmt: skip
    for number in range(sids):
        MessageAttempt.objects.create(
            message=text, number=number + 1, started_at=cast.NOW, won=won,
            sid=f"SM{text.pk}-{number}", outcome=MessageState.ACCEPTED,
        )  # fmt: skip
    return text


def test_speed_arrival_and_cost_are_counted_from_the_rows() -> None:
    for after in (1, 2, 10, 11, 61):
        sent(after=after)
    sent(after=3, delivery="undelivered", won=120)
    sent(after=3, delivery="sent", sids=2)
    stuck = make_message()
    Message.objects.filter(pk=stuck.pk).update(send_before=cast.NOW)
    doubt = make_message()
    Message.objects.filter(pk=doubt.pk).update(state=MessageState.UNCERTAIN)
    make_message(centre=cast.make_centre("seongdong"))

    found = sending_figures(centre=cast.make_centre(), since=cast.NOW, now=LATER)

    assert (found.sent, found.within_10_s, found.within_60_s) == (7, 5, 6)
    assert (found.arrived, found.not_arrived, found.in_doubt) == (5, 1, 1)
    assert (found.lost, found.twice, found.won) == (1, 1, 5 * 60 + 120 + 120)
    assert [(one.template, one.texts, one.won) for one in found.kinds] == [("visit_booked", 7, 540)]
    assert round(found.in_time_share or 0) == 71


def test_the_page_stands_with_and_without_texts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    client.force_login(cast.make_staff(Role.COORDINATOR))

    assert client.get("/messages/figures/?days=366").status_code == 200
    sent(after=1)

    assert "100.0 %" in client.get("/messages/figures/?days=1").content.decode().replace(
        "100.0%", "100.0 %"
    )
