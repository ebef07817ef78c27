"""Why a workplace stands where it does in the call list, in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.channels.provider_texts import explain_code
from outreach.models import CallTurn, Contact, ContactAttempt, Workplace
from outreach.rules.call_queue import MOST_TRIES, REST_DAYS, Place
from outreach.templatetags.written import full_date, phone, weekday_time

Outcome = ContactAttempt.Outcome


def reason_for(
    workplace: Workplace,
    *,
    place: Place,
    turn: CallTurn | None,
    calls: Sequence[ContactAttempt],
    unreached: Contact | None = None,
) -> str:
    """Return the sentence; the calls are the newest first, the number is one no text reached."""
    if place is Place.NO_NUMBER:
        return _("No telephone is known. A letter to the address is next.")
    if turn is not None and place is Place.REFUSED:
        when = {"day": full_date(turn.refused_at)}
        return _("Refused on %(day)s. Nobody calls until somebody puts it back.") % when
    if turn is not None and place is Place.RESTING:
        return _resting(turn, calls)
    failed_at = unreached.unreached_at if unreached else None
    if unreached and failed_at and not (calls and calls[0].made_at > failed_at):
        return unreached_words(unreached)
    if turn is None or not calls:
        return _never_called(workplace)
    if turn.put_back_at is not None and calls[0].made_at < turn.put_back_at:
        return _("Somebody put it back into the list on %(day)s.") % {
            "day": full_date(turn.put_back_at)
        }
    return _due_again(turn, calls[0])


def unreached_of(contacts: Iterable[Contact]) -> Contact | None:
    """Return the one whose number a text failed to reach last."""
    found = [(one.unreached_at, one.pk, one) for one in contacts if one.unreached_at is not None]
    return max(found)[2] if found else None


def unreached_words(contact: Contact) -> str:
    """Say when and why no text reached a number."""
    return _("A text to %(number)s did not go through on %(day)s: %(why)s") % {
        "number": phone(contact.phone),
        "day": full_date(contact.unreached_at),
        "why": explain_code(contact.unreached_code).meaning,
    }


def _never_called(workplace: Workplace) -> str:
    count = workplace.regular_workers
    if not count:
        return _("Nobody has called yet.")
    return ngettext(
        "Nobody has called yet; %(count)s person works here.",
        "Nobody has called yet; %(count)s people work here.",
        count,
    ) % {"count": count}


def _resting(turn: CallTurn, calls: Sequence[ContactAttempt]) -> str:
    when = {"when": _moment(turn.rests_until)}
    last = calls[0] if calls else None
    if turn.tries >= MOST_TRIES:
        return _("Called four times; rests until %(when)s.") % when
    if last is not None and last.outcome == Outcome.WRONG_NUMBER:
        return _("The last number was wrong; another one is called from %(when)s on.") % when
    if last is not None and last.not_before is not None:
        return _("To be called again from %(when)s on.") % when
    return _("Called already; another time of day is tried from %(when)s on.") % when


def _due_again(turn: CallTurn, last: ContactAttempt) -> str:
    if last.outcome == Outcome.WRONG_NUMBER:
        return _("The last number was wrong. This is another one.")
    if last.outcome != Outcome.NO_ANSWER:
        day = {"day": full_date(last.made_at)}
        return _("Spoken to on %(day)s, but there is no mobile number yet.") % day
    if last.not_before is not None:
        when = {"when": _moment(last.not_before)}
        return _("The time that was chosen has come: %(when)s.") % when
    if turn.tries >= MOST_TRIES:
        return _("Not reached in four calls; the rest of %(days)s days is over.") % {
            "days": REST_DAYS
        }
    return ngettext(
        "Not reached in %(count)s call; now is another time of day.",
        "Not reached in %(count)s calls; now is another time of day.",
        turn.tries,
    ) % {"count": turn.tries}


def _moment(moment: datetime | None) -> str:
    return weekday_time(moment)
