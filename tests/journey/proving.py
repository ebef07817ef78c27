"""⑧ The proof: certificate, QR code, claim, and the papers' text read back."""

from __future__ import annotations

from outreach.access import Role
from tests.journey.office import HANBIT
from tests.journey.papers import qr_of, text_of
from tests.journey.planning import COURSE
from tests.journey.reaching import HELPER, PAINTER, PAINTER_BORN, PAINTER_PHONE
from tests.journey.telling import CALLBACK, CENTRE
from tests.journey.world import World, link_in

NUMBER = "제2026-0001호"


def the_certificate_arrives(world: World) -> None:
    """The trainee's link asks for the birth date and gives the paper."""
    text = world.wait_for_text(PAINTER_PHONE, "수료증")
    assert CENTRE in text and CALLBACK in text
    assert PAINTER not in text
    trainee = world.anybody()
    page = trainee.open(link_in(text))
    assert PAINTER not in page.words
    form = page.form(field="answer")
    form.write("answer", "900101")
    wrong = trainee.refused(page, form)
    assert PAINTER not in wrong.words
    form.write("answer", f"{PAINTER_BORN:%y%m%d}")

    mine = trainee.send(page, form)
    paper = trainee.download(mine.link("PDF", to=r"\.pdf$"), "application/pdf")

    words = text_of(paper)
    for wanted in (NUMBER, PAINTER, COURSE, CENTRE):
        assert wanted.replace(" ", "") in words.replace(" ", ""), (wanted, words)
    world.known["check"] = qr_of(paper)


def anybody_checks_it(world: World) -> None:
    """The QR code leads to a page that says valid; after the withdrawal it says so too."""
    address = world.known["check"]
    assert address.startswith(f"{world.base_url}/verify/")
    employer = world.anybody()
    valid = employer.open(address)
    assert "유효" in valid.heading and NUMBER in valid.main and PAINTER not in valid.main

    instructor = world.at(Role.INSTRUCTOR)
    page = instructor.follow(instructor.open(world.known["certificate"]), "", to="/withdraw/")
    form = page.form(field="reason")
    form.write("reason", "이름을 잘못 적음")
    instructor.send(page, form)

    withdrawn = employer.open(address)
    assert "유효하지" in withdrawn.heading and "잘못" not in withdrawn.main
    assert instructor.fetch(f"{world.known['certificate']}paper.pdf").status_code == 404


def claim_the_costs(world: World) -> None:
    """Claim the exam whose worker agreed; the other one is named with its reason."""
    finance = world.at(Role.FINANCE)
    application = finance.open(world.known["application"])
    page = finance.follow(application, "", to="/claims/new/")
    form = page.form(field="examinations")
    assert list(form.offered("examinations").values()) == [PAINTER]
    assert "동의" in page.row(HELPER)
    claim = finance.send(page, form)
    assert "80,000" in claim.main and PAINTER in claim.main

    asked = text_of(finance.download(f"{application.address}application.pdf", "application/pdf"))
    claimed = text_of(finance.download(claim.link("PDF"), "application/pdf"))

    for words, digits, hangul in ((asked, "160,000", "일십육만"), (claimed, "80,000", "팔만")):
        plain = words.replace(" ", "")
        assert HANBIT in plain and digits in plain and hangul in plain, words
    for finding in ("D1", "138"):
        assert finding not in claimed
    handed_in = finance.send(claim, claim.form(to="/submit/"))
    again = finance.open(page.address)
    assert handed_in.address == claim.address and "80,000" in handed_in.main
    assert not [one for one in again.forms() if one.address.endswith("/claims/new/")]
    assert "이미" in again.row(PAINTER)


def nobody_was_told_twice(world: World) -> None:
    """In the log of the phones no text stands twice."""
    log = [(text["to"], text["body"]) for text in world.simulator.log()]

    assert len(log) == len(set(log))
