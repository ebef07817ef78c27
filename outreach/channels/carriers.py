"""Which provider carries a text; all of them give the same outcomes."""

from __future__ import annotations

from django.conf import settings

from outreach.channels import domestic, email, sms
from outreach.channels.outcomes import ListedMessage, LookUpFailed, Outcome
from outreach.models import Centre, Channel


def channel_of(centre: Centre) -> Channel:
    """Return who carries a centre's texts from now on, as the settings say."""
    is_domestic = centre.code in settings.DOMESTIC_SMS_CENTRES
    return Channel.DOMESTIC if is_domestic else Channel.TWILIO


def writes_email(centre: Centre) -> bool:
    """Tell whether a centre writes by e-mail to those whom no text reaches."""
    return centre.code in settings.EMAIL_CENTRES


def send(
    channel: str,
    *,
    to: str,
    body: str,
    subject: str,
    reference: str,
    sender_number: str,
    callback_url: str,
    validity_seconds: int,
) -> Outcome:
    """Hand one text to its carrier; e-mail needs a subject and our own name of the call."""
    if channel == Channel.EMAIL:
        return email.send(to=to, subject=subject, body=body, reference=reference)
    if channel == Channel.DOMESTIC:
        return domestic.send(to=to, body=body, sender_number=sender_number)
    return sms.send_sms(
        to=to,
        body=body,
        sender_number=sender_number,
        callback_url=callback_url,
        validity_seconds=validity_seconds,
    )


def list_messages_to(channel: str, to: str) -> tuple[ListedMessage, ...]:
    """
    Return every text its carrier has for a recipient.

    :raises LookUpFailed: it could not be asked
    """
    if channel == Channel.EMAIL:
        raise LookUpFailed("e-mail has no list")
    if channel == Channel.DOMESTIC:
        return domestic.list_messages_to(to)
    return sms.list_messages_to(to)


def fetch_message(channel: str, sid: str) -> ListedMessage:
    """
    Return one text as its carrier has it now.

    :raises LookUpFailed: it could not be asked
    """
    if channel == Channel.EMAIL:
        raise LookUpFailed("e-mail has no list")
    if channel == Channel.DOMESTIC:
        return domestic.fetch_message(sid)
    return sms.fetch_message(sid)
