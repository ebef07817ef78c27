"""Certificates of completion: issued under a number, printed again, put right, taken back."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.actions import links, messages
from outreach.models import Centre, Link, Message, Staff, Worker
from safety.models import Certificate, CertificateSerial, Completion
from safety.rules.certificates import RANDOM_BYTES, public_code

TEXT = "certificate_ready"
TEXT_IS_OF_USE_FOR = timedelta(days=3)


class AlreadyIssued(Exception):
    """A valid certificate of this completion exists."""

    def __init__(self) -> None:
        super().__init__(_("A valid certificate was already issued for this course."))


class NotValid(Exception):
    """The certificate was replaced or withdrawn."""

    def __init__(self) -> None:
        super().__init__(_("This certificate is no longer valid, so it cannot be changed."))


class SameName(Exception):
    """The corrected name is the name that is printed."""

    def __init__(self) -> None:
        super().__init__(_("This is the name on the certificate already. Print it again instead."))


class NoReason(Exception):
    """A certificate is taken back without saying why."""

    def __init__(self) -> None:
        super().__init__(_("Please write down the reason."))


@transaction.atomic
def issue(
    *, completion: Completion, staff: Staff | None, today: date, now: datetime
) -> Certificate:
    """
    Issue the certificate of a completion and owe its holder a text with the link to it.

    :raises AlreadyIssued: a valid one exists
    """
    Completion.objects.select_for_update().get(pk=completion.pk)
    if completion.certificates.valid().exists():
        raise AlreadyIssued
    certificate = _numbered(
        completion=completion, holder_name=completion.worker.name, staff=staff, today=today
    )
    _owe_text(centre=completion.centre, worker=completion.worker, now=now)
    return certificate


@transaction.atomic
def reprint(*, certificate: Certificate, today: date) -> None:
    """
    Issue the same certificate again (재발급): its number stays, the paper shows the new date.

    :raises NotValid: it was replaced or withdrawn
    """
    _change_valid(certificate, reissued_date=today)


@transaction.atomic
def reissue(
    *, certificate: Certificate, holder_name: str, staff: Staff | None, today: date, now: datetime
) -> Certificate:
    """
    Replace a certificate by one with the right name and a new number; the old one says by which.

    :raises NotValid: it was replaced or withdrawn
    :raises SameName: the name is the printed one
    """
    name = " ".join(holder_name.split())
    if name == certificate.holder_name:
        raise SameName
    _change_valid(certificate, state=Certificate.State.REPLACED)
    completion = certificate.completion
    replacement = _numbered(completion=completion, holder_name=name, staff=staff, today=today)
    Certificate.objects.filter(pk=certificate.pk).update(replaced_by=replacement)
    certificate.replaced_by = replacement
    _owe_text(centre=certificate.centre, worker=completion.worker, now=now)
    return replacement


@transaction.atomic
def withdraw(*, certificate: Certificate, reason: str, staff: Staff | None, now: datetime) -> None:
    """
    Take a certificate back for good; the register keeps its row and the reason.

    :raises NotValid: it was replaced or withdrawn before
    :raises NoReason: nobody said why
    """
    if not reason.strip():
        raise NoReason
    _change_valid(certificate, state=Certificate.State.WITHDRAWN, withdrawn_reason=reason.strip())
    worker = certificate.completion.worker
    if not Certificate.objects.valid().filter(completion__worker=worker).exists():
        waiting = Message.objects.filter(worker=worker, template=TEXT)
        messages.withdraw(messages=waiting, reason="CERTIFICATE_WITHDRAWN", now=now)


def _numbered(
    *, completion: Completion, holder_name: str, staff: Staff | None, today: date
) -> Certificate:
    return Certificate.objects.create(
        centre=completion.centre,
        completion=completion,
        year=today.year,
        serial=_next_serial(centre=completion.centre, year=today.year),
        public_code=public_code(os.urandom(RANDOM_BYTES)),
        holder_name=holder_name,
        issued_date=today,
        issued_by=staff,
    )


def _next_serial(*, centre: Centre, year: int) -> int:
    """Count up and read in that order: the row stays ours until the certificate is committed."""
    CertificateSerial.objects.get_or_create(centre=centre, year=year)
    counter = CertificateSerial.objects.filter(centre=centre, year=year)
    counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()


def _change_valid(certificate: Certificate, **changes: object) -> None:
    """Change the row only if it still is valid: of two who withdraw or replace it, one does."""
    if not Certificate.objects.valid().filter(pk=certificate.pk).update(**changes):
        raise NotValid
    for field, value in changes.items():
        setattr(certificate, field, value)


def _owe_text(*, centre: Centre, worker: Worker, now: datetime) -> None:
    """Text the holder the address of the certificate, unless no text can or may reach them."""
    try:
        with transaction.atomic():
            messages.plan(
                centre=centre,
                template=TEXT,
                context={},
                phone=worker.phone,
                language=worker.language,
                due_at=now,
                send_before=now + TEXT_IS_OF_USE_FOR,
                now=now,
                workplace=worker.workplace,
                worker=worker,
                link=links.open_link(
                    centre=centre, purpose=Link.Purpose.CERTIFICATE, now=now, worker=worker
                ),
            )
    except (messages.NotTextable, messages.OptedOut):
        return  # the link went with the text; the paper is handed over in person
