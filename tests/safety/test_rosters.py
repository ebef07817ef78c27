"""A roster enters: workers, exposures and exams, and what is due follows."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.actions import imports
from outreach.models import ImportRow, Worker, Workplace
from safety.actions.exposures import end_exposure
from safety.actions.rosters.kind import left_behind
from safety.actions.rosters.matching import Match
from safety.models import DueItem, Examination, ExaminationResult, Exposure
from tests import cast
from tests.cast_safety import make_exposure, make_institution
from tests.safety.rosters.lists import (
    LEE,
    bring,
    codes,
    commit,
    only,
    outcomes,
    painter,
    take_in,
    undo,
)

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture
def shop() -> Workplace:
    """한빛도장, and the hospital that examines its people."""
    make_institution()
    return cast.make_workplace()


def due_dates(worker: Worker) -> dict[str, date]:
    """Return when which exam is due."""
    items = DueItem.objects.open().filter(worker=worker, kind=DueItem.Kind.SPECIAL_EXAM)
    return dict(items.values_list("hazard", "due_date"))


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


def test_namesakes_are_told_apart_by_birth_date(shop: Workplace) -> None:
    file = take_in(painter(), painter(생년월일="1970-01-01", 휴대폰=""))

    assert outcomes(file) == [Outcome.NEW, Outcome.NEW]
    assert Worker.objects.filter(name="김철수").count() == 2


def test_without_birth_date_the_number_tells_namesakes_apart(shop: Workplace) -> None:
    take_in(painter(), painter(생년월일="1970-01-01", 휴대폰="010-0000-7777"))

    file = bring(painter(생년월일="", 휴대폰="010-0000-7777"))

    row = only(file)
    assert row.outcome == Outcome.SAME
    assert row.subject_id == Worker.objects.get(birth_date=date(1970, 1, 1)).pk


def test_a_namesake_without_either_is_held_with_the_candidates(shop: Workplace) -> None:
    take_in(painter(), painter(생년월일="1970-01-01", 휴대폰="010-0000-7777"))

    row = only(bring(painter(생년월일="", 휴대폰="")))

    assert codes(row) == {"SEVERAL_OF_THIS_NAME"}
    assert {one["subject"] for one in row.candidates} == set(
        Worker.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"사업장명": "모르는상사"}, "WORKPLACE_UNKNOWN"),
        ({"유해인자": "시너"}, "HAZARD_AMBIGUOUS"),
        ({"배치일": "2027-01-01"}, "DATE_IN_FUTURE"),
        ({"최종 특수검진일": "2026-11-24"}, "DATE_IN_FUTURE"),
        ({"입사일": "2025.13.1"}, "DATE_UNREADABLE"),
        ({"배치일": "2025-01-01"}, "PLACED_BEFORE_HIRED"),
    ],
)
def test_what_must_be_decided_is_held(shop: Workplace, changes: dict[str, str], code: str) -> None:
    file = take_in(painter(**changes))

    row = only(file)
    assert row.outcome == Outcome.HELD
    assert code in codes(row)
    assert not Worker.objects.exists()


def test_a_held_row_enters_with_the_agents_that_were_chosen(shop: Workplace) -> None:
    row = only(take_in(painter(유해인자="시너, 소음")))

    decide(row, "NEW", hazards="톨루엔, 소음")

    assert due_dates(Worker.objects.get()) == {
        "toluene": date(2027, 1, 10),
        "noise": date(2028, 1, 10),
    }


def decide(row: ImportRow, decision: str, **changes: str) -> None:
    """Decide about a held row."""
    imports.decide(
        row=row, decision=decision, changes=changes, staff=None, now=cast.NOW, today=cast.TODAY
    )


def test_a_decision_is_remembered_for_the_same_row(shop: Workplace) -> None:
    decide(only(take_in(painter(유해인자="시너"))), "NEW", hazards="톨루엔")

    assert only(bring(painter(유해인자="시너"))).outcome == Outcome.SAME


def test_the_workplace_of_a_held_row_is_typed(shop: Workplace) -> None:
    row = only(take_in(painter(사업장명="한빛")))

    decide(row, "NEW", workplace="한빛도장")

    assert Worker.objects.get().workplace == shop


def test_a_decided_row_and_a_new_one_enter_together(shop: Workplace) -> None:
    old = cast.make_worker(shop, name="김철수", birth_date=None, phone="")
    cast.make_worker(shop, name="김철수", birth_date=None, phone="")
    file = bring(painter(**LEE), painter(생년월일="", 휴대폰=""))
    row = file.rows.get(outcome=Outcome.HELD)
    imports.decide(
        row=row,
        decision="JOIN",
        subject_id=old.pk,
        changes={},
        staff=None,
        now=cast.NOW,
        today=cast.TODAY,
    )

    commit(file)

    assert Worker.objects.count() == 3
    assert [one.hazard for one in old.exposures.all()] == ["toluene"]


def test_a_word_that_is_no_agent_is_still_refused(shop: Workplace) -> None:
    row = only(take_in(painter(유해인자="시너")))

    with pytest.raises(imports.BadCorrection):
        decide(row, "NEW", hazards="본드")


def test_who_works_elsewhere_may_have_changed_jobs(shop: Workplace) -> None:
    take_in(painter())
    other = cast.make_workplace(name="새일터", comparable_name="새일터")
    row = only(take_in(painter(사업장명="새일터", 입사일="2026-11-02", 배치일="2026-11-02")))
    old = Worker.objects.get()
    assert codes(row) == {"CHANGED_JOBS"}
    assert row.candidates[0]["subject"] == old.pk

    decide(row, "JOIN")

    old.refresh_from_db()
    assert old.left_date == date(2026, 11, 2)
    assert Worker.objects.employed().get().workplace == other


def test_a_roster_of_one_workplace_needs_no_name_of_it(shop: Workplace) -> None:
    take_in(painter(사업장명=""), workplace=shop)

    assert Worker.objects.get().workplace == shop


def test_nobody_is_taken_off_for_not_being_on_the_list(shop: Workplace) -> None:
    take_in(painter(), painter(**LEE))

    file = take_in(painter())

    assert Worker.objects.employed().count() == 2
    assert [worker.name for worker in left_behind(file)] == ["이영희"]


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


def test_undo_takes_everything_back(shop: Workplace) -> None:
    file = take_in(painter(판정="C1", 업무수행적합여부="나"), painter(유해인자="소음"))

    undone = undo(file)

    assert undone.state == undone.State.UNDONE
    for model in (Worker, Exposure, Examination, ExaminationResult):
        assert not model.objects.exists()
    assert not DueItem.objects.open().exclude(worker=None).exists()


def test_undo_sets_a_changed_worker_back(shop: Workplace) -> None:
    take_in(painter())
    before = list(Worker.objects.values()), list(Exposure.objects.values())
    due = due_dates(Worker.objects.get())
    file = take_in(
        painter(휴대폰="010-0000-7777", 배치일="2025-02-02", **{"최종 특수검진일": "2026-11-20"})
    )

    undo(file)

    assert (list(Worker.objects.values()), list(Exposure.objects.values())) == before
    assert due_dates(Worker.objects.get()) == due


def test_undo_is_refused_once_somebody_works_with_it(shop: Workplace) -> None:
    file = take_in(painter())
    make_exposure(Worker.objects.get(), hazard="noise")

    with pytest.raises(imports.SomethingHangsOnIt):
        undo(file)


def test_undo_is_refused_once_an_exposure_was_ended(shop: Workplace) -> None:
    file = take_in(painter())
    end_exposure(
        exposure=Exposure.objects.get(), ended_date=cast.TODAY, today=cast.TODAY, now=cast.NOW
    )

    with pytest.raises(imports.SomethingHangsOnIt):
        undo(file)


def test_a_roster_of_another_centre_touches_nobody_here(shop: Workplace) -> None:
    file = bring(painter(), centre=cast.make_centre("seongdong"))

    assert codes(only(file)) == {"WORKPLACE_UNKNOWN"}


def test_a_worker_added_meanwhile_is_not_entered_twice(shop: Workplace) -> None:
    file = bring(painter())
    cast.make_worker(shop, name="김철수", birth_date=date(1988, 4, 12))

    commit(file)

    assert only(file).outcome == Outcome.HELD
    assert Worker.objects.count() == 1
