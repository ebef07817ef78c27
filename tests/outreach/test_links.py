from __future__ import annotations

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from outreach.actions import links, messages
from outreach.actions.links import AlreadyRevoked, LinkNotFound, Locked, WrongAnswer
from outreach.models import Link
from outreach.rules import tokens
from tests import cast
from tests.outreach.outbox import VISIT_AT, make_link, make_message

EVERY = list(Link.Purpose)


def find(
    token: str, *, purposes: list[Link.Purpose] = EVERY, later: timedelta = timedelta()
) -> Link:
    return links.find(token=token, purposes=purposes, now=cast.NOW + later)


@pytest.mark.django_db
def test_a_link_is_found_by_the_token_of_its_address() -> None:
    link = make_link()

    url = links.url_of(link)

    found = re.fullmatch(r"http://127\.0\.0\.1:8000/o/([\w-]{22})/", url)
    assert found
    assert find(found[1]) == link


@pytest.mark.django_db
def test_a_certificate_has_another_room_and_lives_three_years() -> None:
    worker = cast.make_worker()

    link = make_link(purpose=Link.Purpose.CERTIFICATE, worker=worker, expires_at=None)

    assert "/c/" in links.url_of(link)
    assert (link.expires_at - cast.NOW).days == 1096


@pytest.mark.django_db
def test_each_text_has_a_link_of_its_own() -> None:
    workplace = cast.make_workplace()

    first, second = (make_link(workplace=workplace) for _ in range(2))

    assert links.token_of(first) != links.token_of(second)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "short", "x" * 22, "x" * 500, "../../etc/passwd"])
def test_a_guess_finds_nothing(token: str) -> None:
    make_link()

    with pytest.raises(LinkNotFound):
        find(token)


@pytest.mark.django_db
def test_a_link_ends_at_its_time() -> None:
    link = make_link()
    end = VISIT_AT + timedelta(hours=24) - cast.NOW

    assert find(links.token_of(link), later=end - timedelta(seconds=1)) == link
    with pytest.raises(LinkNotFound):
        find(links.token_of(link), later=end)


@pytest.mark.django_db
def test_a_link_opens_only_what_it_was_made_for() -> None:
    token = links.token_of(make_link())

    with pytest.raises(LinkNotFound):
        find(token, purposes=[Link.Purpose.CERTIFICATE])


@pytest.mark.django_db
def test_a_revoked_link_is_gone_and_cannot_be_revoked_again() -> None:
    link = make_link()

    links.revoke(link=link, now=cast.NOW)

    with pytest.raises(LinkNotFound):
        find(links.token_of(link))
    with pytest.raises(AlreadyRevoked):
        links.revoke(link=link, now=cast.NOW)


@pytest.mark.django_db
def test_neither_token_nor_text_is_in_the_database() -> None:
    message = make_message()
    assert message.link is not None
    token, body = links.token_of(message.link), messages.render(message)

    dump = StringIO()
    call_command("dumpdata", "outreach", stdout=dump)

    assert str(message.link.pk) in dump.getvalue()
    assert tokens.digest(token) in dump.getvalue()
    assert token not in dump.getvalue()
    assert body not in dump.getvalue() and "찾아뵙겠습니다" not in dump.getvalue()


@pytest.mark.django_db
def test_the_second_check_takes_five_tries_and_opens_again_after_fifteen_minutes() -> None:
    link = make_link()

    for _ in range(links.TRIES):
        with pytest.raises(WrongAnswer):
            links.check_again(link=link, given="0000", expected="1234", now=cast.NOW)
    with pytest.raises(Locked):
        links.check_again(link=link, given="1234", expected="1234", now=cast.NOW)

    later = cast.NOW + links.LOCKED_FOR
    links.check_again(link=link, given="1234", expected="1234", now=later)


@pytest.mark.django_db
def test_a_right_answer_forgets_the_wrong_ones() -> None:
    link = make_link()

    for _ in range(3):
        for _ in range(links.TRIES - 1):
            with pytest.raises(WrongAnswer):
                links.check_again(link=link, given="0000", expected="1234", now=cast.NOW)
        links.check_again(link=link, given="1234", expected="1234", now=cast.NOW)


@pytest.mark.django_db
def test_after_the_lock_there_are_five_tries_again() -> None:
    link = make_link()
    for turn in range(3):
        now = cast.NOW + turn * links.LOCKED_FOR
        for _ in range(links.TRIES):
            with pytest.raises(WrongAnswer):
                links.check_again(link=link, given="0000", expected="1234", now=now)
        with pytest.raises(Locked):
            links.check_again(link=link, given="1234", expected="1234", now=now)


@pytest.mark.django_db
def test_nothing_on_record_matches_nothing() -> None:
    with pytest.raises(WrongAnswer):
        links.check_again(link=make_link(), given="", expected="", now=cast.NOW)


def judged_of_parallel_tries(link: Link, number: int = 24) -> int:
    """Let many wrong answers come at once and count how many were looked at."""
    gate, judged = threading.Barrier(number), []

    def guess() -> None:
        gate.wait()
        try:
            links.check_again(link=link, given="0000", expected="1234", now=cast.NOW)
        except WrongAnswer:
            judged.append(1)
        except Locked:
            pass
        finally:
            connection.close()

    guesses = [threading.Thread(target=guess) for _ in range(number)]
    for thread in guesses:
        thread.start()
    for thread in guesses:
        thread.join()
    return len(judged)


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_do_not_get_more_than_five() -> None:
    assert judged_of_parallel_tries(make_link()) == links.TRIES


@pytest.mark.django_db(transaction=True)
def test_twin_reading_before_counting_lets_more_through(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Barrier(24)

    def read_then_write(*, link: Link, now: object) -> None:
        if Link.objects.get(pk=link.pk).failed_checks >= links.TRIES:
            raise Locked
        looked.wait()
        Link.objects.filter(pk=link.pk).update(failed_checks=F("failed_checks") + 1)

    monkeypatch.setattr(links, "_take_a_try", read_then_write)

    assert judged_of_parallel_tries(make_link()) > links.TRIES
