"""① Who is there, ② what they handle: a register, a list, a contact, workers, agents."""

from __future__ import annotations

import json
from datetime import date

from outreach.access import Role
from tests.journey.office import CLERKS_LIST, HANBIT, NAME, register, write_list
from tests.journey.world import World

OWNER_PHONE, OTHER_PHONE = "010-0000-7001", "010-0000-7002"
PAINTER, HELPER, SMITH = "응우옌 반 안", "김도장", "이선반"
PAINTER_PHONE, PAINTER_BORN = "010-0000-7011", date(1988, 4, 12)
PLACED = date(2026, 6, 3)  # toluene: the first special exam within six months


def import_the_register(world: World) -> None:
    """Look first, then take the register in by command; a second time it changes nothing."""
    path, report = register(world.folder), world.folder / "report.json"
    words = ("import_workplaces", str(path), "--centre", world.centre.code)
    coordinator = world.at(Role.COORDINATOR)
    before = coordinator.open("/workplaces/").main

    looked = world.command(*words, "--dry-run", "--report", str(report))
    rows = json.loads(report.read_text("utf-8"))
    new = [row for row in rows if row["outcome"] == "accept"]
    merged = [row for row in rows if row["outcome"] == "merge"]
    rejected = [row for row in rows if row["outcome"] == "reject"]

    assert coordinator.open("/workplaces/").main == before
    assert f"읽은 행: {len(rows)}\n" in looked
    assert f"받아들인 행: {len(new) + len(merged)}\n" in looked
    assert f"(reject): {len(rejected)}\n" in looked
    assert new and rejected and all(row["reasons"] for row in rejected)

    world.process(*words)
    again = world.command(*words, "--report", str(report))

    outcomes = {row["outcome"] for row in json.loads(report.read_text("utf-8"))}
    assert not outcomes & {"accept", "changed"}
    assert f"받아들인 행: {len(new) + len(merged)}\n" in again
    assert f"{len(new)}" in coordinator.open("/workplaces/").main


def upload_a_list(world: World) -> None:
    """Upload a list: the preview says what would enter, and only the button takes it in."""
    path = write_list(world.folder / "을지로.xlsx", CLERKS_LIST)
    coordinator = world.at(Role.COORDINATOR)
    page = coordinator.open("/imports/new/")

    preview = coordinator.send(page, page.form(field="file"), file=("file", path))

    assert HANBIT in preview.main and NAME in preview.main
    refused = coordinator.open(f"{preview.address}?outcome=REJECTED")
    assert "부산목재" in refused.row("서울에 있는 사업장이 아닙니다", "공장대표주소")
    assert HANBIT not in [
        words for words, _to in coordinator.open(f"/workplaces/?q={HANBIT}").links()
    ]

    done = coordinator.send(preview, preview.form(to="/commit/"))

    assert "2건을 새로 등록했습니다" in done.main


def find_the_workplace(world: World) -> None:
    """Search the list and open the page of 한빛도장."""
    coordinator = world.at(Role.COORDINATOR)
    everything = coordinator.open("/workplaces/")
    search = everything.form(field="q")
    search.write("q", HANBIT)

    found = coordinator.send(everything, search)
    page = coordinator.open(dict(found.links())[HANBIT])  # not the mark that takes the word off

    assert page.heading.startswith(HANBIT)
    assert "을지로 157" in page.main and "02-000-0157" in page.main
    world.known[HANBIT] = page.address
    search.write("q", NAME)
    world.known[NAME] = dict(coordinator.send(everything, search).links())[NAME]


def add_a_mobile_number(world: World) -> None:
    """Write down a number that texts reach; another form of the same number is recognised."""
    coordinator = world.at(Role.COORDINATOR)
    for place, phone in ((HANBIT, OWNER_PHONE), (NAME, OTHER_PHONE)):
        page = coordinator.open(world.known[place])
        form_page = coordinator.follow(page, "", to="/contacts/new/")
        form = form_page.form(field="phone")
        form.write("name", "김한빛")
        form.write("phone", f"+82 {phone[1:]}")
        form.write("texts", "yes")

        saved = coordinator.send(form_page, form)

        assert phone in saved.main


def add_workers(world: World) -> None:
    """Put the people of the two shops on their lists; a resident number is refused."""
    people = (
        (HANBIT, PAINTER, PAINTER_BORN, PAINTER_PHONE),
        (HANBIT, HELPER, date(1969, 3, 1), ""),
        (NAME, SMITH, date(1971, 7, 7), "010-0000-7013"),
    )
    coordinator = world.at(Role.COORDINATOR)
    for place, name, born, phone in people:
        page = coordinator.follow(coordinator.open(world.known[place]), "", to="/workers/new/")
        form = page.form(field="birth_date")
        form.write("name", name)
        form.write("birth_date", born.isoformat())
        form.write("phone", phone)
        form.write("job", "도장 690301-1234567")
        form.write("hired_date", "2025-06-02")
        refused = coordinator.send(page, form)
        assert "주민등록번호" in refused.messages
        form = refused.form(field="birth_date")
        form.write("job", "도장")

        saved = coordinator.send(refused, form)

        assert saved.heading.startswith(name)
        world.known[name] = saved.address


def choose_agents(world: World) -> None:
    """Choose agents by the words of the shop floor; a mixture is asked about first."""
    coordinator = world.at(Role.COORDINATOR)
    for name in (PAINTER, HELPER, SMITH):
        person = coordinator.open(world.known[name])
        page = coordinator.follow(person, "", to="/exposures/new/")
        search = page.form(field="q")
        search.write("q", "시너")
        asked = coordinator.send(page, search)
        assert "물질안전보건자료(MSDS)를 확인해 주세요" in asked.messages
        search.write("q", "톨루엔")
        found = coordinator.send(asked, search)
        form = found.form(field="placed_date")
        form.tick("hazards", "톨루엔")
        form.write("process", "도장")
        form.write("placed_date", PLACED.isoformat())

        saved = coordinator.send(found, form)

        assert "톨루엔" in saved.row("톨루엔", "2026. 12. 3.(목)"), saved.main
