from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.models import DemoClock, Message
from outreach.rules.quiet_hours import next_sending_moment


class OnlyInDemo(Exception):
    """A real server's clock is nobody's to set."""

    def __init__(self) -> None:
        super().__init__(_("The clock can be set forward only in the demo."))


class NoTextWaiting(Exception):
    """No text waits for a later moment."""

    def __init__(self) -> None:
        super().__init__(_("No text is waiting. Book a visit first."))


@transaction.atomic
def advance_to_next_text(*, now: datetime) -> datetime:
    """
    Set the demo's clock forward to the moment when the next waiting text may leave.

    Texts that may leave already are the sender's business and are passed over.

    :raises OnlyInDemo: this is a real server
    :raises NoTextWaiting: no text waits for a later moment
    """
    if not settings.DEMO:
        raise OnlyInDemo
    waiting = Message.objects.waiting().filter(send_before__gt=F("next_try_at"))
    moments = (
        next_sending_moment(max(at, now))
        for at in waiting.order_by("next_try_at").values_list("next_try_at", flat=True).iterator()
    )
    moment = next((moment for moment in moments if moment > now), None)
    if moment is None:
        raise NoTextWaiting
    clock, _made = DemoClock.objects.get_or_create(pk=1)
    DemoClock.objects.filter(pk=clock.pk).update(ahead=F("ahead") + (moment - now))
    return moment
