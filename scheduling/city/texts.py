"""Let the texts of the played weeks have gone out: no sender was there to send them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from outreach.models import Message, MessageAttempt, MessageState
from outreach.models.message import WAITING
from scheduling.city.base import Base

# What went wrong with a few, so that the work list of 문자 has something of each.
TROUBLES: tuple[dict[str, Any], ...] = (
    {"state": MessageState.REFUSED, "error_code": "21614", "sid": "", "accepted_at": None,
     "delivery": ""},
    {"delivery": "undelivered", "error_code": "30005"},
    {"state": MessageState.DOUBT, "sid": "", "accepted_at": None, "delivery": ""},
)  # fmt: skip


def play_texts(base: Base, *, now: datetime) -> None:
    """Mark as sent what was due before now, with one attempt each."""
    past = Message.objects.filter(centre=base.centre, state__in=WAITING, due_at__lt=now)
    numbers = list(past.order_by("pk").values_list("pk", flat=True))
    gone = Message.objects.filter(pk__in=numbers)
    gone.update(
        state=MessageState.ACCEPTED,
        sid=Concat(Value("SMdemo"), Cast(F("pk"), CharField())),
        accepted_at=F("due_at") + timedelta(seconds=2),
        attempt_number=1,
        delivery="delivered",
    )
    MessageAttempt.objects.bulk_create(
        MessageAttempt(
            message=message,
            number=1,
            started_at=message.due_at + timedelta(seconds=1),
            ended_at=message.due_at + timedelta(seconds=2),
            outcome=MessageState.ACCEPTED,
        )
        for message in gone
    )
    for number, trouble in zip(reversed(numbers), TROUBLES, strict=False):
        Message.objects.filter(pk=number).update(**trouble)
