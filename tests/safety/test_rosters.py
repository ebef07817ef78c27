"""A roster enters: workers, exposures and exams, and what is due follows."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.models import ImportRow, Worker, Workplace
from safety.actions.rosters.matching import Match
from safety.models import DueItem, Examination, Exposure
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import (
    LEE,
    bring,
    codes,
    commit,
    due_dates,
    only,
    outcomes,
    painter,
    take_in,
)

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture
def shop() -> Workplace:
    """한빛도장, and the hospital that examines its people."""
    make_institution()
    return cast.make_workplace()


def test_a_new_worker_enters_with_exposure_and_exam(shop: Workplace) -> None:
    file = take_in(painter())

    worker = Worker.objects.get()
    assert (worker.workplace, worker.name, worker.language) == (shop, "김철수", "vi")
    assert (worker.birth_date, worker.phone) == (date(1988, 4, 12), "+821000008888")
    exposure = worker.exposures.get()
    assert (exposure.hazard, exposure.process) == ("toluene", "도장")
    assert exposure.placed_date == date(2025, 1, 10)
    exam = worker.examinations.get()
    assert (exam.kind, exam.exam_date) == (Examination.Kind.SPECIAL, date(2026, 1, 10))
    assert exam.institution.name == "한마음병원"
    assert only(file).subject_id == worker.pk


# 별표 23 by hand: group, months to the first exam, months between exams.


@pytest.mark.parametrize(
    ("hazards", "placed", "examined", "due"),
    [
        ("톨루엔", "2025-01-10", "2026-01-10", date(2027, 1, 10)),  # others: 6, 12
        ("목재분진", "2025-01-10", "2026-01-10", date(2028, 1, 10)),  # wood dust: 12, 24
        ("소음", "2025-01-10", "2026-01-10", date(2028, 1, 10)),  # noise: 12, 24
        ("광물성분진", "2025-01-10", "2026-01-10", date(2028, 1, 10)),  # mineral dust: 12, 24
        ("면분진", "2025-01-10", "2026-01-10", date(2027, 1, 10)),  # cotton dust: 12, 12
        ("벤젠", "2025-01-10", "2026-01-10", date(2026, 7, 10)),  # benzene: 2, 6
        ("DMF", "2025-01-10", "2026-01-10", date(2026, 7, 10)),  # dimethylformamide: 1, 6
        ("염화비닐", "2025-01-10", "2026-01-10", date(2026, 7, 10)),  # vinyl chloride: 3, 6
        ("톨루엔", "2026-08-31", "", date(2027, 2, 28)),  # no 31st of February
        ("목재분진", "2026-08-31", "미실시", date(2027, 8, 31)),
        ("벤젠", "2026-08-31", "", date(2026, 10, 31)),
        ("DMF", "2026-08-31", "", date(2026, 9, 30)),
        ("용접흄", "2026-05-01", "2026-04-20", date(2026, 11, 1)),  # examined before placement
    ],
)
def test_the_next_exam_is_due_by_the_annex(
    shop: Workplace, hazards: str, placed: str, examined: str, due: date
) -> None:
    take_in(painter(유해인자=hazards, 배치일=placed, **{"최종 특수검진일": examined}))

    assert list(due_dates(Worker.objects.get()).values()) == [due]


def test_each_agent_has_its_own_date(shop: Workplace) -> None:
    take_in(painter(유해인자="톨루엔(2026.1.10), 소음(2025.3.2)", **{"최종 특수검진일": ""}))

    assert due_dates(Worker.objects.get()) == {
        "toluene": date(2027, 1, 10),
        "noise": date(2027, 3, 2),
    }


def test_a_pre_placement_exam_postpones_nothing(shop: Workplace) -> None:
    row = painter(배치일="2026-08-31", **{"최종 특수검진일": ""})

    take_in({**row, "배치전건강진단일": "2026-08-20"})

    assert Examination.objects.get().kind == Examination.Kind.PRE_PLACEMENT
    assert due_dates(Worker.objects.get()) == {"toluene": date(2027, 2, 28)}


def test_the_same_roster_twice_changes_nothing(shop: Workplace) -> None:
    rows = [painter(판정="C1", 업무수행적합여부="나"), painter(**LEE)]
    take_in(*rows)
    before = [list(model.objects.order_by("pk").values()) for model in (Worker, Exposure, DueItem)]

    again = take_in(*rows)

    assert outcomes(again) == [Outcome.SAME, Outcome.SAME]
    after = [list(model.objects.order_by("pk").values()) for model in (Worker, Exposure, DueItem)]
    assert after == before


def test_without_matching_the_same_roster_would_enter_twice(
    shop: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = painter(생년월일="")
    take_in(row)

    monkeypatch.setattr("safety.actions.rosters.comparisons.match", lambda *_: Match())
    monkeypatch.setattr("safety.actions.rosters.applying.match", lambda *_: Match())
    take_in(row)

    assert Worker.objects.count() == 2


def test_blanks_erase_nothing_and_what_is_told_changes(shop: Workplace) -> None:
    take_in(painter())

    file = take_in(painter(휴대폰="010-0000-7777", 국적="", 공정="", 입사일=""))

    row, worker = only(file), Worker.objects.get()
    assert row.outcome == Outcome.CHANGED
    assert row.changes == {"phone": ["+821000008888", "+821000007777"]}
    assert (worker.language, worker.hired_date) == ("vi", date(2025, 1, 2))
    assert worker.exposures.get().process == "도장"


def test_a_later_exam_closes_what_was_due_and_opens_the_next(shop: Workplace) -> None:
    take_in(painter())

    take_in(painter(**{"최종 특수검진일": "2026-11-20"}))

    done = DueItem.objects.get(hazard="toluene", closed_as=DueItem.Closed.DONE)
    assert done.examination is not None
    assert done.examination.exam_date == date(2026, 11, 20)
    assert due_dates(Worker.objects.get()) == {"toluene": date(2027, 11, 20)}


def test_rows_of_one_worker_become_one(shop: Workplace) -> None:
    file = take_in(painter(), painter(유해인자="소음"), painter(유해인자="톨루엔"))

    assert outcomes(file) == [Outcome.NEW, Outcome.MERGED, Outcome.MERGED]
    worker = Worker.objects.get()
    assert {one.hazard for one in worker.exposures.all()} == {"toluene", "noise"}
    exam = worker.examinations.get()
    assert {one.hazard for one in exam.results.all()} == {"toluene", "noise"}


def test_a_roster_of_one_workplace_needs_no_name_of_it(shop: Workplace) -> None:
    take_in(painter(사업장명=""), workplace=shop)

    assert Worker.objects.get().workplace == shop


def test_an_exam_at_an_unknown_hospital_enters_and_is_named_later(shop: Workplace) -> None:
    take_in(painter(검진기관="모름병원"))
    assert Examination.objects.get().institution.code == "not-stated"

    take_in(painter())

    assert Examination.objects.get().institution == make_institution()


def test_an_exam_at_an_undesignated_clinic_does_not_count(shop: Workplace) -> None:
    make_institution(is_designated=False)

    row = only(take_in(painter(검진기관="옆집의원")))

    assert "INSTITUTION_NOT_DESIGNATED" in {note["code"] for note in row.warnings}
    assert not Examination.objects.exists()
    assert due_dates(Worker.objects.get()) == {"toluene": date(2025, 7, 10)}


def test_a_roster_of_another_centre_touches_nobody_here(shop: Workplace) -> None:
    file = bring(painter(), centre=cast.make_centre("seongdong"))

    assert codes(only(file)) == {"WORKPLACE_UNKNOWN"}


def test_a_worker_added_meanwhile_is_not_entered_twice(shop: Workplace) -> None:
    file = bring(painter())
    cast.make_worker(shop, name="김철수", birth_date=date(1988, 4, 12))

    commit(file)

    assert only(file).outcome == Outcome.HELD
    assert Worker.objects.count() == 1
