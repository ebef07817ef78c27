"""Every page in a real browser: no barrier, nothing sticking out, and a picture at both widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from outreach.access import PUBLIC, TABLE, Permission, Role
from tests import cast
from tests.access_routes import ROUTES
from tests.access_world import make_world
from tests.test_access import address

pytestmark = pytest.mark.browser
# Each page is looked at as the first of these who may open it.
LOOKERS = (Role.COORDINATOR, Role.CLINICIAN, Role.FINANCE, Role.ADMINISTRATOR)
# Pages that look different to each role.
EVERYBODYS = ("home", "day-sheet", "workplace", "worker", "due-list", "results")


def looked_at() -> list[tuple[Role, str]]:
    pairs = []
    for name, (who, _about) in ROUTES.items():
        if who == PUBLIC or name == "sign-out" or name.endswith(("-pdf", "-export", "-json")):
            continue
        allowed = [role for role in LOOKERS if Permission(who) in TABLE[role]]
        if name in EVERYBODYS:
            allowed = [role for role in Role if Permission(who) in TABLE[role]]
        pairs += [(role, name) for role in (allowed if name in EVERYBODYS else allowed[:1])]
    return pairs


@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_open_to_everybody_at_both_widths(
    role: Role,
    sign_in_as: Callable[[Role], Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    world = make_world(cast.make_centre())
    page = sign_in_as(role)
    seen = 0
    for who, name in looked_at():
        if who != role:
            continue
        if page.request.get(address(name, world), max_redirects=0).status != 200:
            continue  # a form that is only sent, or a page that sends this role on
        page.goto(address(name, world))
        axe_check(page)
        shot(page, f"{role.lower()}-{name}")
        fits(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        seen += 1

    assert seen or role == Role.CITY
