"""Results: what is counted, for whom it is hidden, and the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from outreach.access import Role
from outreach.models import Centre
from outreach.spreadsheet.writing import sheet_bytes
from safety.actions.certificates import issue, reissue
from scheduling.models import Attendance, Visit
from tests.cast import NOW, TODAY, make_centre, make_staff, make_worker, make_workplace
from tests.cast_safety import make_completion, make_consultation, make_examination
from tests.cast_scheduling import make_team, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]


def make_done_visit(centre: Centre, people: int, *, days_ago: int = 0) -> Visit:
    """Record a visit of so many people, each with a consultation and an exam."""
    place = make_workplace(centre)
    visit = make_visit(place, team=make_team(centre), starts_at=NOW + timedelta(minutes=10))
    Visit.objects.filter(pk=visit.pk).update(
        state=Visit.State.DONE,
        starts_at=NOW - timedelta(days=days_ago),
        ends_at=NOW - timedelta(days=days_ago, hours=-1),
    )
    for number in range(people):
        worker = make_worker(place, name=f"일꾼 {number}")
        Attendance.objects.create(
            worker=worker,
            visit=visit,
            came=True,
            recorded_by=make_staff(centre=centre),
            recorded_at=NOW,
        )
        make_consultation(worker, held_date=TODAY - timedelta(days=days_ago))
        make_examination(worker, "toluene", exam_date=TODAY - timedelta(days=days_ago))
    return visit


def own(client: Client, **query: str) -> dict[str, Any]:
    rows = client.get("/results/", query).context["own"]
    return {row.label: row.cell.shown for row in rows}


def test_a_centre_reads_what_it_did_in_the_month(signed_in: SignedIn, centre: Centre) -> None:
    visit = make_done_visit(centre, 2)
    make_done_visit(centre, 1, days_ago=40)  # in October
    absent = make_worker(visit.workplace, name="안 온 사람")
    Attendance.objects.create(
        worker=absent, visit=visit, came=False, recorded_by=make_staff(), recorded_at=NOW
    )
    client = signed_in()

    found = own(client)

    assert found == {
        "방문 횟수": 1,
        "찾아간 사업장": 1,
        "실인원": 2,
        "연인원": 2,
        "건강상담": 2,
        "건강진단": 2,
        "교육 수료": 0,
        "수료증 발급": 0,
        "지급된 청구": 0,
        "지급액(원)": 0,
    }
    assert own(client, period="2026-Q4")["방문 횟수"] == 2
    assert own(client, period="2025")["방문 횟수"] == 0


def test_people_are_counted_once_and_each_time(signed_in: SignedIn, centre: Centre) -> None:
    first = make_done_visit(centre, 1)
    items = list(first.due_items.all())
    again = make_visit(first.workplace, team=first.team, due_items=items)
    Visit.objects.filter(pk=again.pk).update(state=Visit.State.DONE, starts_at=NOW)
    Attendance.objects.create(
        worker=first.workplace.workers.get(),
        visit=again,
        came=True,
        recorded_by=make_staff(),
        recorded_at=NOW,
    )

    found = own(signed_in())

    assert (found["실인원"], found["연인원"]) == (1, 2)
    assert (found["방문 횟수"], found["찾아간 사업장"]) == (2, 1)


def test_a_corrected_certificate_counts_once(signed_in: SignedIn, centre: Centre) -> None:
    completion = make_completion(make_worker(make_workplace(centre)))
    certificate = issue(completion=completion, staff=None, today=TODAY, now=NOW)
    reissue(certificate=certificate, holder_name="응우옌", staff=None, today=TODAY, now=NOW)

    assert own(signed_in())["수료증 발급"] == 1


def test_others_do_not_read_another_centre(signed_in: SignedIn, other_centre: Centre) -> None:
    make_done_visit(other_centre, 7)

    answer = signed_in().get("/results/")

    assert set(own(signed_in()).values()) == {0}
    assert "성동구보건소" not in answer.content.decode()


def test_city_hall_reads_every_centre_but_no_small_count_of_persons(
    signed_in: SignedIn, centre: Centre, other_centre: Centre
) -> None:
    make_done_visit(centre, 4)
    make_done_visit(other_centre, 5)

    answer = signed_in(Role.CITY).get("/results/")

    rows = {row.centre.name: [cell.shown for cell in row.cells] for row in answer.context["rows"]}
    assert rows["중구보건소"][:6] == [1, 1, "5 미만", "5 미만", "5 미만", "5 미만"]
    assert rows["성동구보건소"][:6] == [1, 1, 5, 5, 5, 5]
    totals = [words for _label, words in answer.context["totals"]]
    assert totals[:3] == ["2", "2", "5 이상"]  # 9 would give the 4 away


def test_nobody_is_nobody(signed_in: SignedIn, centre: Centre) -> None:
    rows = signed_in(Role.CITY).get("/results/").context["rows"]

    assert [cell.shown for cell in rows[0].cells] == [0] * 10


def test_the_sheet_says_what_the_page_says(
    signed_in: SignedIn, centre: Centre, other_centre: Centre
) -> None:
    make_done_visit(centre, 4)
    Centre.objects.filter(pk=other_centre.pk).update(name="=1+1")

    answer = signed_in(Role.CITY).get("/results/export/?period=2026-11")

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = {row[0]: row[1:] for row in sheet.to_python()}
    assert rows["중구보건소"][:3] == [1, 1, "5 미만"]
    assert "=1+1" in rows  # a text, not a sum
    assert 'filename="results-2026-11.xlsx"' in answer.headers["Content-Disposition"]


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "\t=1"]

    body = sheet_bytes(title="=x", columns=["=a"] * 6, rows=[texts])

    sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0)
    assert sheet.to_python()[-1] == texts
    assert b"<f>" not in body


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn) -> None:
    client, counted = signed_in(Role.CITY), []
    for codes in (["jung"], ["seongdong", "mapo", "dobong"]):
        for code in codes:
            make_done_visit(make_centre(code), 1)
        with CaptureQueriesContext(connection) as queries:
            client.get("/results/")
        counted.append(len(queries))

    assert counted[0] == counted[1]


@pytest.mark.parametrize("role", [Role.DRIVER, Role.INSTRUCTOR, Role.CLINICIAN])
def test_roles_without_results_are_refused(signed_in: SignedIn, role: Role) -> None:
    assert signed_in(role).get("/results/").status_code == 403
    assert signed_in(role).get("/results/export/").status_code == 403
