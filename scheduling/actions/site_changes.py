"""A workplace that moves house or is split, and people who go to another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.job_changes import give_contact
from outreach.actions.relocations import relocate
from outreach.actions.workplaces import AlreadyClosed, register_workplace
from outreach.models import Contact, Relocation, Staff, Worker, Workplace
from safety.actions import job_changes
from safety.actions.due_items import recompute_workplace
from scheduling.actions.feeds import write_event
from scheduling.models import Enrolment, TrainingClass, Visit


class NothingToSplit(Exception):
    """Nobody was chosen for the new workplace."""

    def __init__(self) -> None:
        super().__init__(_("Please choose who goes to the new workplace."))


@transaction.atomic
def move_site(
    *,
    workplace: Workplace,
    road_address: str,
    lot_address: str,
    moved_date: date,
    staff: Staff | None,
    today: date,
    now: datetime,
) -> Relocation:
    """
    Give a workplace its new address; the visits planned at the old one are marked.

    :raises AlreadyClosed, NoNewAddress, MovesLater, ChangedMeanwhile: as outreach's `relocate`
    """
    before = relocate(
        workplace=workplace,
        road_address=road_address,
        lot_address=lot_address,
        moved_date=moved_date,
        staff=staff,
        today=today,
        now=now,
    )
    ahead = Visit.objects.live().filter(workplace=workplace)
    ahead.update(address_changed_at=now)
    for visit in ahead.select_related("team"):
        write_event(visit=visit, now=now)
    return before


@transaction.atomic
def change_job(
    *,
    worker: Worker,
    to: Workplace,
    since: date,
    job: str,
    today: date,
    now: datetime,
    keeps_work: bool = False,
) -> Worker:
    """
    Let somebody work elsewhere; seats in classes to come go along.

    :raises SameJob, OfAnotherCentre, LeftAlready, LeavesLater, LeftBeforeHired, AlreadyClosed,
        AlreadyOnTheList: as safety's action of the name
    """
    taken_on = job_changes.change_job(
        worker=worker,
        to=to,
        since=since,
        job=job,
        keeps_work=keeps_work,
        today=today,
        now=now,
    )
    Enrolment.objects.filter(
        worker=worker,
        training_class__state=TrainingClass.State.OPEN,
        training_class__starts_at__gt=now,
    ).exclude(state=Enrolment.State.CANCELLED).update(worker=taken_on)
    return taken_on


@transaction.atomic
def split_site(
    *,
    workplace: Workplace,
    facts: Mapping[str, Any],
    workers: Collection[Worker],
    contacts: Collection[Contact],
    since: date,
    today: date,
    now: datetime,
) -> Workplace:
    """
    Make a workplace of its own of some people of another; they keep their work and their clocks.

    :raises NothingToSplit: nobody was chosen
    :raises AlreadyClosed: the workplace has closed
    :raises AlreadyRegistered: the new number belongs to another workplace
    """
    if workplace.closed_date is not None:
        raise AlreadyClosed
    if not workers and not contacts:
        raise NothingToSplit
    new = register_workplace(
        centre=workplace.centre,
        facts={"ksic": workplace.ksic, **facts},
        today=today,
        now=now,
    )
    for contact in contacts:
        give_contact(contact=contact, to=new, now=now)
    for worker in workers:
        change_job(
            worker=worker,
            to=new,
            since=since,
            job=worker.job,
            keeps_work=True,
            today=today,
            now=now,
        )
    recompute_workplace(workplace=new, today=today, now=now)
    return new


@transaction.atomic
def keep_visit(*, visit: Visit) -> None:
    """Note that somebody looked: the visit stands at the new address."""
    Visit.objects.filter(pk=visit.pk).update(address_changed_at=None)
