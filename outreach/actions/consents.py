from __future__ import annotations

from datetime import datetime

from django.db import transaction

from outreach.actions.opt_outs import is_opted_out, opt_in, opt_out
from outreach.models import Consent, Contact, Staff, Worker


@transaction.atomic
def record_consent(
    *,
    purpose: Consent.Purpose,
    is_given: bool,
    channel: Consent.Channel,
    text_version: str,
    staff: Staff | None,
    now: datetime,
    worker: Worker | None = None,
    contact: Contact | None = None,
) -> Consent:
    """
    Write down one answer to one text, given or refused (개인정보 보호법 제15·17·22·23조).

    An older answer for the same purpose is withdrawn and kept. A refusal of texts also stops the
    person's number, a consent to texts opens it again.
    """
    Consent.objects.filter(
        worker=worker, contact=contact, purpose=purpose, withdrawn_at=None
    ).update(withdrawn_at=now)
    consent = Consent.objects.create(
        worker=worker,
        contact=contact,
        purpose=purpose,
        is_given=is_given,
        channel=channel,
        text_version=text_version,
        recorded_at=now,
        recorded_by=staff,
    )
    person = worker or contact
    if purpose == Consent.Purpose.TEXTS and person is not None and person.phone:
        _open_or_stop(phone=person.phone, is_given=is_given, now=now)
    return consent


def _open_or_stop(*, phone: str, is_given: bool, now: datetime) -> None:
    if not is_given:
        opt_out(phone=phone, now=now)
    elif is_opted_out(phone):
        opt_in(phone=phone)
