"""Whatever keeps texts from leaving is read on the pages and told to the watching program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from outreach import clock
from outreach.access import Role
from outreach.actions import sending_stops
from outreach.actions.replies import stop_texts
from outreach.actions.restores import hold
from outreach.actions.sending_alarms import LONGEST_SILENCE, Trouble, alarms_of, beat
from outreach.models import Centre, MassSend, Message, MessageState, SenderBeat, SendingTally
from outreach.views.sending_alarms import WORDS
from tests import cast
from tests.cast import NOW, TODAY
from tests.outreach.outbox import make_link, make_message

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def set_state(state: MessageState) -> None:
    Message.objects.filter(pk=make_message().pk).update(state=state)


def stop(settings: Settings, centre: Centre) -> None:
    staff = cast.make_staff(Role.ADMINISTRATOR)
    sending_stops.stop(centre=centre, by=staff, reason="점검", now=NOW)


def spend(settings: Settings, centre: Centre) -> None:
    SendingTally.objects.create(centre=centre, date=TODAY, texts=settings.SMS_CENTRE_CAP, won=0)


def spend_money(settings: Settings, centre: Centre) -> None:
    SendingTally.objects.create(centre=centre, date=TODAY, texts=1, won=settings.SMS_MONTH_WON)


def be_late(settings: Settings, centre: Centre) -> None:
    text = make_message()
    Message.objects.filter(pk=text.pk).update(next_try_at=NOW - timedelta(minutes=5))


def doubt(settings: Settings, centre: Centre) -> None:
    for _each in range(11):
        set_state(MessageState.DOUBT)


TROUBLES: dict[Trouble, Callable[[Settings, Centre], object]] = {
    Trouble.SWITCHED_OFF: lambda settings, centre: setattr(settings, "SMS_KILL_SWITCH", True),
    Trouble.HELD: lambda settings, centre: hold(now=NOW),
    Trouble.STOPPED: stop,
    Trouble.SILENT: lambda settings, centre: beat(
        name="a:1", at=timezone.now() - timedelta(minutes=3)
    ),
    Trouble.LATE: be_late,
    Trouble.DOUBT: doubt,
    Trouble.UNCERTAIN: lambda settings, centre: set_state(MessageState.UNCERTAIN),
    Trouble.MASS: lambda settings, centre: MassSend.objects.create(
        centre=centre, planned_at=NOW, found_at=NOW
    ),
    Trouble.DAY_SPENT: spend,
    Trouble.MONTH_SPENT: spend_money,
}


def test_a_quiet_house_has_no_alarm(centre: Centre) -> None:
    assert alarms_of(centre, now=NOW, real_now=timezone.now()) == []


@pytest.mark.parametrize("trouble", list(Trouble))
def test_each_trouble_is_read_on_every_page_of_the_texts(
    trouble: Trouble, settings: Settings, centre: Centre, signed_in: SignedIn
) -> None:
    TROUBLES[trouble](settings, centre)

    assert [one.trouble for one in alarms_of(centre, now=NOW, real_now=timezone.now())] == [trouble]
    client, words = signed_in(), str(WORDS[trouble]).split("%")[0][:12]
    for page in ("/", "/messages/"):
        said = [one.words for one in client.get(page).context["alarms"]]
        assert len(said) == 1 and said[0].startswith(words), page
    assert client.get("/messages/sending/").status_code == 200
    assert signed_in(Role.CLINICIAN).get("/").context["alarms"] == []


def test_another_centre_reads_nothing_of_ours(centre: Centre, other_centre: Centre) -> None:
    stop(Settings, centre)  # type: ignore[arg-type]
    set_state(MessageState.UNCERTAIN)

    assert alarms_of(other_centre, now=NOW, real_now=timezone.now()) == []


def test_a_sender_that_lives_is_no_alarm_and_dead_ones_are_forgotten(client: Client) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    for name, at in (("a:1", long_ago), ("b:1", timezone.now()), ("b:1", timezone.now())):
        beat(name=name, at=at)

    assert SenderBeat.objects.values_list("name", flat=True).get() == "b:1"
    assert client.get("/readyz/").json()["checks"]["sender_silent_seconds"]["ok"]
    SenderBeat.objects.update(seen_at=timezone.now() - LONGEST_SILENCE - timedelta(seconds=5))
    assert not client.get("/readyz/").json()["checks"]["sender_silent_seconds"]["ok"]


def test_replies_are_counted_where_the_day_begins(signed_in: SignedIn) -> None:
    client, link = signed_in(), make_link()
    make_message(link=link)
    assert "받은 답과 요청" not in [one.label for one in client.get("/").context["figures"]]
    assert link.workplace is not None

    stop_texts(link=link, workplace=link.workplace, phone="+821000009999", now=NOW)

    figures = {one.label: one.figure for one in client.get("/").context["figures"]}
    assert figures["받은 답과 요청"] == 1
    assert client.get("/messages/").context["replies"] == 1
