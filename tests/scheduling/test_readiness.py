"""The answer to a watching program."""

from __future__ import annotations

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from pytest_django import Settings

from outreach.actions import restores
from outreach.models import MassSend, Message, MessageState, SendingTally
from scheduling.models import Visit
from tests.cast import NOW, make_centre, make_contact
from tests.cast_scheduling import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def failing(client: Client) -> set[str]:
    """Return the checks that fail; the code of the answer says the same."""
    answer = client.get("/readyz/")
    body = answer.json()
    found = {name for name, check in body["checks"].items() if not check["ok"]}
    assert (answer.status_code == 200) is body["ready"] is (not found)
    return found


def make_texts(number: int = 1) -> Visit:
    contact = make_contact()
    for _each in range(number - 1):
        make_contact(contact.workplace)
    return make_visit(contact.workplace)


def test_all_is_well_on_an_empty_house(client: Client) -> None:
    assert failing(client) == set()


def test_a_text_that_should_have_left_two_minutes_ago_is_an_alarm(client: Client) -> None:
    make_texts()
    waiting = Message.objects.waiting().order_by("next_try_at")[:1]

    Message.objects.filter(pk__in=waiting.values("pk")).update(
        next_try_at=NOW - timedelta(seconds=120)
    )
    assert failing(client) == set()
    Message.objects.filter(next_try_at__lt=NOW).update(next_try_at=NOW - timedelta(seconds=121))
    assert failing(client) == {"oldest_due_text_seconds"}


def test_a_text_of_tomorrow_is_no_alarm(client: Client) -> None:
    make_texts()
    Message.objects.update(next_try_at=NOW + timedelta(days=1))

    assert failing(client) == set()


def test_eleven_texts_in_doubt_are_an_alarm_until_somebody_has_looked(client: Client) -> None:
    make_texts(11)
    news = Message.objects.filter(reminder__rule="BOOKED")
    news.update(state=MessageState.DOUBT)
    assert news.model.objects.filter(state=MessageState.DOUBT).count() == 11

    assert failing(client) == {"texts_in_doubt"}
    Message.objects.filter(pk=Message.objects.filter(state="DOUBT").earliest("pk").pk).update(
        handled_at=NOW
    )
    assert failing(client) == set()


@pytest.mark.parametrize("minutes", [-5, 10])
def test_jobs_that_move_are_no_alarm(client: Client, minutes: int) -> None:
    Schedule.objects.create(func="x", next_run=timezone.now() - timedelta(minutes=minutes))

    assert failing(client) == set()


def test_a_timetable_that_stands_still_is_an_alarm(client: Client) -> None:
    Schedule.objects.create(func="x", next_run=timezone.now() - timedelta(minutes=16))

    assert failing(client) == {"jobs_behind_seconds"}


def test_a_job_that_nobody_takes_is_an_alarm(client: Client) -> None:
    OrmQ.objects.create(key="ansim", payload="", lock=timezone.now() - timedelta(minutes=16))

    assert failing(client) == {"jobs_behind_seconds"}


def test_a_full_disk_is_an_alarm(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=199 * 1024 * 1024))

    assert failing(client) == {"free_disk_megabytes"}


def test_a_missing_migration_is_an_alarm(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    executor = "scheduling.views.readiness.MigrationExecutor.migration_plan"
    monkeypatch.setattr(executor, lambda self, targets: [("outreach", "0002")])

    assert failing(client) == {"migrations"}


def test_the_answer_holds_numbers_only(client: Client) -> None:
    make_texts()

    text = client.get("/readyz/").content.decode()

    assert "한빛" not in text
    assert "+82" not in text


@pytest.mark.parametrize("kill_switch", [True, False])
def test_sending_that_is_off_for_all_is_an_alarm(
    client: Client, settings: Settings, kill_switch: bool
) -> None:
    settings.SMS_KILL_SWITCH = kill_switch
    if not kill_switch:
        restores.hold(now=NOW)

    assert failing(client) == {"sending_held"}


def test_a_mass_that_nobody_decides_on_is_an_alarm(client: Client) -> None:
    hours = timedelta(hours=2)
    MassSend.objects.create(centre=make_centre(), planned_at=NOW - hours, found_at=NOW - hours)

    assert failing(client) == {"masses_forgotten"}


def test_a_doubt_that_cannot_be_looked_up_is_an_alarm(client: Client) -> None:
    make_texts()
    text = Message.objects.earliest("pk")
    long_ago = timezone.now() - timedelta(hours=1)
    Message.objects.filter(pk=text.pk).update(
        state=MessageState.DOUBT, claimed_at=long_ago, look_up_at=long_ago
    )

    assert failing(client) == {"oldest_doubt_seconds"}


def test_a_centre_that_has_spent_its_month_is_an_alarm(client: Client, settings: Settings) -> None:
    SendingTally.objects.create(
        centre=make_centre(), date=NOW.date(), texts=1, won=settings.SMS_MONTH_WON
    )

    assert failing(client) == {"centres_out_of_texts"}
