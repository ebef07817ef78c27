"""Imports by real processes that are killed at any moment, and by two at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from outreach.actions import imports
from outreach.actions.imports import committing
from outreach.models import Centre, Contact, ImportFile, ImportRow, Workplace
from tests import cast
from tests.fixtures_simulator import wait_for
from tests.nursery import Nursery, nursery
from tests.outreach.lists import look, receive_list
from tests.outreach.outbox import database_url

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)
WORK = """
from datetime import timedelta
from django.utils import timezone
from outreach.actions import imports
from outreach.actions.imports import committing, reading, undoing
from outreach.models import ImportFile
reading.CHUNK = committing.CHUNK = undoing.CHUNK = 10

def run(pk, minutes):
    clock = lambda: timezone.now() + timedelta(minutes=int(minutes))
    imports.work(import_file=ImportFile(pk=int(pk)), clock=clock)
"""
ROWS = [
    {
        "name": f"한빛{number:03d}호",
        "address": f"서울특별시 중구 을지로 {number}",
        "phone": f"010-0123-{number:04d}" if number % 3 else "",
    }
    for number in range(1, 301)
] + [{"name": "한빛001호", "address": "서울 중구 을지로 1", "phone": "02-000-0001"}]


@pytest.fixture
def workers() -> Iterator[Nursery]:
    """Whoever works on a file in a process of its own, so many minutes after the last one."""
    connection.commit()
    with nursery(WORK, {"DATABASE_URL": database_url()}) as found:
        yield found


def progress(file: ImportFile) -> tuple[str, int]:
    return ImportFile.objects.values_list("state", "rows_done").get(pk=file.pk)


def kill_at_a_random_row(
    workers: Nursery, file: ImportFile, minutes: int, draw: random.Random
) -> None:
    """Kill the process somewhere on its way; a draw decides where."""
    state, done = progress(file)
    goal = done + draw.randint(0, 60)
    connection.commit()
    with workers.child(file.pk, minutes) as process:
        wait_for(lambda: not process.is_alive or progress(file) > (state, goal), 60)


def register_of(centre: Centre) -> list[Any]:
    """Return the workplaces with their telephones, in words."""
    contacts: dict[int, list[str]] = {}
    for pk, phone in Contact.objects.order_by("phone").values_list("workplace_id", "phone"):
        contacts.setdefault(pk, []).append(phone)
    rows = Workplace.objects.filter(centre=centre).order_by("name").values_list("pk", "name")
    return [(name, contacts.get(pk, [])) for pk, name in rows]


def later(minutes: int) -> Callable[[], Any]:
    return lambda: timezone.now() + timedelta(minutes=minutes)


def test_a_list_killed_again_and_again_enters_once(
    centre: Centre, other_centre: Centre, workers: Nursery
) -> None:
    draw = random.Random(7)
    file = receive_list(centre, *ROWS)
    for minutes in (1, 2, 3):
        kill_at_a_random_row(workers, file, minutes, draw)
    imports.work(import_file=file, clock=later(4))
    imports.start_commit(import_file=file, staff=None, now=timezone.now())
    for minutes in range(5, 11):
        kill_at_a_random_row(workers, file, minutes, draw)
    done = imports.work(import_file=file, clock=later(11))

    whole = look(other_centre, *ROWS, all_districts=True)
    imports.start_commit(import_file=whole, staff=None, now=cast.NOW)
    imports.work(import_file=whole, clock=lambda: cast.NOW)

    assert done.state == ImportFile.State.COMMITTED
    assert (done.rows_done, done.rows.count()) == (301, 301)
    assert done.counts == {"NEW": 300, "MERGED": 1}
    assert register_of(centre) == register_of(other_centre)

    imports.start_undo(import_file=file, staff=None, now=timezone.now() + timedelta(minutes=12))
    for minutes in (13, 14):
        kill_at_a_random_row(workers, file, minutes, draw)
    undone = imports.work(import_file=file, clock=later(15))

    assert undone.state == ImportFile.State.UNDONE
    assert register_of(centre) == []


def stop_after(monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    """Let the process die in the middle of the chunk after so many."""
    real = committing.mark_applied
    seen = iter(range(chunks))

    def mark_or_die(*args: Any) -> None:
        if next(seen, None) is None:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(committing, "CHUNK", 50)
    monkeypatch.setattr(committing, "mark_applied", mark_or_die)


def break_off(file: ImportFile, chunks: int) -> None:
    with pytest.MonkeyPatch.context() as broken:
        stop_after(broken, chunks)
        with pytest.raises(KeyboardInterrupt):
            imports.work(import_file=file, clock=timezone.now)


def test_twin_without_what_marks_a_row_as_done_it_enters_twice(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = look(centre, *ROWS[:150])
    imports.start_commit(import_file=file, staff=None, now=timezone.now())
    break_off(file, 2)
    assert Workplace.objects.count() == 100

    def rows_whether_done_or_not(locked: ImportFile, last: int) -> list[ImportRow]:
        return list(locked.rows.entering().filter(pk__gt=last).order_by("pk")[:50])

    monkeypatch.setattr(committing, "waiting_rows", rows_whether_done_or_not)
    monkeypatch.setattr(committing, "_sort_out", lambda rows, comparer: (list(rows), []))
    imports.work(import_file=file, clock=later(1))

    assert Workplace.objects.count() == 250


def test_what_was_broken_off_goes_on_where_it_was(centre: Centre) -> None:
    file = look(centre, *ROWS[:150])
    imports.start_commit(import_file=file, staff=None, now=timezone.now())
    break_off(file, 2)

    imports.work(import_file=file, clock=later(1))

    assert Workplace.objects.count() == 150


def test_while_one_process_works_another_leaves_the_file_alone(centre: Centre) -> None:
    file = look(centre, *ROWS[:150])
    imports.start_commit(import_file=file, staff=None, now=timezone.now())
    break_off(file, 1)

    with pytest.raises(imports.BeingWorkedOn):
        imports.work(import_file=file, clock=timezone.now)

    assert imports.sweep(clock=timezone.now) == 0
    assert imports.sweep(clock=later(1)) == 1
    assert Workplace.objects.count() == 150


def test_a_cancelled_list_leaves_nothing(centre: Centre) -> None:
    file = look(centre, *ROWS[:150])
    imports.start_commit(import_file=file, staff=None, now=timezone.now())
    break_off(file, 2)

    imports.cancel(import_file=file, staff=None, now=timezone.now())
    done = imports.work(import_file=file, clock=later(1))

    assert done.state == ImportFile.State.DISCARDED
    assert not Workplace.objects.exists()
    assert not Contact.objects.exists()
    assert not done.rows.exists()


def test_a_list_cancelled_while_it_is_read_is_forgotten(centre: Centre) -> None:
    file = receive_list(centre, *ROWS[:10])

    imports.cancel(import_file=file, staff=None, now=cast.NOW)
    done = imports.work(import_file=file, clock=lambda: cast.NOW)

    assert (done.state, done.content) == (ImportFile.State.DISCARDED, None)
    assert not done.rows.exists()


def test_two_imports_of_one_list_at_once_register_each_workplace_once(centre: Centre) -> None:
    files = [look(centre, *ROWS[:200]) for _ in range(2)]
    for file in files:
        imports.start_commit(import_file=file, staff=None, now=timezone.now())
    failures: list[BaseException] = []

    def run(file: ImportFile) -> None:
        try:
            imports.work(import_file=file, clock=timezone.now)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as small:
        small.setattr(committing, "CHUNK", 20)
        threads = [threading.Thread(target=run, args=(file,)) for file in files]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failures == []
    assert Workplace.objects.count() == 200
    outcomes = [row.outcome for file in files for row in file.rows.all()]
    assert sorted(set(outcomes)) == ["NEW", "SAME"]
    assert outcomes.count("NEW") == 200
