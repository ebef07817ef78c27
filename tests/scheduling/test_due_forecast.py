from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from outreach.access import Role
from safety.actions.due_decisions import put_off, waive
from safety.models import DueBasis, DueItem
from tests.cast import NOW, TODAY, make_centre, make_staff, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]
RISK = {"kind": DueItem.Kind.RISK_ASSESSMENT}


def test_each_number_leads_to_as_many_rows(signed_in: SignedIn) -> None:
    for days in (-40, -1, 0, 3, 40, 41, 300, 500):
        make_exam_item(make_worker(name=f"일꾼 {days}"), due_date=TODAY + timedelta(days=days))
    make_due_item(make_workplace(), due_date=TODAY, **RISK)
    client = signed_in()

    page = client.get("/due/forecast/").context

    assert page["total"] == 8  # one falls due in more than a year
    for line in page["lines"]:
        for cell in line.cells:
            if cell.count:
                assert len(client.get(cell.url).context["page"].object_list) == cell.count
    assert sum(page["totals"]) == page["total"]


def test_another_centre_is_not_counted(signed_in: SignedIn) -> None:
    make_due_item(make_workplace(make_centre("seongdong")), due_date=TODAY)

    assert signed_in().get("/due/forecast/").context["total"] == 0


def test_the_list_holds_our_work_unless_the_employers_is_asked_for(signed_in: SignedIn) -> None:
    make_due_item(make_workplace(), due_date=TODAY)
    make_due_item(make_workplace(), due_date=TODAY, **RISK)
    client = signed_in()

    totals = {side: client.get("/due/", {"side": side}).context["total"] for side in
              ("", "employer", "all")}  # fmt: skip
    assert totals == {"": 1, "employer": 1, "all": 2}
    assert client.get("/due/", RISK).context["total"] == 1


def test_what_is_put_off_or_waived_stands_in_its_own_list(signed_in: SignedIn) -> None:
    later, never, stays = (make_due_item(make_workplace(), due_date=TODAY) for _ in range(3))
    put_off(
        item=later, until=date(2026, 12, 24), reason="이사", staff=make_staff(), today=TODAY,
        now=NOW,
    )  # fmt: skip
    DueItem.objects.filter(pk=never.pk).update(status=DueItem.Status.OFFERED)
    never.refresh_from_db()
    waive(item=never, reason="원하지 않음", staff=make_staff(), now=NOW)
    client = signed_in()

    for state, item in (("", stays), ("put_off", later), ("waived", never)):
        assert list(client.get("/due/", {"state": state}).context["page"]) == [item.pk]


def test_a_coordinator_puts_off_and_takes_back_on_the_items_page(signed_in: SignedIn) -> None:
    item = make_exam_item(make_worker(), due_date=TODAY)
    client = signed_in()

    client.post(f"/due/{item.pk}/put-off/", {"until": "2026-12-24", "reason": "공장 이사"})
    html = client.get(f"/due/{item.pk}/why/").content.decode()
    client.post(f"/due/{item.pk}/take-back/")

    item.refresh_from_db()
    assert "공장 이사" in html
    assert item.put_off_until is None
    assert client.post(f"/due/{item.pk}/put-off/", {"until": "2026-12-24"}).status_code == 200
    assert not item.decisions.filter(undone_at=None).exists()


@pytest.mark.parametrize(
    ("role", "is_told"), [(Role.CLINICIAN, True), (Role.COORDINATOR, False), (Role.VIEWER, False)]
)
@pytest.mark.parametrize("rule", ["HALVED_D1", "HALVED_DOCTOR", "DOCTORS_FOLLOW_UP"])
def test_no_finding_is_read_from_the_json(
    signed_in: SignedIn, role: Role, rule: str, is_told: bool
) -> None:
    basis = {
        "rule": rule,
        "authority": "LAW",
        "article": "시행규칙 제202조",
        "inputs": {"hazard": "toluene", "anchor": "LAST_EXAM", "anchor_date": "2026-05-01"},
        "arithmetic": [],
        "doubts": ["JUDGED_U"],
    }
    item = make_exam_item(make_worker(), due_date=TODAY)
    DueItem.objects.filter(pk=item.pk).update(why=DueBasis.objects.holding(basis))

    answer = signed_in(role).get(f"/due/{item.pk}/why.json")

    assert (rule in answer.content.decode()) is is_told
    assert ("derivation" in answer.json()) is is_told
    assert ("JUDGED_U" in answer.content.decode()) is is_told
