from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.models import Centre, Worker
from safety.models import DueItem, Exposure, Measurement
from safety.rules.hazard_search import Question
from safety.rules.hazards import HAZARDS
from safety.templatetags.hazards import CATEGORIES, QUESTIONS
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import TOLUENE, make_exposure

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def painter() -> Worker:
    """응우옌 of a paint shop (25922), who handles nothing yet on record."""
    return cast.make_worker()


def search(client: Client, worker: Worker, words: str, *ticked: str) -> str:
    asked: dict[str, str | list[str]] = {
        "worker": str(worker.pk), "q": words, "hazards": list(ticked),
    }  # fmt: skip
    answer = client.get(reverse("hazard-search"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def boxes(page: str, group: str) -> list[str]:
    return re.findall(rf'value="([^"]+)" id="{group}-', page)


def test_every_agent_of_the_annex_can_be_chosen(painter: Worker, signed_in: SignIn) -> None:
    page = signed_in().get(reverse("exposure-new", args=[painter.pk])).content.decode()

    assert boxes(page, "annex") == list(HAZARDS)
    assert len(HAZARDS) == 181
    assert all(hazard.category in CATEGORIES for hazard in HAZARDS.values())


def test_the_industry_suggests_what_to_ask(painter: Worker, signed_in: SignIn) -> None:
    page = signed_in().get(reverse("exposure-new", args=[painter.pk])).content.decode()

    assert "업종에서 흔한 인자" in page
    assert boxes(page, "usual")


def test_a_shop_floor_word_finds_its_agents(painter: Worker, signed_in: SignIn) -> None:
    client = signed_in()

    assert TOLUENE in boxes(search(client, painter, "톨루엔"), "match")
    assert TOLUENE in boxes(search(client, painter, "toluene"), "match")
    assert TOLUENE in boxes(search(client, painter, "108-88-3"), "match")


def test_a_mixture_asks_for_its_data_sheet(painter: Worker, signed_in: SignIn) -> None:
    page = search(signed_in(), painter, "신나")

    assert "물질안전보건자료(MSDS)" in page
    assert boxes(page, "match") == []


def test_nothing_found_says_so(painter: Worker, signed_in: SignIn) -> None:
    assert "맞는 인자가 없습니다" in search(signed_in(), painter, "<b>zzzz")
    assert "<b>zzzz" not in search(signed_in(), painter, "<b>zzzz")


def test_what_was_ticked_stays_ticked(painter: Worker, signed_in: SignIn) -> None:
    page = search(signed_in(), painter, "톨루엔", TOLUENE, "noise", "no-such-agent")

    assert boxes(page, "ticked") == [TOLUENE, "noise"]
    assert TOLUENE not in boxes(page, "match")


def test_the_search_works_without_a_script(painter: Worker, signed_in: SignIn) -> None:
    page = signed_in().get(reverse("exposure-new", args=[painter.pk]), {"q": "톨루엔"})

    assert TOLUENE in boxes(page.content.decode(), "match")


def test_every_question_has_its_words() -> None:
    assert set(QUESTIONS) == set(Question)


def test_several_agents_are_saved_at_once_with_their_exams(
    painter: Worker, signed_in: SignIn
) -> None:
    answer = signed_in().post(
        reverse("exposure-new", args=[painter.pk]),
        {
            "hazards": [TOLUENE, "noise", TOLUENE],
            "process": "도장",
            "placed_date": "2026-11-02",
        },
    )

    assert answer.headers["Location"] == reverse("worker", args=[painter.pk])
    assert set(Exposure.objects.values_list("hazard", "process")) == {
        (TOLUENE, "도장"),
        ("noise", "도장"),
    }
    assert DueItem.objects.open().filter(kind=DueItem.Kind.SPECIAL_EXAM).count() == 2


def test_one_refusal_saves_none(painter: Worker, signed_in: SignIn) -> None:
    make_exposure(painter)

    answer = signed_in().post(
        reverse("exposure-new", args=[painter.pk]),
        {"hazards": ["noise", TOLUENE], "process": "도장", "placed_date": "2026-11-02"},
    )

    assert "톨루엔" in str(answer.context["form"].errors)
    assert boxes(answer.content.decode(), "ticked") == ["noise", TOLUENE]
    assert Exposure.objects.count() == 1


def test_no_agent_and_no_day_are_refused(painter: Worker, signed_in: SignIn) -> None:
    answer = signed_in().post(reverse("exposure-new", args=[painter.pk]), {"process": "도장"})

    assert set(answer.context["form"].errors) == {"hazards", "placed_date"}


def test_an_exposure_ends_by_its_page(signed_in: SignIn) -> None:
    exposure = make_exposure()
    client = signed_in(Role.CLINICIAN)
    address = reverse("exposure-end", args=[exposure.pk])

    assert "톨루엔" in client.get(address).content.decode()
    refused = client.post(address, {"ended_date": "2026-01-01"})
    client.post(address, {"ended_date": "2026-11-23"})

    assert "ended_date" in refused.context["form"].errors
    exposure.refresh_from_db()
    assert exposure.ended_date == TODAY


def test_another_centres_rows_are_not_found(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = make_exposure(cast.make_worker(cast.make_workplace(other_centre)))
    client = signed_in()

    assert client.get(reverse("exposure-end", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("exposure-new", args=[theirs.worker.pk])).status_code == 404
    for worker in (str(theirs.worker.pk), "", "x", "9" * 30):
        answer = client.get(reverse("hazard-search"), {"worker": worker, "q": "톨루엔"})
        assert answer.status_code == 404
    workplace = theirs.worker.workplace_id
    assert client.get(reverse("measurement-new", args=[workplace])).status_code == 404


def test_a_measurement_is_recorded_by_its_page(signed_in: SignIn) -> None:
    exposure = make_exposure()
    client = signed_in()
    address = reverse("measurement-new", args=[exposure.worker.workplace_id])
    given = {"hazard": TOLUENE, "process": "도장", "measured_date": "2026-11-20"}

    assert "톨루엔" in client.get(address).content.decode()
    client.post(address, given | {"is_over_limit": "on"})
    again = client.post(address, given)

    assert Measurement.objects.get().is_over_limit
    assert "measured_date" in again.context["form"].errors


def test_a_measurement_needs_an_agent_first(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()

    page = signed_in().get(reverse("measurement-new", args=[workplace.pk])).content.decode()

    assert "등록된 유해인자가 없습니다" in page
