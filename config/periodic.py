"""The timetable: every job that runs by the clock, and nothing else can be run by a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.signals import pre_enqueue


@dataclass(frozen=True)
class Job:
    """One line of the timetable; cron times are Seoul's (TIME_ZONE)."""

    name: str
    func: str
    cron: str


# A job asks what is due, not what was missed: after an outage it runs once, late, then on time.
TIMETABLE: tuple[Job, ...] = (
    Job("open due items", "safety.tasks.open_due_items", "30 2 * * *"),
    Job("open all due items", "safety.tasks.open_all_due_items", "30 1 * * 0"),
    Job("open changed due items", "safety.tasks.open_changed_due_items", "*/5 * * * *"),
    Job("plan missing reminders", "scheduling.tasks.plan_missing_reminders", "*/5 * * * *"),
    Job("let go of offers", "scheduling.tasks.let_go_of_offers", "* * * * *"),
    Job("resume imports", "outreach.tasks.resume_imports", "* * * * *"),
    Job("resume exports", "outreach.tasks.resume_exports", "* * * * *"),
    Job("refine points", "outreach.tasks.refine_points", "40 * * * *"),
    Job("forget form keys", "outreach.tasks.forget_form_keys", "50 3 * * *"),
    Job("look over tables", "outreach.tasks.look_over_tables", "50 * * * *"),
    Job("check invariants", "scheduling.tasks.check_invariants", "30 3 * * *"),
)

# What doors may hand to the queue by themselves, besides the timetable.
ONE_OFF: frozenset[str] = frozenset(
    {
        "outreach.tasks.work_on_import",
        "outreach.tasks.write_export",
        "scheduling.tasks.improve_plan",
    }
)


class UnknownJob(Exception):
    """The queue runs any dotted path it is given, so we give it only those that are named here."""


def refuse_unknown(sender: object, task: Mapping[str, Any], **kwargs: object) -> None:
    """Refuse to queue what is not named in this module (reliability: row 55)."""
    func = task["func"]
    path = func if isinstance(func, str) else f"{func.__module__}.{func.__qualname__}"
    if path not in ONE_OFF and path not in {job.func for job in TIMETABLE}:
        raise UnknownJob(path)


def guard_queue() -> None:
    """Put `refuse_unknown` before the queue in this process."""
    pre_enqueue.connect(refuse_unknown, dispatch_uid="refuse_unknown")


@transaction.atomic
def sync_periodic(timetable: tuple[Job, ...] | None = None) -> int:
    """
    Make the table of schedules say exactly what the timetable says; return the rows changed.

    The library neither moves `next_run` when a cron changes nor keeps names unique, and one
    malformed row stops every schedule, so rows that differ are written anew and others removed.
    """
    changed = 0
    kept: list[int] = []
    for job in TIMETABLE if timetable is None else timetable:
        wanted = {
            "name": job.name,
            "func": job.func,
            "cron": job.cron,
            "schedule_type": Schedule.CRON,
            "repeats": -1,
            "args": None,
            "kwargs": None,
            "hook": None,
            "cluster": None,
            "intended_date_kwarg": None,
        }
        row = Schedule.objects.filter(**wanted, next_run__isnull=False).order_by("pk").first()
        if row is None:
            row = Schedule.objects.create(**wanted)  # works out next_run from its cron
            changed += 1
        kept.append(row.pk)
    removed, _ = Schedule.objects.exclude(pk__in=kept).delete()
    return changed + int(removed)
