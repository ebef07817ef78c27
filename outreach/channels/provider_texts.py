"""What staff read when a text did not go through, and what they can do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from outreach.rules.provider_errors import Reason, provider_error

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Explanation:
    """Why it failed and the next step, each one short sentence."""

    meaning: StrPromise
    next_step: StrPromise


EXPLANATIONS = {
    Reason.BAD_NUMBER: Explanation(
        _("This is not a usable phone number."),
        _("Check the number with the workplace and correct it."),
    ),
    Reason.LANDLINE: Explanation(
        _("This number cannot receive texts (landline)."),
        _("Call instead, or ask for a mobile number."),
    ),
    Reason.NO_SUCH_PHONE: Explanation(
        _("This number is not in use."),
        _("Check the number with the workplace and correct it."),
    ),
    Reason.UNREACHABLE: Explanation(
        _("The phone was switched off or out of reach."),
        _("Send it again later, or call."),
    ),
    Reason.BLOCKED: Explanation(
        _("The recipient or the carrier blocks our texts."),
        _("Call instead."),
    ),
    Reason.OPTED_OUT: Explanation(
        _("The recipient has refused texts."),
        _("Do not text this person; call instead."),
    ),
    Reason.FILTERED: Explanation(
        _("The carrier took the text for spam."),
        _("Call, and check the wording of the text."),
    ),
    Reason.BAD_TEXT: Explanation(
        _("The text is empty or too long."),
        _("Mend the text and send it again."),
    ),
    Reason.SENDER_NUMBER: Explanation(
        _("Our sender number cannot send to this number."),
        _("Ask the administrator to check the sender number."),
    ),
    Reason.ACCOUNT: Explanation(
        _("The texting account may not send this text."),
        _("Ask the administrator to check the texting account."),
    ),
    Reason.TOO_FAST: Explanation(
        _("Too many texts were sent at once."),
        _("It is sent again by itself in a moment."),
    ),
    Reason.CARRIER: Explanation(
        _("The carrier could not deliver the text."),
        _("Send it again later, or call."),
    ),
    Reason.EXPIRED: Explanation(
        _("The text was delayed too long and was not sent."),
        _("Call if it is still needed."),
    ),
    Reason.UNKNOWN: Explanation(
        _("The provider gave a reason we do not know."),
        _("Ask the recipient by phone before you send it again."),
    ),
}


def explain_code(code: str) -> Explanation:
    """Return the words for a code as it is kept with a text or a number."""
    return explain(int(code) if code.isdecimal() else None)


def explain(code: int | None) -> Explanation:
    """Return the words for a provider's error code, known or not."""
    return EXPLANATIONS[provider_error(code).reason]
