"""Everything that a page offers can be opened, by each role, and is in Korean."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import polib
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from outreach.access import TABLE, Role
from outreach.actions import links
from outreach.models import ImportFile, Link, Staff, Worker
from outreach.models.contact import Language
from safety.models import Certificate
from safety.rules.hazards import HAZARDS
from scheduling.models import Venue, Visit
from tests import cast
from tests.conftest import KeptRows
from tests.crawling import HOST, LATIN, OBJECTS, Walk
from tests.outreach.lists import make_list
from tests.outreach.outbox import set_product_time

ROOT = Path(__file__).resolve().parent.parent
WORKPLACES = 60
FEW = 2
log = logging.getLogger(__name__)  # seen with --log-cli-level=INFO
# Signs, units and marks that are written in Latin letters in Korean, too.
SIGNS = {"CAS", "CN", "CO", "CSV", "DN", "KOSHA", "LMS", "MB", "MSDS", "PDF", "QR"}
SIGNS |= {"cm", "dL", "mg", "ppm"}
# Fewer pages would mean that a door was no longer found.
FEWEST = {
    Role.ADMINISTRATOR: 120,
    Role.COORDINATOR: 120,
    Role.CLINICIAN: 50,
    Role.INSTRUCTOR: 20,
    Role.FINANCE: 20,
    Role.VIEWER: 20,
    Role.DRIVER: 3,
    Role.CITY: 1,
}


@pytest.fixture(scope="module")
def city(kept_rows: KeptRows) -> Iterator[None]:
    """A small made-up city, as the demo makes it, with a plan and a list to be looked at."""
    with override_settings(DEMO=True), kept_rows():
        set_product_time(cast.NOW)
        call_command("make_city", workplaces=WORKPLACES, demo=True, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which a server does by itself once the rows are committed
        client = Client()
        client.post("/demo/sign-in/", {"role": Role.COORDINATOR})
        client.post("/plans/make/", {"week": (cast.TODAY + timedelta(weeks=1)).isoformat()})
        bring(client, "반영한 명단.csv", {}, {"name": "두리봉제", "business_no": "123-45-67890"})
        client.post(f"/imports/{ImportFile.objects.get().pk}/commit/")
        bring(client, "명단.csv", {"name": "부산목재", "address": "부산광역시 사하구 다대로 1"})
        yield


def alike(role: Role) -> int:
    """
    Return how many objects of one route are looked at.

    An administrator sees what a coordinator sees, and what is wrong with a link or a word is so on
    every database: there, two of a kind show what only they have.
    """
    again = {Role.ADMINISTRATOR}
    if connection.vendor == "postgresql":
        again |= {Role.COORDINATOR, Role.CLINICIAN}
    return FEW if role in again else OBJECTS


def bring(client: Client, name: str, *rows: dict[str, str]) -> None:
    file = make_list(*rows)
    file.name = name
    client.post("/imports/new/", {"file": file, "kind": "WORKPLACES"})


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


@pytest.mark.django_db
def test_every_link_of_every_role_answers(city: None, subtests: pytest.Subtests) -> None:
    texts, signs = english(), latin()
    found: set[str] = set()
    for role in Role:
        with subtests.test(role=role):
            client = Client(raise_request_exception=False)
            door = client.post("/demo/sign-in/", {"role": role})
            walk = Walk(client, TABLE[role], texts, signs, objects=alike(role))

            walk.start(HOST + door.headers["Location"])

            found |= walk.routes.keys()
            log.info("%s: %s pages", role, walk.pages)
            assert sorted(set(walk.wrong)) == []
            assert walk.pages >= FEWEST[role], walk.routes
    assert {"plan", "plan-stop", "plan-accept", "class-roll", "claim", "visit"} <= found
    assert {"import", "import-columns", "import-undo", "import-held-list", "import-held"} <= found


@pytest.mark.django_db
def test_every_link_without_an_account_answers(city: None) -> None:
    ahead = Visit.objects.live().filter(starts_at__gt=cast.NOW, link__isnull=False)
    owners = [visit.link for visit in ahead[:2]]
    trainees = Link.objects.filter(purpose=Link.Purpose.CERTIFICATE)[:2]
    code = Certificate.objects.valid().values_list("public_code", flat=True)[0]
    secret = [urlsplit(links.url_of(link)).path for link in (*owners, *trainees)]
    walk = Walk(Client(raise_request_exception=False), frozenset(), english(), latin())

    for path in ("/", "/sign-in/?form=1", "/verify/", f"/verify/{code}/", *secret):
        walk.start(HOST + path)

    log.info("nobody: %s pages", walk.pages)
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
