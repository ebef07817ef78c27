"""A workplace's whole story on one page, and the step to do next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from outreach.access import PUBLIC, Role, may
from outreach.actions.calls import record_call
from outreach.models import Workplace
from safety.actions.certificates import issue
from safety.actions.due_items import recompute_workplace
from scheduling.actions.visits import ask_other_time, cancel_visit
from tests.cast import (
    NOW,
    TODAY,
    make_centre,
    make_contact,
    make_staff,
    make_worker,
    make_workplace,
)
from tests.cast_safety import (
    make_completion,
    make_consultation,
    make_examination,
    make_exposure,
)
from tests.cast_scheduling import make_due_item, make_exam_item, make_team, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]


def page(client: Client, workplace: Workplace) -> Any:
    answer = client.get(f"/workplaces/{workplace.pk}/")
    assert answer.status_code == 200
    return answer


def step_address(client: Client, workplace: Workplace) -> str:
    """Return where the page's one next step leads."""
    return str(page(client, workplace).context["step"].url)


def test_the_next_step_goes_from_number_to_worker_to_agent_to_visit(signed_in: SignedIn) -> None:
    place, client = make_workplace(), signed_in()

    assert step_address(client, place) == f"/workplaces/{place.pk}/contacts/new/"
    make_contact(place)
    assert step_address(client, place) == f"/workplaces/{place.pk}/workers/new/"
    worker = make_worker(place)
    assert step_address(client, place) == f"/workers/{worker.pk}/exposures/new/"
    make_exposure(worker)
    item = make_due_item(place)
    assert step_address(client, place) == f"/workplaces/{place.pk}/visits/new/"
    visit = make_visit(place, due_items=[item])
    assert page(client, place).context["step"] is None
    ask_other_time(visit=visit, wish="", now=NOW)
    assert step_address(client, place) == f"/visits/{visit.pk}/"


def test_a_closed_workplace_has_nothing_left_to_do(signed_in: SignedIn) -> None:
    place = make_workplace(closed_date=TODAY)

    assert page(signed_in(), place).context["step"] is None


def test_a_closed_workplace_says_which_visits_are_still_booked(signed_in: SignedIn) -> None:
    visit = make_visit()
    Workplace.objects.filter(pk=visit.workplace_id).update(closed_date=TODAY)

    found = page(signed_in(), visit.workplace).content.decode()
    seen_only = page(signed_in(Role.VIEWER), visit.workplace).content.decode()

    assert "아직 예약된 방문이 있습니다" in found
    assert f"/visits/{visit.pk}/cancel/" in found
    assert f"/visits/{visit.pk}/cancel/" not in seen_only


def test_the_story_tells_every_step_the_latest_first(signed_in: SignedIn) -> None:
    place = make_workplace()
    make_contact(place)
    worker = make_worker(place)
    make_exam_item(worker)
    visit = make_visit(place)
    cancel_visit(visit=visit, reason="비가 와서", staff=None, now=NOW)
    record_call(workplace=place, outcome="REACHED", staff=make_staff(), now=NOW)
    make_consultation(worker)
    make_examination(worker, "toluene")
    issue(completion=make_completion(worker), staff=None, today=TODAY, now=NOW)

    story = page(signed_in(), place).context["story"].steps

    told = " / ".join(f"{step.title} {step.text}" for step in story)
    for word in (
        "등록",
        "배치",
        "기한",
        "방문 예약",
        "비가 와서",
        "문자",
        "통화",
        "상담",
        "수료증",
    ):
        assert word in told, word
    assert [step.at for step in story] == sorted((step.at for step in story), reverse=True)
    assert story[0].is_ahead
    assert not story[-1].is_ahead


def test_the_story_names_no_finding(signed_in: SignedIn) -> None:
    worker = make_worker(name="김철수")
    make_examination(worker, "toluene", results={"code": "D1", "fitness": "다"})
    make_consultation(worker, measures_text='{"glucose": 317}')

    answer = page(signed_in(Role.CLINICIAN), worker.workplace)

    told = " / ".join(f"{step.title} {step.text}" for step in answer.context["story"].steps)
    assert "D1" not in told
    assert "317" not in answer.content.decode()
    assert "김철수" not in told


def test_a_viewer_reads_masked_names_and_no_number(signed_in: SignedIn) -> None:
    place = make_workplace()
    contact = make_contact(place, name="김한빛", phone="+821000001234")
    make_worker(place, name="김철수")

    html = page(signed_in(Role.VIEWER), place).content.decode()

    assert "김철수" not in html
    assert "김*수" in html
    assert contact.name not in html
    assert "1234" not in html
    assert "/visits/new/" not in html


def test_each_role_is_offered_only_what_it_may_open(signed_in: SignedIn) -> None:
    place = make_contact().workplace
    worker = make_worker(place)
    make_exposure(worker)
    recompute_workplace(workplace=place, today=TODAY, now=NOW)
    make_visit(place, due_items=list(place.due_items.open()[:1]))
    issue(completion=make_completion(worker), staff=None, today=TODAY, now=NOW)
    for role in (Role.COORDINATOR, Role.CLINICIAN, Role.FINANCE, Role.VIEWER):
        client = signed_in(role)
        html = page(client, place).content.decode()

        for path in set(re.findall(r'(?:href|action|hx-get)="(/[^"#?]*)', html)):
            if not path.startswith("/static/"):
                permission = resolve(path).func.permission  # type: ignore[attr-defined]
                assert permission == PUBLIC or may(make_staff(role), permission), (role, path)


def test_another_centres_workplace_does_not_exist(signed_in: SignedIn) -> None:
    place = make_workplace(make_centre("seongdong"))

    assert signed_in().get(f"/workplaces/{place.pk}/").status_code == 404


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn) -> None:
    place, client, team = make_contact().workplace, signed_in(), make_team()
    counted = []
    for rows in (1, 8):
        while place.workers.count() < rows:
            worker = make_worker(place, name=f"일꾼 {place.workers.count()}")
            item = make_exam_item(worker)
            start = NOW + timedelta(days=place.workers.count())
            make_visit(place, team=team, starts_at=start, due_items=[item])
            make_contact(place)
            make_examination(worker, "toluene")
            issue(completion=make_completion(worker), staff=None, today=TODAY, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            page(client, place)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[0] <= 40


def test_the_story_is_paged_and_asks_no_more(signed_in: SignedIn) -> None:
    place, client, staff = make_workplace(), signed_in(), make_staff()
    for days in range(70):
        record_call(workplace=place, outcome="REACHED", staff=staff, now=NOW - timedelta(days=days))
    counted, told = [], []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/workplaces/{place.pk}/?story={number}")
        counted.append(len(queries))
        told += [(step.at, step.title) for step in answer.context["story"].steps]
        assert answer.context["story"].has_older is (number < 3)

    assert len(told) == len(set(told)) == 71  # and the registration
    assert told == sorted(told, key=lambda one: one[0], reverse=True)
    assert len(set(counted)) == 1


def test_what_is_missing_is_named_with_its_door(signed_in: SignedIn) -> None:
    place = make_workplace(regular_workers=None, ksic="", has_power=None)

    gaps = page(signed_in(), place).context["gaps"]

    doors = {gap.title: gap.url for gap in gaps}
    assert doors["인원수 없음"] == f"/workplaces/{place.pk}/edit/"
    assert doors["문자 받는 번호 없음"] == f"/workplaces/{place.pk}/contacts/new/"
    assert doors["근로자 없음"] == f"/workplaces/{place.pk}/workers/new/"
    assert doors["현장 카드: 5가지 중 2가지 모름"] == f"/workplaces/{place.pk}/site-card/"
    assert {gap.url for gap in page(signed_in(Role.VIEWER), place).context["gaps"]} == {""}


def test_an_old_address_leads_to_what_it_was_merged_into(signed_in: SignedIn) -> None:
    kept = make_workplace()
    middle = make_workplace(merged_into=kept, closed_date=TODAY)
    gone = make_workplace(merged_into=middle, closed_date=TODAY)
    client = signed_in()

    assert client.get(f"/workplaces/{gone.pk}/").headers["Location"] == f"/workplaces/{kept.pk}/"
    stranger = make_staff(Role.COORDINATOR, make_centre("seongdong"))
    assert signed_in(staff=stranger).get(f"/workplaces/{gone.pk}/").status_code == 404


def test_a_likely_double_is_offered_to_those_who_may_merge(signed_in: SignedIn) -> None:
    place, double = make_workplace(), make_workplace()
    door = f"/workplaces/{place.pk}/merge/?double={double.pk}"

    assert door in page(signed_in(), place).content.decode()
    assert door not in page(signed_in(Role.VIEWER), place).content.decode()
