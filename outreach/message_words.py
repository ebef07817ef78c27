"""How a text, its state and its failure are named for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.actions.sending_limits import NUMBER_CAP
from outreach.actions.sending_outcomes import UNWRITABLE
from outreach.channels.provider_texts import Explanation, explain_code
from outreach.models import Channel, Message, MessageAttempt, MessageEvent, MessageState
from outreach.rules.wordings import Fault, Found

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: dict[str, StrPromise] = {
    "visit_booked": gettext_lazy("visit: booked"),
    "visit_offer": gettext_lazy("visit: times to choose from"),
    "visit_moved": gettext_lazy("visit: new time"),
    "visit_cancelled": gettext_lazy("visit: cancelled"),
    "visit_week_before": gettext_lazy("visit: a week before"),
    "visit_day_before": gettext_lazy("visit: the day before"),
    "visit_on_way": gettext_lazy("visit: comes at another time"),
    "several": gettext_lazy("several dates"),
    "several_no_link": gettext_lazy("several dates, without a page"),
    "class_booked": gettext_lazy("class: seat booked"),
    "class_week_before": gettext_lazy("class: a week before"),
    "class_day_before": gettext_lazy("class: the day before"),
    "class_cancelled": gettext_lazy("class: cancelled"),
    "certificate_ready": gettext_lazy("certificate ready"),
}
FAULTS: dict[Fault, StrPromise] = {
    Fault.EMPTY: gettext_lazy("The text is empty."),
    Fault.UNKNOWN_PLACE: gettext_lazy("There is no word for %(what)s in this text."),
    Fault.MISSING_PLACE: gettext_lazy("%(what)s must stand in the text."),
    Fault.CANNOT_TRAVEL: gettext_lazy("“%(what)s” cannot travel by text in Korea."),
    Fault.NOT_ASCII: gettext_lazy("“%(what)s” is not a plain English sign."),
    Fault.HEALTH_WORD: gettext_lazy("“%(what)s” speaks of health: anybody may read a text."),
    Fault.MARK_BY_HAND: gettext_lazy(
        "“%(what)s”: the marks of advertising are put in by themselves; please leave them out."
    ),
    Fault.OWN_ADDRESS: gettext_lazy("“%(what)s”: only the address of our page, {link}, may stand."),
}
ARRIVED = ("delivered", "read")
LOST = ("undelivered", "failed", "canceled")


@dataclass(frozen=True)
class StateWords:
    """A state in words, and how grave it is."""

    tone: str
    label: StrPromise


_ARRIVED = StateWords("success", gettext_lazy("delivered"))
_LOST = StateWords("danger", gettext_lazy("did not arrive"))
_SENT = StateWords("information", gettext_lazy("sent"))
_DECIDED = StateWords("gray", gettext_lazy("decided by staff"))
_UNKNOWN = StateWords("warning", gettext_lazy("not sure whether sent"))
STATES: dict[str, StateWords] = {
    MessageState.PLANNED: StateWords("gray", gettext_lazy("will be sent")),
    MessageState.CLAIMED: StateWords("information", gettext_lazy("being sent")),
    MessageState.ACCEPTED: _SENT,
    MessageState.FOUND: _SENT,
    MessageState.RETRY_LATER: StateWords("gray", gettext_lazy("will be sent again")),
    MessageState.REFUSED: StateWords("danger", gettext_lazy("could not be sent")),
    MessageState.DOUBT: _UNKNOWN,
    MessageState.UNCERTAIN: _UNKNOWN,
    MessageState.ABSENT: _UNKNOWN,
    MessageState.WITHDRAWN: StateWords("gray", gettext_lazy("taken back")),
    MessageState.TOO_LATE: StateWords("danger", gettext_lazy("too late, not sent")),
}
IN_DOUBT = Explanation(
    gettext_lazy("The line broke during sending: the text may or may not have arrived."),
    gettext_lazy("The provider is being asked; you need not do anything yet."),
)
UNCERTAIN = Explanation(
    gettext_lazy("The line broke twice during sending: the text may or may not have arrived."),
    gettext_lazy("Ask by phone whether it arrived, then decide. It is not sent again by itself."),
)
LETTER_UNCERTAIN = Explanation(
    gettext_lazy("The line broke during sending: the e-mail may or may not have arrived."),
    gettext_lazy("Ask by phone whether it arrived, then decide. It is not sent again by itself."),
)
LETTER_REFUSED = Explanation(
    gettext_lazy("The mail server refused this address."),
    gettext_lazy("Check the e-mail address, or call instead."),
)
TOO_MANY = Explanation(
    gettext_lazy("This number had its texts for the day, and tomorrow is too late for this one."),
    gettext_lazy("Call if it is still needed."),
)
WAS_TOO_LATE = Explanation(
    gettext_lazy("The text could not be sent in time."),
    gettext_lazy("Call if it is still needed."),
)
NOT_WRITABLE = Explanation(
    gettext_lazy("The words of this text could not be put together."),
    gettext_lazy("Call instead, and tell the administrator."),
)
WITHDRAWALS: dict[str, StrPromise] = {
    "OFFER": gettext_lazy("The offer was taken back."),
    "MOVED": gettext_lazy("The visit was moved."),
    "CANCELLED": gettext_lazy("The appointment was cancelled."),
    "OPTED_OUT": gettext_lazy("The recipient has refused texts."),
    "VISIT_OVER": gettext_lazy("The visit is over."),
    "LEFT_CLASS": gettext_lazy("The seat in the class was given back."),
    "MERGED": gettext_lazy("Two appointments were made one."),
    "NOT_ME": gettext_lazy("The number belongs to somebody else."),
    "ON_WAY": gettext_lazy("The team said another time."),
    "NUMBER_CHANGED": gettext_lazy("The number was changed."),
    "LINK_OFF": gettext_lazy("Its link was switched off."),
    "FOUND": gettext_lazy("The first text was found at the provider."),
    "UNREACHED": gettext_lazy("No text reaches this number any more."),
    "WORKPLACE_CLOSED": gettext_lazy("The workplace has closed."),
    "CERTIFICATE_WITHDRAWN": gettext_lazy("The certificate was withdrawn."),
    "MASS_REFUSED": gettext_lazy("So many texts at once were not wanted."),
}
STATUSES: dict[str, StrPromise] = {
    "queued": gettext_lazy("The carrier has it."),
    "sending": gettext_lazy("On its way"),
    "sent": gettext_lazy("Handed to the carrier"),
    "delivered": gettext_lazy("Arrived on the phone"),
    "read": gettext_lazy("Read by the recipient"),
    "undelivered": gettext_lazy("Did not arrive"),
    "failed": gettext_lazy("Did not arrive"),
    "canceled": gettext_lazy("Stopped by the carrier"),
}


def message_kind(key: str) -> str:
    """What a text is about."""
    return str(KINDS.get(key, key))


def message_state(message: Message) -> StateWords:
    """What became of a text, in a word."""
    if message.state in (MessageState.ACCEPTED, MessageState.FOUND):
        if message.delivery in ARRIVED:
            return _ARRIVED
        if message.delivery in LOST:
            return _LOST
    if message.state == MessageState.UNCERTAIN and message.handled_at is not None:
        return _DECIDED
    return STATES[message.state]


def message_failure(message: Message) -> Explanation | None:
    """Why a text failed and what to do next; nothing when it did not."""
    if message.state == MessageState.DOUBT:
        return IN_DOUBT
    if message.state == MessageState.UNCERTAIN:
        letter = message.channel == Channel.EMAIL
        return None if message.handled_at else LETTER_UNCERTAIN if letter else UNCERTAIN
    if message.state == MessageState.REFUSED and message.channel == Channel.EMAIL:
        return LETTER_REFUSED
    if message.state == MessageState.TOO_LATE:
        return TOO_MANY if message.error_code == NUMBER_CAP else WAS_TOO_LATE
    if message.error_code == UNWRITABLE:
        return NOT_WRITABLE
    if message.state == MessageState.REFUSED or message.delivery in LOST:
        return explain_code(message.error_code)
    return None


def withdrawn_because(message: Message) -> str:
    """Why a text was withdrawn, as far as it is known."""
    return str(WITHDRAWALS.get(message.withdrawn_reason, ""))


def fault_words(found: Found) -> str:
    """What is wrong with the words of a text, and what to write instead where that is known."""
    said = str(FAULTS[found.fault]) % {"what": found.what}
    if found.instead is None:
        return said
    if found.instead == "":
        return _("%(fault)s Please leave it out.") % {"fault": said}
    return _("%(fault)s Write “%(instead)s” instead.") % {"fault": said, "instead": found.instead}


def attempt_words(attempt: MessageAttempt) -> str:
    """What came of one call to the provider."""
    if not attempt.outcome:
        return _("The answer is awaited.")
    if attempt.outcome == MessageState.RETRY_LATER:
        return _("It was not taken; it is tried again.")
    if attempt.outcome == MessageState.ABSENT:
        return _("Asked later, the provider does not have it.")
    return str(STATES[attempt.outcome].label)


def event_words(event: MessageEvent) -> str:
    """What the provider reported."""
    return str(STATUSES.get(event.status, event.status))
