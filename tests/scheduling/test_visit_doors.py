"""The doors of a visit: who may use them, what they answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach import clock
from outreach.access import Role
from outreach.models import MessageState, Staff
from safety.models import Examination
from scheduling.actions.attendance import ExamHeld, WorkerAtVisit, record_visit
from scheduling.forms.visits import BOOK_AHEAD
from scheduling.models import Team, Visit
from tests.cast import NOW, TODAY, make_centre, make_contact, make_staff, make_worker
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_health_consent,
    make_institution,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def stranger() -> Staff:
    """박, the coordinator of the other centre."""
    return make_staff(Role.COORDINATOR, make_centre("seongdong"))


def when(visit_or_team: Visit | Team, **changes: object) -> dict[str, object]:
    team = visit_or_team.team if isinstance(visit_or_team, Visit) else visit_or_team
    return {"team": team.pk, "date": "2026-12-02", "time": "10:00", "minutes": "60", **changes}


def test_a_visit_is_booked_for_what_is_ticked(signed_in: SignedIn) -> None:
    item, team = make_due_item(), make_team()
    make_contact(item.workplace)
    client, path = signed_in(), f"/workplaces/{item.workplace_id}/visits/new/"

    page = client.get(path)
    answer = client.post(path, {**when(team), "due_items": [item.pk]})

    visit = Visit.objects.get()
    assert list(page.context["form"].initial["due_items"]) == [item]
    assert page.context["form"].initial["minutes"] == 30 + 2 * 20  # two people work there
    assert answer.headers["Location"] == f"/visits/{visit.pk}/"
    assert timezone.localtime(visit.starts_at).strftime("%m-%d %H:%M") == "12-02 10:00"
    assert visit.reminders.count() == 3


def test_what_is_due_much_later_is_offered_but_not_chosen(signed_in: SignedIn) -> None:
    worker = make_worker()
    late = make_exam_item(worker, due_date=TODAY - timedelta(days=30))
    soon = make_exam_item(worker, "xylene", due_date=TODAY + BOOK_AHEAD)
    later = make_exam_item(worker, "noise", due_date=TODAY + BOOK_AHEAD + timedelta(days=1))
    path = f"/workplaces/{worker.workplace_id}/visits/new/"

    form = signed_in().get(path).context["form"]
    asked = signed_in().get(path, {"due_items": [later.pk]}).context["form"]

    assert form.initial["due_items"] == [late, soon]
    assert form.initial["minutes"] == 30 + 10  # one person, however many agents
    assert [[line.item for line in owed.lines] for owed in form.now] == [[late, soon]]
    assert [line.item for owed in form.later for line in owed.lines] == [later]
    assert asked.initial["due_items"] == [later]
    assert asked.later == []


def test_training_is_for_classes_unless_somebody_asks(signed_in: SignedIn) -> None:
    exam = make_exam_item(make_worker())
    training = make_due_item(exam.workplace, kind="TRAINING", worker=exam.worker)
    path = f"/workplaces/{exam.workplace_id}/visits/new/"

    offered = signed_in().get(path).context["form"].fields["due_items"].queryset
    asked = signed_in().get(path, {"due_items": [str(training.pk), "x"]}).context["form"]

    assert list(offered) == [exam]
    assert asked.initial["due_items"] == [training]


def test_a_refusal_comes_back_on_the_form(signed_in: SignedIn) -> None:
    visit = make_visit()
    item = make_due_item()
    local = timezone.localtime(visit.starts_at)

    answer = signed_in().post(
        f"/workplaces/{item.workplace_id}/visits/new/",
        {**when(visit, date=local.date(), time=local.time()), "due_items": [item.pk]},
    )

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert Visit.objects.count() == 1


def test_a_move_and_an_end_go_through_their_doors(signed_in: SignedIn) -> None:
    visit, client = make_visit(), signed_in()

    moved = client.post(f"/visits/{visit.pk}/move/", {**when(visit), "version": 1})
    stale = client.post(f"/visits/{visit.pk}/cancel/", {"version": 1})
    cancelled = client.post(f"/visits/{visit.pk}/cancel/", {"version": 2, "reason": "휴업"})

    assert (moved.status_code, stale.status_code, cancelled.status_code) == (302, 422, 302)
    visit.refresh_from_db()
    assert (visit.state, visit.version) == (Visit.State.CANCELLED, 3)


def test_before_a_cancellation_the_page_says_which_texts_go(signed_in: SignedIn) -> None:
    visit = make_visit(make_contact().workplace)
    visit.reminders.filter(rule="BOOKED").get().message.__class__.objects.filter(
        reminder__rule="BOOKED"
    ).update(state=MessageState.ACCEPTED, sid="SM1")

    for path in (f"/visits/{visit.pk}/cancel/", f"/visits/{visit.pk}/"):
        page = signed_in().get(path)
        assert [row.rule for row in page.context["waiting"]] == ["DAY_BEFORE"]
        assert len(page.context["knows"]) == 1


def test_a_recorded_visit_shows_who_came_and_what_is_due_next(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_worker()
    make_health_consent(worker)
    visit = make_visit(worker.workplace, due_items=[make_exam_item(worker)])
    held = ExamHeld(make_institution(), ["toluene"], 0, Examination.PaidBy.FREE)
    monkeypatch.setattr(clock, "now", lambda: visit.ends_at)
    monkeypatch.setattr(clock, "today", lambda: visit.ends_at.date())
    record_visit(
        visit=visit,
        present=[WorkerAtVisit(worker, True, examination=held)],
        staff=make_staff(),
        today=visit.ends_at.date(),
        now=visit.ends_at,
    )

    page = signed_in().get(f"/visits/{visit.pk}/")
    viewer = signed_in(Role.VIEWER).get(f"/visits/{visit.pk}/").content.decode()

    (row,) = page.context["recorded"]
    assert (row["came"], row["is_consulted"]) == (True, False)
    assert held.institution.name in page.content.decode()
    assert held.institution.name not in viewer
    assert "toluene" in {item.hazard for item in page.context["due_next"]}


def test_a_viewer_reads_masked_names_and_no_numbers(signed_in: SignedIn) -> None:
    worker = make_worker(name="김도장")
    contact = make_contact(worker.workplace, name="박사장")
    visit = make_visit(worker.workplace, due_items=[make_exam_item(worker)])

    body = signed_in(Role.VIEWER).get(f"/visits/{visit.pk}/").content.decode()

    for secret in (worker.name, contact.name, contact.phone):
        assert secret not in body
    assert "data-dialog" not in body


@pytest.mark.parametrize("room", ["", "move/", "cancel/", "attendance/"])
def test_another_centres_visit_does_not_exist(
    signed_in: SignedIn, stranger: Staff, room: str
) -> None:
    visit = make_visit()

    assert signed_in(staff=stranger).get(f"/visits/{visit.pk}/{room}").status_code == 404


def test_another_centre_changes_nothing_here(signed_in: SignedIn, stranger: Staff) -> None:
    visit, client = make_visit(), signed_in(staff=stranger)
    item = make_due_item(visit.workplace, kind="TRAINING")
    posts = {
        f"/visits/{visit.pk}/move/": {**when(visit), "version": 1},
        f"/visits/{visit.pk}/cancel/": {"version": 1},
        f"/visits/{visit.pk}/answer/": {"version": 1, "answer": "CONFIRMED"},
        f"/visits/{visit.pk}/attendance/": {"version": 1, "nobody": "1"},
        f"/workplaces/{visit.workplace_id}/visits/new/": {**when(visit), "due_items": [item.pk]},
        f"/feeds/{visit.team_id}/new/": {},
    }

    assert {path: client.post(path, form).status_code for path, form in posts.items()} == (
        dict.fromkeys(posts, 404)
    )
    visit.refresh_from_db()
    assert (visit.state, visit.version) == (Visit.State.BOOKED, 1)


def test_no_team_of_another_centre_is_on_offer(signed_in: SignedIn) -> None:
    item, foreign = make_due_item(), make_team(make_centre("seongdong"))

    answer = signed_in().post(
        f"/workplaces/{item.workplace_id}/visits/new/", {**when(foreign), "due_items": [item.pk]}
    )

    assert "team" in answer.context["form"].errors
