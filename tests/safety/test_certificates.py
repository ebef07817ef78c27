"""Certificates: one number each for ever, one valid one per completion, one text to its holder."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from outreach.actions.opt_outs import opt_out
from outreach.models import Link, Message, MessageState
from safety.actions import certificates
from safety.models import Certificate, CertificateSerial, Completion
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db


def issue(completion: Completion | None = None, today: date = cast.TODAY) -> Certificate:
    completion = completion or cast_safety.make_completion(cast.make_worker())
    return certificates.issue(
        completion=completion, staff=cast.make_staff(), today=today, now=cast.NOW
    )


def test_numbers_count_up_per_centre_and_year() -> None:
    other = cast.make_worker(cast.make_workplace(cast.make_centre("seongdong")))

    numbers = [issue().number, issue().number, issue(today=date(2027, 1, 4)).number]
    elsewhere = issue(cast_safety.make_completion(other)).number

    assert numbers == ["제2026-0001호", "제2026-0002호", "제2027-0001호"]
    assert elsewhere == "제2026-0001호"


def test_a_number_is_not_used_again_after_a_withdrawal() -> None:
    first = issue()

    certificates.withdraw(certificate=first, reason="대리 출석", staff=None, now=cast.NOW)
    second = issue(first.completion)

    first.refresh_from_db()
    assert (first.state, first.withdrawn_reason) == (Certificate.State.WITHDRAWN, "대리 출석")
    assert second.number == "제2026-0002호"


def test_a_completion_has_one_valid_certificate() -> None:
    first = issue()

    with pytest.raises(certificates.AlreadyIssued):
        issue(first.completion)

    assert Certificate.objects.count() == 1
    assert CertificateSerial.objects.get().last == 1


def test_the_database_refuses_a_second_valid_certificate() -> None:
    first = issue()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            centre=first.centre,
            completion=first.completion,
            year=2026,
            serial=99,
            public_code="X" * 18,
            holder_name=first.holder_name,
            issued_date=cast.TODAY,
        )


def test_codes_tell_nothing_of_each_other() -> None:
    codes = {issue().public_code for _ in range(20)}

    assert len(codes) == 20
    assert all(len(code) == 18 for code in codes)


def test_a_reprint_keeps_the_number() -> None:
    certificate = issue()

    certificates.reprint(certificate=certificate, today=date(2026, 12, 1))

    certificate.refresh_from_db()
    assert certificate.number == "제2026-0001호"
    assert certificate.reissued_date == date(2026, 12, 1)
    assert certificate.state == Certificate.State.VALID


def test_a_corrected_name_makes_a_new_certificate_and_the_old_one_names_it() -> None:
    wrong = issue()

    right = certificates.reissue(
        certificate=wrong,
        holder_name=" NGUYEN  VAN AN ",
        staff=None,
        today=cast.TODAY,
        now=cast.NOW,
    )

    wrong.refresh_from_db()
    assert (wrong.state, wrong.replaced_by) == (Certificate.State.REPLACED, right)
    assert (right.holder_name, right.number) == ("NGUYEN VAN AN", "제2026-0002호")
    assert right.public_code != wrong.public_code
    assert wrong.holder_name == "응우옌 반 안"


def test_the_same_name_is_no_correction() -> None:
    certificate = issue()

    with pytest.raises(certificates.SameName):
        certificates.reissue(
            certificate=certificate,
            holder_name=certificate.holder_name,
            staff=None,
            today=cast.TODAY,
            now=cast.NOW,
        )


@pytest.mark.parametrize(
    "again",
    [
        lambda c: certificates.withdraw(certificate=c, reason="또", staff=None, now=cast.NOW),
        lambda c: certificates.reprint(certificate=c, today=cast.TODAY),
        lambda c: certificates.reissue(
            certificate=c, holder_name="다른 이름", staff=None, today=cast.TODAY, now=cast.NOW
        ),
    ],
    ids=["withdraw", "reprint", "reissue"],
)
def test_what_is_withdrawn_stays_withdrawn(again: Callable[[Certificate], object]) -> None:
    certificate = issue()
    stale = Certificate.objects.get(pk=certificate.pk)  # a second clerk's page, still open
    certificates.withdraw(certificate=certificate, reason="대리 출석", staff=None, now=cast.NOW)

    with pytest.raises(certificates.NotValid):
        again(stale)

    assert Certificate.objects.get().withdrawn_reason == "대리 출석"


def test_a_withdrawal_says_why() -> None:
    with pytest.raises(certificates.NoReason):
        certificates.withdraw(certificate=issue(), reason="  ", staff=None, now=cast.NOW)


def test_the_holder_gets_a_text_with_a_link_for_three_years() -> None:
    certificate = issue()

    message = Message.objects.get()
    assert message.template == "certificate_ready"
    assert message.worker == certificate.completion.worker
    assert message.context == {}  # no name, no course
    assert message.link is not None
    assert message.link.purpose == Link.Purpose.CERTIFICATE
    assert (message.link.expires_at - cast.NOW).days == 3 * 365 + 1


def test_nobody_is_texted_who_has_no_mobile_or_wants_none() -> None:
    landline = cast.make_worker(phone="+8220001234")
    silent = cast.make_worker()
    opt_out(phone=silent.phone, now=cast.NOW)

    for worker in (landline, silent, cast.make_worker(phone="")):
        issue(cast_safety.make_completion(worker))

    assert Certificate.objects.count() == 3
    assert not Message.objects.exists()
    assert not Link.objects.exists()


def test_a_withdrawn_certificate_takes_its_waiting_text_back() -> None:
    certificate = issue()

    certificates.withdraw(certificate=certificate, reason="잘못 발급", staff=None, now=cast.NOW)

    assert Message.objects.get().state == MessageState.WITHDRAWN


def test_a_text_about_another_valid_certificate_still_goes_out() -> None:
    worker = cast.make_worker()
    issue(cast_safety.make_completion(worker))
    later = datetime(2026, 11, 23, 9, 30, tzinfo=cast.SEOUL)
    second = issue(cast_safety.make_completion(worker, started_at=later))

    certificates.withdraw(certificate=second, reason="잘못 발급", staff=None, now=cast.NOW)

    assert Message.objects.filter(state=MessageState.PLANNED).count() == 2


def in_parallel(count: int, work: Callable[[int], object]) -> list[object]:
    """Run the work in threads that start together, each on a connection of its own."""
    ready = Barrier(count)

    def run(index: int) -> object:
        ready.wait()
        try:
            return work(index)
        except Exception as refusal:
            return refusal
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_by_clerks_who_issue_at_once() -> None:
    cast.make_staff()
    completions = [cast_safety.make_completion(cast.make_worker()) for _ in range(8)]

    made = in_parallel(8, lambda index: issue(completions[index]).serial)

    assert sorted(map(str, made)) == [str(serial) for serial in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_one_certificate_is_issued_by_clerks_who_press_at_once() -> None:
    cast.make_staff()
    completion = cast_safety.make_completion(cast.make_worker())

    made = in_parallel(4, lambda _index: issue(completion))

    refused = [one for one in made if isinstance(one, certificates.AlreadyIssued)]
    assert len(refused) == 3, made
    assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twin_reading_the_counter_before_writing_it_gives_numbers_twice() -> None:
    """The fault that counting up in one statement prevents."""
    counter = CertificateSerial.objects.create(centre=cast.make_centre(), year=2026)
    all_have_read = Barrier(4)

    def read_then_write(_index: int) -> int:
        last = CertificateSerial.objects.get(pk=counter.pk).last
        all_have_read.wait()
        CertificateSerial.objects.filter(pk=counter.pk).update(last=last + 1)
        return last + 1

    assert in_parallel(4, read_then_write) == [1, 1, 1, 1]
