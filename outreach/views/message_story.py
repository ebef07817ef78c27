"""What happened to one text, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.message_words import attempt_words, event_words, withdrawn_because
from outreach.models import Message, MessageDecision
from outreach.models.message import WAITING
from outreach.templatetags.written import weekday_time

_Kind = MessageDecision.Kind
_DECIDED = {
    _Kind.SENT_AGAIN: gettext_lazy("Sent a second time by staff"),
    _Kind.ARRIVED: gettext_lazy("It arrived, staff say"),
    _Kind.NEVER_MIND: gettext_lazy("No longer needed, staff say"),
}


@dataclass(frozen=True)
class Step:
    """One line of the story, as components/_timeline.html reads it."""

    at: datetime
    title: str
    text: str = ""
    is_ahead: bool = False

    @property
    def when(self) -> str:
        """The moment in Seoul."""
        return weekday_time(self.at)


def story_of(message: Message) -> list[Step]:
    """Return the steps, oldest first; what is still to come stands last."""
    return sorted(_steps(message), key=lambda step: (step.is_ahead, step.at))


def _steps(message: Message) -> Iterator[Step]:
    yield Step(message.planned_at, _("Text planned"))
    for attempt in message.attempts.order_by("number"):
        yield Step(
            attempt.ended_at or attempt.started_at,
            _("Attempt %(number)s") % {"number": attempt.number},
            attempt_words(attempt),
        )
    for event in message.events.order_by("received_at", "pk"):
        yield Step(event.received_at, event_words(event))
    if message.withdrawn_at:
        yield Step(message.withdrawn_at, _("Taken back"), withdrawn_because(message))
    decision = MessageDecision.objects.filter(message=message).select_related("decided_by").first()
    if decision:
        told = " · ".join(word for word in (decision.decided_by.name, decision.reason) if word)
        yield Step(decision.decided_at, str(_DECIDED[_Kind(decision.kind)]), told)
    elif message.handled_at:
        yield Step(message.handled_at, _("Taken care of by staff"))
    if message.state in WAITING:
        yield Step(message.next_try_at, _("To be sent"), is_ahead=True)
