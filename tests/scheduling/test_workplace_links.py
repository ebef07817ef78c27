"""A link in a text is switched off by staff: who, when, and what its holder reads then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions import links
from outreach.models import Link, Message
from scheduling.actions.owner_links import links_of, switch_off
from scheduling.models import Visit
from tests.cast import NOW, TODAY, make_centre, make_contact, make_staff, make_worker
from tests.cast_scheduling import make_visit

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page_of(link: Link | None) -> str:
    assert link is not None
    return f"/o/{links.token_of(link)}/"


def make_booked() -> tuple[Visit, Link]:
    """Return a visit with its texts, and the link that they carry."""
    visit = make_visit(make_contact().workplace)
    assert visit.link is not None
    return visit, visit.link


def off(client: Client, visit: Visit, link: Link | str) -> None:
    wanted = link if isinstance(link, str) else str(link.pk)
    answer = client.post(f"/workplaces/{visit.workplace_id}/links/", {"link": wanted})
    assert answer.status_code == 302


def test_whoever_holds_a_link_that_is_off_reads_whom_to_call(
    client: Client, signed_in: SignedIn
) -> None:
    visit, link = make_booked()
    off(signed_in(), visit, link)

    answer = client.get(page_of(link))

    body = answer.content.decode()
    assert answer.status_code == 410
    assert visit.centre.callback_number in body
    assert "안전을 위해 링크를 껐습니다" in body
    assert visit.workplace.name not in body
    assert client.post(f"{page_of(link)}confirm/", {"version": 1}).status_code == 410
    assert Visit.objects.get(pk=visit.pk).state == Visit.State.BOOKED
    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (NOW, make_staff())


def test_it_opens_the_visit_where_nobody_asks_whether_it_is_off(
    client: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, link = make_booked()
    off(signed_in(), visit, link)
    Visit.objects.filter(pk=visit.pk).update(link=link)
    monkeypatch.setattr(Link, "is_live", lambda self, at: at < self.expires_at)

    body = client.get(page_of(link)).content.decode()

    assert visit.workplace.name in body


def test_the_visit_stays_and_its_next_texts_carry_another_link(signed_in: SignedIn) -> None:
    visit, link = make_booked()
    waiting = Message.objects.waiting().filter(link=link)
    count = waiting.count()
    assert count

    off(signed_in(), visit, link)

    visit.refresh_from_db()
    assert visit.link is not None and visit.link != link
    assert visit.link.is_live(NOW)
    assert waiting.count() == 0
    assert Message.objects.waiting().filter(link=visit.link).count() == count


def test_all_links_of_a_workplace_and_its_people_go_off_at_once(
    client: Client, signed_in: SignedIn
) -> None:
    visit, link = make_booked()
    worker = make_worker(visit.workplace)
    owner = links.owner_link(workplace=visit.workplace, now=NOW)
    paper = links.open_link(
        centre=visit.centre, purpose=Link.Purpose.CERTIFICATE, worker=worker, now=NOW
    )

    off(signed_in(), visit, "all")

    for one in (page_of(link), page_of(owner), f"/c/{links.token_of(paper)}/"):
        answer = client.get(one)
        assert answer.status_code == 410
        assert visit.centre.callback_number in answer.content.decode()


def test_an_ended_link_is_not_switched_off_again(signed_in: SignedIn) -> None:
    visit, link = make_booked()
    off(signed_in(), visit, link)
    first = Link.objects.get(pk=link.pk)

    assert switch_off(chosen=[first], staff=make_staff(), now=NOW + timedelta(hours=1)) == 0
    off(signed_in(), visit, link)
    assert Link.objects.get(pk=link.pk).revoked_at == NOW


def test_another_centre_switches_nothing_off(signed_in: SignedIn) -> None:
    visit, link = make_booked()
    stranger = signed_in(staff=make_staff(Role.ADMINISTRATOR, make_centre("seongdong")))

    answer = stranger.post(f"/workplaces/{visit.workplace_id}/links/", {"link": "all"})

    assert answer.status_code == 404
    assert link in links_of(visit.workplace).filter(revoked_at=None)


def test_staff_read_who_switched_it_off_and_switch_off_from_the_text(signed_in: SignedIn) -> None:
    visit, link = make_booked()
    Message.objects.filter(link=link).update(state="TOO_LATE")  # nothing waits: it keeps its link
    text = Message.objects.filter(link=link).first()
    assert text is not None
    client = signed_in()

    assert "링크 끄기" in client.get(f"/messages/{text.pk}/").content.decode()
    off(client, visit, link)

    for page in (f"/messages/{text.pk}/", f"/workplaces/{visit.workplace_id}/links/"):
        assert make_staff().name in client.get(page).content.decode()
