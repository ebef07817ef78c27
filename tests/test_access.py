"""Every address, every role, the own centre and another one: nobody sees more than the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from outreach.access import PUBLIC, TABLE, CentreQuerySet, Permission, Role
from outreach.models import Centre
from tests import cast
from tests.access_routes import ROUTES
from tests.access_world import make_world
from tests.conftest import KeptRows

P = Permission
# Who holds what, written down a second time from the design's words, not from the code's table.
EVERYBODY = set(Role)
OFFICE = {Role.ADMINISTRATOR, Role.COORDINATOR}
HOLDERS: dict[Permission, set[Role]] = {
    P.SIGNED_IN: EVERYBODY,
    P.SEE_TODAY: EVERYBODY - {Role.CITY},
    P.SEE_WORKPLACES: OFFICE | {Role.CLINICIAN, Role.FINANCE, Role.VIEWER},
    P.EDIT_WORKPLACES: OFFICE,
    P.IMPORT: OFFICE,
    P.SEE_WORKERS: OFFICE | {Role.CLINICIAN, Role.FINANCE},
    P.EDIT_WORKERS: OFFICE | {Role.CLINICIAN},
    P.SEE_DUE: OFFICE | {Role.CLINICIAN, Role.VIEWER},
    P.SEE_FINDINGS: {Role.CLINICIAN},
    P.RECORD_FINDINGS: {Role.CLINICIAN},
    P.SEE_WEEK: OFFICE | {Role.CLINICIAN, Role.VIEWER},
    P.BOOK: OFFICE,
    P.SEE_DAY_SHEET: OFFICE | {Role.CLINICIAN, Role.DRIVER},
    P.RECORD_ATTENDANCE: OFFICE | {Role.CLINICIAN},
    P.SEE_CLASSES: OFFICE | {Role.CLINICIAN, Role.INSTRUCTOR, Role.VIEWER},
    P.EDIT_CLASSES: OFFICE | {Role.INSTRUCTOR},
    P.RECORD_ROLL: OFFICE | {Role.INSTRUCTOR},
    P.ISSUE_CERTIFICATES: OFFICE | {Role.INSTRUCTOR},
    P.SEE_MESSAGES: OFFICE,
    P.ANSWER_FOR_OWNER: OFFICE | {Role.CLINICIAN},
    P.SEE_CLAIMS: OFFICE | {Role.FINANCE},
    P.EDIT_CLAIMS: {Role.FINANCE},
    P.SEE_RESULTS: OFFICE | {Role.FINANCE, Role.VIEWER, Role.CITY},
    P.MANAGE_FEEDS: OFFICE,
    P.MANAGE_CENTRE: OFFICE,
    P.MANAGE_STAFF: {Role.ADMINISTRATOR},
}
STAFF_ROUTES = sorted(name for name, (who, _about) in ROUTES.items() if who != PUBLIC)
SHARED = {"course", "institution"}  # belong to no centre: every centre works with the same ones
OF_A_CENTRE = sorted(name for name, (_, about) in ROUTES.items() if about and about not in SHARED)
World = Mapping[str, Model]
# Random letters, in which any two may stand together.
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')


def patterns(found: list[Any]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


def address(name: str, world: World) -> str:
    about = ROUTES[name][1]
    if name == "wording":
        return reverse(name, args=["visit_booked"])  # a kind of text, which is nobody's
    return reverse(name, args=[world[about].pk] if about else [])


def client_of(role: Role, centre: Centre | None) -> Client:
    client = Client(raise_request_exception=True)
    staff = cast.make_staff(role, None if role == Role.CITY else centre)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_sent_to_sign_in(response: Any) -> bool:
    return bool(response.status_code == 302 and response.url.startswith(reverse("sign-in")))


def test_every_address_is_in_the_table() -> None:
    declared = {
        pattern.name: getattr(pattern.callback, "permission", None)
        for pattern in patterns(get_resolver().url_patterns)
    }

    assert declared == {name: who for name, (who, _about) in ROUTES.items()}


def test_the_roles_hold_what_the_design_says() -> None:
    held = {permission: {role for role in Role if permission in TABLE[role]} for permission in P}

    assert held == HOLDERS


@pytest.fixture(scope="module")
def worlds(kept_rows: KeptRows) -> Iterator[tuple[World, World]]:
    """One thing of every kind at each of two centres; each test goes back to them."""
    with kept_rows():
        yield make_world(cast.make_centre()), make_world(cast.make_centre("seongdong"))


@pytest.fixture
def world(worlds: tuple[World, World]) -> World:
    return worlds[0]


@pytest.fixture
def theirs(worlds: tuple[World, World]) -> World:
    return worlds[1]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.django_db
def test_a_role_is_refused_what_it_does_not_hold(role: Role, world: World, centre: Centre) -> None:
    client = client_of(role, centre)
    wrong = []
    for name in STAFF_ROUTES:
        if role in HOLDERS[Permission(ROUTES[name][0])]:
            continue
        for method in (client.get, client.post):
            response = method(address(name, world))
            if response.status_code != 403:
                wrong.append((name, response.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.django_db
def test_a_role_is_let_in_where_it_may(role: Role, world: World, centre: Centre) -> None:
    client = client_of(role, centre)
    wrong = []
    for name in STAFF_ROUTES:
        if name == "sign-out" or role not in HOLDERS[Permission(ROUTES[name][0])]:
            continue
        query = {"worker": world["worker"].pk} if name == "hazard-search" else {}
        response = client.get(address(name, world), query)
        if response.status_code not in (200, 302, 405) or is_sent_to_sign_in(response):
            wrong.append((name, response.status_code))

    assert wrong == []


@pytest.mark.parametrize("name", OF_A_CENTRE)
@pytest.mark.django_db
def test_a_thing_of_another_centre_is_not_there(name: str, centre: Centre, theirs: World) -> None:
    for role in HOLDERS[Permission(ROUTES[name][0])]:
        client = client_of(role, centre)

        got, posted = client.get(address(name, theirs)), client.post(address(name, theirs))

        assert got.status_code in (404, 405)
        assert posted.status_code in (404, 405)
        assert 404 in (got.status_code, posted.status_code)


@pytest.mark.django_db
def test_the_guard_is_what_keeps_another_centre_out(
    centre: Centre, theirs: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with the scope taken away, the same walk finds the other centre's pages."""
    monkeypatch.setattr(CentreQuerySet, "for_staff", lambda rows, _asker: rows)

    response = client_of(Role.COORDINATOR, centre).get(address("workplace", theirs))

    assert response.status_code == 200


@pytest.mark.django_db
def test_lists_hold_nothing_of_another_centre(centre: Centre, theirs: World) -> None:
    marked: Any = theirs["workplace"]
    type(marked).objects.filter(pk=marked.pk).update(name="남의사업장표시")
    person: Any = theirs["worker"]
    type(person).objects.filter(pk=person.pk).update(name="남의사람표시")
    seen = []
    for name in STAFF_ROUTES:
        who, about = ROUTES[name]
        if about or name == "sign-out":
            continue
        for role in HOLDERS[Permission(who)]:
            page = (
                client_of(role, centre).get(address(name, theirs)).content.decode(errors="replace")
            )
            if "남의사업장표시" in page or "남의사람표시" in page:
                seen.append((name, role))

    assert seen == []


@pytest.mark.django_db
def test_nobody_without_an_account_gets_in(world: World) -> None:
    open_doors = [
        name for name in STAFF_ROUTES if not is_sent_to_sign_in(Client().get(address(name, world)))
    ]

    assert open_doors == []


@pytest.mark.django_db
def test_a_closed_account_is_out_at_the_next_request(world: World, centre: Centre) -> None:
    staff = cast.make_staff(Role.COORDINATOR, centre)
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)

    assert is_sent_to_sign_in(client.get(reverse("workplace-list")))


@pytest.mark.django_db
def test_findings_are_shown_to_the_clinician_only(world: World, centre: Centre) -> None:
    worker: Any = world["worker"]
    examination = worker.examinations.get()
    examination.results.create(hazard="toluene", code="D1", fitness="다")
    for role in HOLDERS[P.SEE_WORKERS]:
        page = client_of(role, centre).get(address("worker", world)).content.decode()
        page = TOKENS.sub("", page)

        assert ("D1" in page) is (role == Role.CLINICIAN)
