from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions.search import refresh
from outreach.actions.workplaces import (
    AlreadyClosed,
    NotAFact,
    ResidentNumberGiven,
    next_version,
)
from outreach.models import Worker, Workplace
from outreach.rules.phones import recognise
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import tidy

FACTS = frozenset({"name", "birth_date", "phone", "language", "job", "hired_date"})


class AlreadyOnTheList(Exception):
    """The workplace has a worker of that name and birth date."""

    def __init__(self) -> None:
        super().__init__(_("A worker of this name and birth date is already on the list."))


class NotAMobileNumber(Exception):
    """A worker's number is for texts; nothing else is of use."""

    def __init__(self) -> None:
        super().__init__(_("Please enter a mobile number that begins with 010, or leave it empty."))


class LeftAlready(Exception):
    """The worker left before."""

    def __init__(self) -> None:
        super().__init__(_("This worker has left already."))


class LeavesLater(Exception):
    """A worker who still works is not taken off the list in advance."""

    def __init__(self) -> None:
        super().__init__(_("The leaving date lies in the future."))


class LeftBeforeHired(Exception):
    """Nobody leaves before the first day."""

    def __init__(self) -> None:
        super().__init__(_("The leaving date lies before the hiring date."))


@transaction.atomic
def add_worker(
    *,
    workplace: Workplace,
    name: str,
    birth_date: date | None,
    phone: str,
    language: str,
    job: str,
    hired_date: date | None,
    now: datetime,
) -> Worker:
    """
    Put a worker on the list of a workplace, with the telephone number as people write it.

    :raises AlreadyClosed: the workplace has closed
    :raises AlreadyOnTheList: somebody of that name and birth date works there
    :raises NotAMobileNumber: the number is none that a text reaches
    :raises ResidentNumberGiven: a text looks like one
    """
    if workplace.closed_date is not None:
        raise AlreadyClosed
    facts = _columns(
        {
            "name": name,
            "birth_date": birth_date,
            "phone": phone,
            "language": language,
            "job": job,
            "hired_date": hired_date,
        }
    )
    worker = Worker(workplace=workplace, **facts)
    _refuse_a_second(worker)
    worker.save(force_insert=True)
    _facts_changed(workplace, now)
    return worker


@transaction.atomic
def change_worker(
    *, worker: Worker, changes: Mapping[str, Any], now: datetime, version: int | None = None
) -> Worker:
    """
    Change some facts of a worker.

    :raises ChangedMeanwhile: somebody changed them since `version` was read
    :raises AlreadyOnTheList: somebody else of that name and birth date works there
    :raises NotAMobileNumber: the number is none that a text reaches
    :raises ResidentNumberGiven: a text looks like one
    """
    worker.version = next_version(Worker.objects.filter(pk=worker.pk), version)
    for name, value in _columns(changes).items():
        setattr(worker, name, value)
    _refuse_a_second(worker)
    worker.save(update_fields=[*changes])
    _facts_changed(worker.workplace, now)
    return worker


@transaction.atomic
def leave(*, worker: Worker, left_date: date, now: datetime) -> Worker:
    """
    Take a worker off the list from a day on.

    :raises LeftAlready: the worker is off it
    :raises LeavesLater: the day lies in the future
    :raises LeftBeforeHired: the day lies before the hiring
    """
    if worker.left_date is not None:
        raise LeftAlready
    if left_date > timezone.localdate(now):
        raise LeavesLater
    if worker.hired_date is not None and left_date < worker.hired_date:
        raise LeftBeforeHired
    worker.version = next_version(Worker.objects.filter(pk=worker.pk), None)
    worker.left_date = left_date
    worker.save(update_fields=["left_date"])
    _facts_changed(worker.workplace, now)
    return worker


def _columns(facts: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := facts.keys() - FACTS:
        raise NotAFact(", ".join(sorted(unknown)))
    columns = dict(facts)
    for name in ("name", "job"):
        if name in columns:
            columns[name] = tidy(columns[name])
            if holds_resident_number(columns[name]):
                raise ResidentNumberGiven
    if "phone" in columns:
        columns["phone"] = _mobile(columns["phone"])
    return columns


def _mobile(written: str) -> str:
    if holds_resident_number(written):
        raise ResidentNumberGiven
    if not written.strip():
        return ""
    number = recognise(written)
    if not number.textable or number.e164 is None:
        raise NotAMobileNumber
    return number.e164


def _refuse_a_second(worker: Worker) -> None:
    """Two unnamed birth dates do not meet: they may be two people of one name."""
    if worker.birth_date is None or worker.left_date is not None:
        return
    same = Worker.objects.employed().filter(
        workplace=worker.workplace, name=worker.name, birth_date=worker.birth_date
    )
    if same.exclude(pk=worker.pk).exists():
        raise AlreadyOnTheList


def _facts_changed(workplace: Workplace, now: datetime) -> None:
    workplace.facts_changed_at = now
    workplace.save(update_fields=["facts_changed_at"])
    refresh(workplaces=[workplace.pk])
