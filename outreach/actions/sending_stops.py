"""Stopping and resuming the sending: who, when and why; and the second word for a mass."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, MassSend, Message, SendingStop, Staff
from outreach.models.message import MessageQuerySet

MASS_REFUSED = "MASS_REFUSED"


class AlreadyStopped(Exception):
    """Sending is stopped already."""

    def __init__(self) -> None:
        super().__init__(_("Sending is stopped already."))


class NotStopped(Exception):
    """Sending is not stopped, or not by the staff of this centre."""

    def __init__(self) -> None:
        super().__init__(_("Sending is not stopped."))


class WrongNumber(Exception):
    """Whoever gives the second word named another number of texts than there are."""

    def __init__(self) -> None:
        super().__init__(_("That is not the number of texts. Please look again."))


class AlreadyDecided(Exception):
    """The mass was let go or taken back before."""

    def __init__(self) -> None:
        super().__init__(_("This has been decided already."))


def standing_for(centre: Centre | None) -> tuple[SendingStop | None, SendingStop | None]:
    """Return the stop of a centre and the one of the whole product, where they stand."""
    standing = SendingStop.objects.standing()
    return standing.filter(centre=centre).first(), standing.filter(centre=None).first()


@transaction.atomic
def stop(*, centre: Centre, by: Staff, reason: str, now: datetime) -> SendingStop:
    """
    Let no text of a centre leave from the next claim on, until somebody resumes.

    :raises AlreadyStopped: it is stopped
    """
    row, made = SendingStop.objects.get_or_create(
        centre=centre,
        ended_at=None,
        defaults={"reason": reason, "started_at": now, "started_by": by},
    )
    if not made:
        raise AlreadyStopped
    return row


@transaction.atomic
def resume(*, centre: Centre, by: Staff, now: datetime) -> None:
    """
    Let the texts of a centre leave again.

    :raises NotStopped: it is not stopped
    """
    standing = SendingStop.objects.standing().filter(centre=centre)
    if not standing.update(ended_at=now, ended_by=by):
        raise NotStopped


def size_of(mass: MassSend) -> int:
    """Return how many texts of the act still wait."""
    return texts_of(mass).waiting().count()


@transaction.atomic
def confirm_mass(*, mass: MassSend, texts: int, by: Staff, now: datetime) -> None:
    """
    Give the second word for a mass of texts, by naming how many they are.

    :raises WrongNumber: they are more or fewer
    :raises AlreadyDecided: it was let go or taken back
    """
    if texts != size_of(mass):
        raise WrongNumber
    _decide(mass, by, now)


@transaction.atomic
def refuse_mass(*, mass: MassSend, by: Staff, now: datetime) -> int:
    """
    Take all texts of an act back; return how many.

    :raises AlreadyDecided: it was let go or taken back
    """
    _decide(mass, by, now)
    return texts_of(mass).take_back(reason=MASS_REFUSED, at=now)


def texts_of(mass: MassSend) -> MessageQuerySet:
    """Return the texts of the act."""
    return Message.objects.filter(centre=mass.centre_id, planned_at=mass.planned_at)


def _decide(mass: MassSend, by: Staff, now: datetime) -> None:
    row = MassSend.objects.unconfirmed().filter(pk=mass.pk)
    if not row.update(confirmed_at=now, confirmed_by=by):
        raise AlreadyDecided
