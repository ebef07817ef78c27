from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.models import Consent, Staff, Worker
from safety.actions.due_closing import close_as_done, facts_changed
from safety.actions.exposures import refuse_if_gone
from safety.models import Consultation, DueItem


class NoConsent(Exception):
    """Health data are sensitive: without a standing consent none are kept (법 제23조)."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no consent to health data. Please ask the worker for it first.")
        )


class HeldLater(Exception):
    """A consultation is written down once it is held."""

    def __init__(self) -> None:
        super().__init__(_("The day of the consultation lies in the future."))


class AlreadyConsulted(Exception):
    """The consultation of that day is on record."""

    def __init__(self) -> None:
        super().__init__(_("A consultation of this day is on record already."))


class FollowUpTooEarly(Exception):
    """A follow-up lies after its consultation."""

    def __init__(self) -> None:
        super().__init__(_("The follow-up must lie after the consultation."))


class UnknownClinic(Exception):
    """The programme has no such clinic."""


@transaction.atomic
def record_consultation(
    *,
    worker: Worker,
    held_date: date,
    clinics: Sequence[str],
    measures: Mapping[str, int | float | str],
    follow_up_date: date | None,
    staff: Staff,
    today: date,
    now: datetime,
) -> Consultation:
    """
    Write down a consultation, its measures encrypted; it closes what was due and opens the next.

    :raises NoConsent: the worker's consent to health data does not stand
    :raises NotEmployed: the worker had left by that day
    :raises HeldLater: the day lies in the future
    :raises FollowUpTooEarly: the follow-up does not lie after it
    :raises AlreadyConsulted: one of that day is on record
    """
    consent = _standing_consent(worker)
    if consent is None:
        raise NoConsent
    refuse_if_gone(worker, held_date)
    if held_date > today:
        raise HeldLater
    if follow_up_date is not None and follow_up_date <= held_date:
        raise FollowUpTooEarly
    if unknown := set(clinics) - set(Consultation.Clinic.values):
        raise UnknownClinic(", ".join(sorted(unknown)))
    if worker.consultations.filter(held_date=held_date).exists():
        raise AlreadyConsulted
    consultation = Consultation.objects.create(
        worker=worker,
        consent=consent,
        held_date=held_date,
        clinics=list(clinics),
        measures_text=json.dumps(dict(measures), ensure_ascii=False) if measures else "",
        follow_up_date=follow_up_date,
        recorded_by=staff,
        recorded_at=now,
    )
    due = DueItem.objects.open().filter(
        Q(worker=worker, detail__in=["", *clinics]) | Q(worker=None),
        workplace=worker.workplace,
        kind=DueItem.Kind.CONSULTATION,
    )
    close_as_done(due, by=consultation, held=held_date, now=now)
    facts_changed(worker.workplace, today=today, now=now)
    return consultation


def _standing_consent(worker: Worker) -> Consent | None:
    return worker.consents.standing().filter(purpose=Consent.Purpose.HEALTH_DATA).first()
