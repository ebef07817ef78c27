"""The owner's page: seen by anybody with the link, changed by the owner's own tap only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from outreach import clock
from outreach.actions import links
from outreach.models import Link
from scheduling.actions.visits import cancel_visit, move_visit
from scheduling.models import OwnerAnswer, Visit
from tests.cast import NOW, make_contact, make_worker
from tests.cast_scheduling import NEXT_MONDAY, make_due_item, make_exam_item, make_visit

pytestmark = pytest.mark.django_db
# Previews, scanners, crawlers and browsers that open a link before its owner does.
LOOKERS = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (Macintosh) facebookexternalhit/1.1 Facebot Twitterbot/1.0",  # iMessage preview
    "Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/130.0 Mobile",
    "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/25.0 Chrome/121.0 Mobile",
    "Mozilla/5.0 (compatible; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
    "Mozilla/5.0 (Windows NT 10.0) SafeLinks BingPreview/1.0b",
    "WhatsApp/2.24", "Slackbot-LinkExpanding 1.0", "curl/8.5.0", "",
]  # fmt: skip
ROOMS = ("confirm", "other-time", "times", "cancel", "not-me", "stop-texts", "papers")
LOOKS: list[tuple[str, dict[str, str]]] = [
    ("get", {}),
    ("head", {}),
    ("options", {}),
    ("get", {"purpose": "prefetch", "sec-purpose": "prefetch;prerender"}),
]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.date())


def page_of(visit: Visit) -> str:
    assert visit.link is not None
    return f"/o/{links.token_of(visit.link)}/"


def everything() -> str:
    """Return every row of every table of ours."""
    ours = [
        m for m in apps.get_models() if m._meta.app_label in {"outreach", "safety", "scheduling"}
    ]
    return "".join(serializers.serialize("json", m._base_manager.order_by("pk")) for m in ours)


def test_the_page_says_when_where_who_and_whom_to_call(client: Client) -> None:
    visit = make_visit(make_contact().workplace)

    page = client.get(page_of(visit))

    body = page.content.decode()
    assert page.status_code == 200
    for words in ("11. 30.(월) 14:00", visit.workplace.name, visit.team.name):
        assert words in body
    assert visit.centre.callback_number in body


def test_the_page_names_no_worker_no_agent_and_no_contact(client: Client) -> None:
    worker = make_worker()
    contact = make_contact(worker.workplace)
    visit = make_visit(
        worker.workplace, due_items=[make_exam_item(worker), make_due_item(worker.workplace)]
    )

    body = client.get(page_of(visit)).content.decode()

    for secret in (worker.name, contact.name, contact.phone, "toluene", "톨루엔"):
        assert secret not in body


def test_the_page_is_kept_nowhere_and_passed_on_to_nobody(client: Client) -> None:
    for path in (page_of(make_visit()), "/o/" + "x" * 22 + "/"):
        headers = client.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_looking_changes_nothing_whoever_looks(client: Client) -> None:
    visit = make_visit(make_contact().workplace)
    page = page_of(visit)
    before = everything()

    for agent in LOOKERS:
        for path in (page, *(f"{page}{room}/" for room in ROOMS)):
            for method, headers in LOOKS:
                client.generic(method.upper(), path, headers={"user-agent": agent, **headers})

    assert everything() == before
    assert client.get(page).status_code == 200


def test_a_tap_confirms_and_a_second_one_changes_nothing(client: Client) -> None:
    visit = make_visit()
    page = page_of(visit)

    for _tap in range(2):
        answer = client.post(f"{page}confirm/", {"version": 1}, follow=True)
        assert answer.redirect_chain == [(page, 302)]
        assert answer.context["visit"].state == Visit.State.CONFIRMED

    assert OwnerAnswer.objects.count() == 1


def test_a_wish_reaches_the_staff_once(client: Client) -> None:
    visit = make_visit()
    page, wish = page_of(visit), {"version": 1, "wish": "화요일", "parts": ["AFTERNOON"]}

    for _tap in range(2):
        assert client.post(f"{page}other-time/", wish).status_code == 302

    answer = OwnerAnswer.objects.unhandled().get()
    assert (answer.wish, answer.parts, answer.taken_by) == ("화요일", ["AFTERNOON"], None)


@pytest.mark.parametrize("wish", ["가" * 201, ""])
def test_a_wish_has_at_most_200_characters(client: Client, wish: str) -> None:
    visit = make_visit()

    answer = client.post(f"{page_of(visit)}other-time/", {"version": 1, "wish": wish})

    assert answer.status_code == (422 if wish else 302)
    assert OwnerAnswer.objects.exists() == (not wish)


def test_what_was_moved_meanwhile_is_not_confirmed_by_the_old_page(client: Client) -> None:
    visit = make_visit()
    move_visit(
        visit=visit, team=visit.team, starts_at=NEXT_MONDAY + timedelta(days=1), minutes=60,
        staff=None, now=NOW,
    )  # fmt: skip

    answer = client.post(f"{page_of(visit)}confirm/", {"version": 1})

    assert answer.status_code == 409
    assert "12. 1.(화) 14:00" in answer.content.decode()
    assert not OwnerAnswer.objects.exists()


def test_a_form_without_its_token_is_refused_and_with_it_works_without_an_account() -> None:
    visit = make_visit()
    page = page_of(visit)
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(f"{page}confirm/", {"version": 1})
    found = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(page).content.decode()
    )
    assert found is not None
    form = {"version": 1, "csrfmiddlewaretoken": found[1]}
    # A browser that was told to send no referrer sends this origin.
    taken = strict.post(f"{page}confirm/", form, headers={"origin": "null"})

    assert (refused.status_code, taken.status_code) == (403, 302)


def test_an_ended_link_says_whom_to_call(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = make_visit()
    page = page_of(visit)

    at(monkeypatch, visit.starts_at)
    begun = client.get(page)
    at(monkeypatch, visit.starts_at + timedelta(hours=25))
    expired = client.get(page)
    at(monkeypatch, NOW)
    assert visit.link is not None
    links.revoke(link=visit.link, now=NOW)
    revoked = client.post(f"{page}confirm/", {"version": 1})

    assert (begun.status_code, expired.status_code, revoked.status_code) == (410, 404, 404)
    assert visit.centre.callback_number in begun.content.decode()
    assert not OwnerAnswer.objects.exists()


def test_a_cancelled_visit_says_so(client: Client) -> None:
    visit = make_visit()
    cancel_visit(visit=visit, reason="비밀 사유", staff=None, now=NOW)

    answer = client.get(page_of(visit))

    assert answer.status_code == 410
    assert visit.centre.callback_number in answer.content.decode()
    assert "비밀 사유" not in answer.content.decode()


def test_an_owners_own_link_leads_to_the_next_visit(client: Client) -> None:
    visit = make_visit()
    link = links.open_link(
        centre=visit.centre, purpose=Link.Purpose.OWNER, workplace=visit.workplace, now=NOW
    )

    assert client.get(f"/o/{links.token_of(link)}/").context["visit"] == visit


def test_a_certificates_link_opens_no_visit(client: Client) -> None:
    worker = make_worker()
    link = links.open_link(
        centre=worker.workplace.centre, purpose=Link.Purpose.CERTIFICATE, worker=worker, now=NOW
    )

    assert client.get(f"/o/{links.token_of(link)}/").status_code == 404


def test_a_guess_learns_nothing(client: Client) -> None:
    make_visit()
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|/o/\w+/')

    answers = [client.get(f"/o/{guess}/") for guess in ("x" * 22, "y" * 22, "short", "%20")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({token.sub(b"", answer.content) for answer in answers[:2]}) == 1
