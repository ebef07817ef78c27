from __future__ import annotations

import pytest

from outreach.actions.access_entries import note
from outreach.actions.consents import record_consent
from outreach.actions.opt_outs import is_opted_out
from outreach.models import AccessEntry, Consent, Contact, Worker
from tests import cast


def answer(
    *,
    is_given: bool,
    worker: Worker | None = None,
    contact: Contact | None = None,
    purpose: Consent.Purpose = Consent.Purpose.HEALTH_DATA,
) -> Consent:
    return record_consent(
        purpose=purpose,
        is_given=is_given,
        channel=Consent.Channel.SCREEN,
        text_version="2026-11",
        staff=cast.make_staff(),
        now=cast.NOW,
        worker=worker,
        contact=contact,
    )


@pytest.mark.django_db
def test_a_new_answer_withdraws_the_older_one_and_keeps_it() -> None:
    worker = cast.make_worker()

    first = answer(worker=worker, is_given=True)
    second = answer(worker=worker, is_given=False)

    first.refresh_from_db()
    assert first.withdrawn_at == cast.NOW
    assert list(worker.consents.filter(withdrawn_at=None)) == [second]
    assert not worker.consents.standing().exists()


@pytest.mark.django_db
def test_one_purpose_and_one_person_do_not_touch_another() -> None:
    worker, other = cast.make_worker(), cast.make_worker()
    kept = [
        answer(worker=worker, is_given=True, purpose=Consent.Purpose.PERSONAL_DATA),
        answer(worker=other, is_given=True),
    ]

    answer(worker=worker, is_given=False)

    assert set(kept) <= set(Consent.objects.standing())


@pytest.mark.django_db
def test_refusing_texts_stops_the_number_and_consenting_opens_it() -> None:
    contact = cast.make_contact()

    answer(contact=contact, is_given=False, purpose=Consent.Purpose.TEXTS)
    assert is_opted_out(contact.phone)

    answer(contact=contact, is_given=True, purpose=Consent.Purpose.TEXTS)
    assert not is_opted_out(contact.phone)


@pytest.mark.django_db
def test_a_refusal_outlives_its_contact() -> None:
    contact = cast.make_contact()
    phone = contact.phone
    answer(contact=contact, is_given=False, purpose=Consent.Purpose.TEXTS)

    contact.delete()

    assert is_opted_out(phone)


@pytest.mark.django_db
def test_an_access_is_written_down_with_who_what_and_when() -> None:
    staff = cast.make_staff()

    note(
        staff=staff,
        deed=AccessEntry.Deed.VIEWED,
        subject="worker",
        subject_id=7,
        from_address="127.0.0.1",
        now=cast.NOW,
    )

    entry = AccessEntry.objects.get(subject="worker", subject_id=7)
    assert (entry.staff, entry.made_at) == (staff, cast.NOW)
