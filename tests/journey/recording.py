"""⑦ What came of it: consent first, who came, an exam, a consultation, the roll of a class."""

from __future__ import annotations

from datetime import timedelta

from outreach.access import Role
from tests import cast
from tests.journey.office import HANBIT, months_later, shown_date
from tests.journey.pages import Page
from tests.journey.planning import CLASS, DUE
from tests.journey.reaching import HELPER, OTHER_PHONE, OWNER_PHONE, PAINTER, SMITH
from tests.journey.world import World

HOSPITAL, CLINIC = "한마음병원", "옆집의원"
COST = 80_000


def apply_for_support(world: World) -> None:
    """Before the exam: apply, and record that the payer has approved."""
    finance = world.at(Role.FINANCE)
    place = finance.open(world.known[HANBIT])
    page = finance.follow(place, "", to="/support/new/")
    form = page.form(field="requested_amount")
    assert set(form.offered("hazards").values()) == {"톨루엔"}
    form.write("headcount", "2")
    form.write("institution_name", HOSPITAL)
    form.write("requested_amount", str(2 * COST))
    form.write("has_other_support", "none")
    form.write("bank", "우리은행")
    form.write("account_number", "1002-000-123456")
    form.write("account_holder", HANBIT)
    application = finance.send(page, form)
    world.known["application"] = application.address

    page = finance.follow(application, "", to="/decide/")
    form = page.form(field="decision")
    form.write("decision", "approve")
    form.write("decided_date", cast.TODAY.isoformat())
    form.write("decision_no", "중구-2026-17")
    form.write("approved_amount", str(2 * COST))
    approved = finance.send(page, form)

    assert "중구-2026-17" in approved.main and "160,000" in approved.main


def record_the_visit(world: World) -> None:
    """On the day: nothing about health without consent; then exams and a consultation."""
    world.set_time(world.visit_at + timedelta(hours=2))
    clinician = world.at(Role.CLINICIAN)
    sheet = clinician.open(f"/day/?day={world.visit_at:%Y-%m-%d}")
    assert HANBIT in sheet.main and OWNER_PHONE in sheet.main
    page = clinician.follow(sheet, "", to="/attendance/")
    form = page.form(field="version")
    assert HOSPITAL in form.offered("institution").values()
    assert CLINIC not in form.offered("institution").values()  # not designated
    form.write("institution", HOSPITAL)
    for name in (PAINTER, HELPER):
        line = _line(world, name)
        form.tick(f"{line}-came", "on")
        form.tick(f"{line}-hazards", "톨루엔")
        form.write(f"{line}-cost", str(COST))
    refused = clinician.refused(page, form)
    assert refused.main.count("먼저 동의를 받아 주세요.") == 2
    assert "검진 1건" not in clinician.open(world.known[PAINTER]).main

    form = refused.form(field="version")
    for name in (PAINTER, HELPER):
        form.tick(f"{_line(world, name)}-consent", "YES")
    line = _line(world, PAINTER)
    form.tick(f"{line}-clinics", "METABOLIC")
    form.write(f"{line}-systolic", "138")
    form.write(f"{line}-diastolic", "88")
    form.write(f"{line}-waist", "91.5")
    done = clinician.send(refused, form)

    assert done.row(PAINTER, "톨루엔", HOSPITAL) and done.row(HELPER, "톨루엔", HOSPITAL)
    person = clinician.open(world.known[PAINTER])
    assert "138" in person.main and "91.5" in person.main
    assert "138" not in world.open(Role.COORDINATOR, PAINTER).main  # a finding
    assert "138" not in done.main


def agree_to_the_payer(world: World) -> None:
    """One of the two agrees that the payer is told."""
    coordinator = world.at(Role.COORDINATOR)
    page = coordinator.follow(coordinator.open(world.known[PAINTER]), "", to="/consents/")
    form = page.form(field="answer")
    form.write("purpose", "THIRD_PARTY")
    form.write("answer", "yes")
    form.write("channel", "PAPER")

    coordinator.send(page, form)


def take_the_roll(world: World) -> None:
    """After the class: one was there to the end, the other left early and gets nothing."""
    world.set_time(CLASS + timedelta(hours=3))
    instructor = world.at(Role.INSTRUCTOR)
    page = instructor.follow(instructor.open(world.known["class"]), "", to="/roll/")
    form = page.form(field="form-0-came")
    for number in (0, 1):
        form.tick(f"form-{number}-came", "on")
    form.write(f"form-{_rank(page, SMITH)}-left", "15:00")
    saved = instructor.send(page, form)

    asked = instructor.follow(saved, "", to="/finish/")
    finished = instructor.send(asked, asked.form(button="수료증"))

    assert "제2026-0001호" in finished.row(PAINTER)
    assert SMITH in finished.main and "제2026-0002호" not in finished.main
    world.known["certificate"] = finished.link("제2026-0001호")
    assert world.texts(OTHER_PHONE, "수료증") == []


def the_next_dates_open(world: World) -> None:
    """⑨ The exam held closed what was due and opened the next, a year after it."""
    due = shown_date(months_later(world.visit_at.date(), 12))
    for name in (PAINTER, HELPER):
        page = world.open(Role.COORDINATOR, name)
        assert page.row("특수건강진단", "톨루엔", due)
        assert shown_date(DUE) not in page.main


def enter_the_results(world: World) -> None:
    """The result table: a D1 of one worker halves the next round of whoever works beside."""
    clinician = world.at(Role.CLINICIAN)
    waiting = clinician.open("/examinations/waiting/")
    assert PAINTER in waiting.main and HELPER in waiting.main
    page = clinician.follow(clinician.open(world.known[PAINTER]), "", to="/results/")
    form = page.form(field="received_date")
    form.write("toluene-code", "D1")
    form.write("toluene-fitness", "나")
    entered = clinician.send(page, form)
    assert "D1" in entered.main

    coworker = world.open(Role.COORDINATOR, HELPER)

    assert "2027. 5. 30." in coworker.row("특수건강진단", "톨루엔", "2027"), coworker.rows()
    assert "D1" not in world.open(Role.COORDINATOR, PAINTER).main
    assert "별표 23" in coworker.row("특수건강진단", "톨루엔", "2027")
    for page in (
        coworker,
        world.open(Role.COORDINATOR, PAINTER),
        world.open(Role.FINANCE, PAINTER),
    ):
        assert "D1" not in page.main


def _line(world: World, name: str) -> str:
    return f"worker-{world.known[name].rstrip('/').rsplit('/', 1)[1]}"


def _rank(page: Page, name: str) -> int:
    """Return in which line of the roll somebody stands."""
    lines = [row for row in page.rows() if PAINTER in row or SMITH in row]
    [number] = [number for number, row in enumerate(lines) if name in row]
    return number
