"""What the owner says on the telephone, noted in one click."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.calls import record_call
from outreach.models import ContactAttempt, Staff
from scheduling.actions.visits import ask_other_time, confirm_visit
from scheduling.models import OwnerAnswer, Visit


class TelephoneAnswer(models.TextChoices):
    CONFIRMED = "CONFIRMED", _("confirms")
    OTHER_TIME = "OTHER_TIME", _("wants another time")
    NO_ANSWER = "NO_ANSWER", _("no answer")


_OUTCOMES = {
    TelephoneAnswer.CONFIRMED: ContactAttempt.Outcome.CONFIRMED,
    TelephoneAnswer.OTHER_TIME: ContactAttempt.Outcome.WANTS_OTHER_TIME,
    TelephoneAnswer.NO_ANSWER: ContactAttempt.Outcome.NO_ANSWER,
}


@transaction.atomic
def answer_by_telephone(
    *, visit: Visit, answer: TelephoneAnswer, wish: str, staff: Staff, now: datetime
) -> None:
    """
    Note a call about a visit, and what the owner answered.

    :raises VisitRefused: the visit has changed, is over or has begun, or the answer is known
    """
    if answer == TelephoneAnswer.CONFIRMED:
        confirm_visit(visit=visit, staff=staff, now=now)
    elif answer == TelephoneAnswer.OTHER_TIME:
        ask_other_time(visit=visit, wish=wish, staff=staff, now=now)
    record_call(
        workplace=visit.workplace,
        purpose=ContactAttempt.Purpose.VISIT,
        outcome=_OUTCOMES[answer],
        staff=staff,
        now=now,
    )


class AlreadySettled(Exception):
    """Somebody has taken care of this answer."""

    def __init__(self) -> None:
        super().__init__(_("This has been taken care of already."))


@transaction.atomic
def settle_answer(*, answer: OwnerAnswer, now: datetime) -> None:
    """
    Note that staff took care of what an owner said.

    :raises AlreadySettled: somebody was faster
    """
    if not OwnerAnswer.objects.filter(pk=answer.pk, handled_at=None).update(handled_at=now):
        raise AlreadySettled
