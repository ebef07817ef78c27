"""Somebody works elsewhere now: a new row there, the old one stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.workers import add_worker, leave
from outreach.actions.workplaces import next_version
from outreach.models import Consent, Contact, Message, Worker, Workplace
from outreach.models.message import WAITING
from outreach.rules.phones import national_format

MOVED_AWAY = "MOVED_AWAY"


class SameJob(Exception):
    """The worker works there."""

    def __init__(self) -> None:
        super().__init__(_("Please choose another workplace: this is the same one."))


class OfAnotherCentre(Exception):
    """What is on record of somebody does not cross to another centre (개인정보 보호법 제17조)."""

    def __init__(self) -> None:
        super().__init__(_("This workplace belongs to another centre."))


@transaction.atomic
def change_job(*, worker: Worker, to: Workplace, since: date, job: str, now: datetime) -> Worker:
    """
    Write somebody down at a new workplace; consents that hold go with the person.

    Exams, classes and certificates stay with the row under which they happened; every row of a
    person names the first one (`WorkerQuerySet.of_person`).

    :raises SameJob: it is where they work
    :raises OfAnotherCentre: the workplace belongs to another centre
    :raises LeftAlready, LeavesLater, LeftBeforeHired: as when somebody leaves
    :raises AlreadyClosed, AlreadyOnTheList: as when somebody is added
    """
    if to.pk == worker.workplace_id:
        raise SameJob
    if to.centre_id != worker.workplace.centre_id:
        raise OfAnotherCentre
    leave(worker=worker, left_date=since, now=now)
    taken_on = add_worker(
        workplace=to,
        name=worker.name,
        birth_date=worker.birth_date,
        phone=national_format(worker.phone) if worker.phone else "",
        language=worker.language,
        job=job,
        hired_date=since,
        now=now,
    )
    taken_on.first_job_id = worker.first_job_id or worker.pk
    taken_on.save(update_fields=["first_job"])
    Consent.objects.filter(worker=worker, withdrawn_at=None).update(worker=taken_on)
    waiting = Message.objects.filter(worker=worker, state__in=WAITING, withdrawn_at=None)
    waiting.update(worker=taken_on, workplace=to)
    return taken_on


@transaction.atomic
def give_contact(*, contact: Contact, to: Workplace, now: datetime) -> Contact:
    """
    Let a contact belong to another workplace, with what they agreed to; waiting texts go.

    :raises OfAnotherCentre: the workplace belongs to another centre
    """
    if to.centre_id != contact.workplace.centre_id:
        raise OfAnotherCentre
    contact.version = next_version(Contact.objects.filter(pk=contact.pk), None)
    contact.workplace = to
    contact.is_primary = not to.contacts.current().filter(is_primary=True).exists()
    contact.save(update_fields=["workplace", "is_primary"])
    Message.objects.filter(contact=contact).take_back(reason=MOVED_AWAY, at=now)
    return contact
