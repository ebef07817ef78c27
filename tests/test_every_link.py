"""Everything that a page offers can be opened, by each role, and is in Korean."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import polib
import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from outreach.access import TABLE, Role
from outreach.actions import links
from outreach.models import Link, Staff, Worker
from outreach.models.contact import Language
from safety.models import Certificate
from safety.rules.hazards import HAZARDS
from scheduling.models import Venue, Visit
from tests import cast
from tests.crawling import HOST, LATIN, Walk
from tests.outreach.outbox import set_product_time

ROOT = Path(__file__).resolve().parent.parent
WORKPLACES = 60
# Signs, units and marks that are written in Latin letters in Korean, too.
SIGNS = {
    "PDF",
    "QR",
    "Excel",
    "MSDS",
    "CAS",
    "KOSHA",
    "CSV",
    "CO",
    "dL",
    "mg",
    "ppm",
    "cm",
    "MB",
    "LMS",
}


# Fewer pages would mean that a door was no longer found.
FEWEST = {
    Role.ADMINISTRATOR: 60,
    Role.COORDINATOR: 60,
    Role.CLINICIAN: 30,
    Role.INSTRUCTOR: 10,
    Role.FINANCE: 15,
    Role.VIEWER: 10,
    Role.DRIVER: 3,
    Role.CITY: 1,
}


@pytest.fixture
def city(db: None, settings: Settings) -> None:
    """A small made-up city, as the demo makes it."""
    settings.DEMO = True
    set_product_time(cast.NOW)
    call_command("make_city", workplaces=WORKPLACES, demo=True, stdout=StringIO())


def english() -> frozenset[str]:
    """Return every text of the catalogue that reads otherwise in Korean."""
    catalogue = polib.pofile(str(ROOT / "locale/ko/LC_MESSAGES/django.po"))
    return frozenset(one.msgid for one in catalogue if one.msgstr and one.msgid != one.msgstr)


def latin() -> frozenset[str]:
    """Return what stays in Latin letters: signs, and the names of people, places and agents."""
    names = [hazard.name_ko for hazard in HAZARDS.values()]
    for rows, column in ((Staff, "username"), (Worker, "name"), (Venue, "name")):
        names += rows._default_manager.values_list(column, flat=True)
    words = {word for name in (*names, *Language.labels) for word in LATIN.findall(name)}
    return frozenset(SIGNS | words | set(Language.labels))


def test_every_link_of_every_role_answers(
    city: None, subtests: pytest.Subtests, record_property: Callable[[str, object], None]
) -> None:
    texts, signs = english(), latin()
    for role in Role:
        with subtests.test(role=role):
            client = Client()
            door = client.post("/demo/sign-in/", {"role": role})
            walk = Walk(client, TABLE[role], texts, signs)

            walk.start(HOST + door.headers["Location"])

            record_property(f"pages of {role}", walk.pages)
            assert sorted(set(walk.wrong)) == []
            assert walk.pages >= FEWEST[role], walk.routes


def test_every_link_without_an_account_answers(
    city: None, record_property: Callable[[str, object], None]
) -> None:
    ahead = Visit.objects.live().filter(starts_at__gt=cast.NOW, link__isnull=False)
    owners = [visit.link for visit in ahead[:2]]
    trainees = Link.objects.filter(purpose=Link.Purpose.CERTIFICATE)[:2]
    code = Certificate.objects.valid().values_list("public_code", flat=True)[0]
    secret = [urlsplit(links.url_of(link)).path for link in (*owners, *trainees)]
    walk = Walk(Client(), frozenset(), english(), latin())

    for path in ("/", "/sign-in/?form=1", "/verify/", f"/verify/{code}/", *secret):
        walk.start(HOST + path)

    record_property("pages of nobody", walk.pages)
    assert sorted(set(walk.wrong)) == []
    assert {"owner-page", "worker-certificate", "certificate-check", "demo"} <= walk.routes.keys()


@pytest.mark.django_db
def test_what_is_wrong_is_found(city: None) -> None:
    """The twin: somebody who may not, and a catalogue that lacks its Korean."""
    client = Client()
    client.post("/demo/sign-in/", {"role": Role.DRIVER})
    walk = Walk(client, TABLE[Role.DRIVER], english() | {"오늘"}, frozenset())

    walk.start(f"{HOST}/workplaces/", f"{HOST}/nowhere/", f"{HOST}/")

    assert "the start /workplaces/ answers 403" in walk.wrong
    assert "the start leads nowhere: /nowhere/" in walk.wrong
    assert any("is not translated: '오늘'" in fault for fault in walk.wrong)
