"""The timetable owns the whole table of schedules, and nothing unnamed gets into the queue."""

from __future__ import annotations

from importlib import import_module

import pytest
from croniter import croniter
from django_q.models import Schedule
from django_q.tasks import async_task

from config import periodic
from config.periodic import Job, UnknownJob, sync_periodic

NIGHTLY = Job("open due items", "safety.tasks.open_due_items", "30 2 * * *")


@pytest.mark.parametrize("job", periodic.TIMETABLE, ids=lambda job: job.name)
def test_each_line_of_the_timetable_can_run(job: Job) -> None:
    module, name = job.func.rsplit(".", 1)

    assert callable(getattr(import_module(module), name))
    assert croniter.is_valid(job.cron)


@pytest.mark.parametrize("path", sorted(periodic.ONE_OFF))
def test_each_job_of_the_doors_can_run(path: str) -> None:
    module, name = path.rsplit(".", 1)

    assert callable(getattr(import_module(module), name))


def test_names_are_told_once() -> None:
    names = [job.name for job in periodic.TIMETABLE]

    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_a_second_sync_changes_nothing() -> None:
    first = sync_periodic((NIGHTLY,))
    row = Schedule.objects.get()

    second = sync_periodic((NIGHTLY,))

    assert (first, second) == (1, 0)
    assert Schedule.objects.get().next_run == row.next_run


@pytest.mark.django_db
def test_a_changed_cron_moves_the_next_run() -> None:
    sync_periodic((NIGHTLY,))
    before = Schedule.objects.get().next_run

    sync_periodic((Job(NIGHTLY.name, NIGHTLY.func, "45 5 * * *"),))

    after = Schedule.objects.get()
    assert after.cron == "45 5 * * *"
    assert after.next_run != before
    assert (after.next_run.hour, after.next_run.minute) == (20, 45)  # 05:45 in Seoul, in UTC


@pytest.mark.django_db
def test_the_library_alone_does_not_move_it() -> None:
    sync_periodic((NIGHTLY,))
    row = Schedule.objects.get()
    before = row.next_run

    row.cron = "45 5 * * *"
    row.save()

    assert Schedule.objects.get().next_run == before


@pytest.mark.django_db
def test_foreign_doubled_and_damaged_rows_are_removed() -> None:
    sync_periodic((NIGHTLY,))
    Schedule.objects.create(name="mine", func="os.system", args="'id'", schedule_type="H")
    Schedule.objects.create(name=NIGHTLY.name, func=NIGHTLY.func, cron="* * * * *")
    Schedule.objects.create(name=NIGHTLY.name, func=NIGHTLY.func, args="(", schedule_type="D")

    sync_periodic((NIGHTLY,))

    row = Schedule.objects.get()
    assert (row.name, row.func, row.cron, row.args) == (*vars(NIGHTLY).values(), None)


@pytest.mark.django_db
def test_an_unnamed_job_is_not_queued() -> None:
    periodic.guard_queue()

    with pytest.raises(UnknownJob, match=r"os\.system"):
        async_task("os.system", "id")


@pytest.mark.django_db
def test_a_named_job_is_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    periodic.guard_queue()
    monkeypatch.setattr(periodic, "TIMETABLE", (NIGHTLY,))

    assert async_task(NIGHTLY.func)
