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
from tests.access_world import make_world

P = Permission
# Address → (who may use it, what it is about). An address missing here fails the first test.
ROUTES: dict[str, tuple[str, str]] = {
    # scheduling
    "home": (P.SIGNED_IN, ""),
    "due-list": (P.SEE_DUE, ""),
    "today-call": (P.ANSWER_FOR_OWNER, "workplace"),
    "due-forecast": (P.SEE_DUE, ""),
    "due-bulk": (P.BOOK, ""),
    "due-compare": (P.MANAGE_CENTRE, ""),
    "due-settings": (P.MANAGE_CENTRE, ""),
    "due-done": (P.EDIT_WORKERS, "due_item"),
    "due-put-off": (P.BOOK, "due_item"),
    "due-take-back": (P.BOOK, "due_item"),
    "due-waive": (P.BOOK, "due_item"),
    "due-why": (P.SEE_DUE, "due_item"),
    "due-why-json": (P.SEE_DUE, "due_item"),
    "week": (P.SEE_WEEK, ""),
    "week-board": (P.SEE_WEEK, ""),
    "week-board-json": (P.SEE_WEEK, ""),
    "week-waiting": (P.BOOK, ""),
    "week-trouble": (P.MANAGE_CENTRE, ""),
    "visit-urgent": (P.BOOK, "workplace"),
    "visit-instead": (P.BOOK, "visit"),
    "plan-make": (P.BOOK, ""),
    "plan": (P.BOOK, "plan"),
    "plan-accept": (P.BOOK, "plan"),
    "plan-discard": (P.BOOK, "plan"),
    "visit-offer": (P.BOOK, "workplace"),
    "offer-withdraw": (P.BOOK, "offer"),
    "plan-search": (P.BOOK, "plan"),
    "plan-search-stop": (P.BOOK, "plan"),
    "plan-texts": (P.BOOK, "plan"),
    "ask-overdue": (P.BOOK, ""),
    "plan-stop": (P.BOOK, "plan_stop"),
    "workplace": (P.SEE_WORKPLACES, "workplace"),
    "workplace-close": (P.EDIT_WORKPLACES, "workplace"),
    "workplace-move": (P.EDIT_WORKPLACES, "workplace"),
    "workplace-reopen": (P.EDIT_WORKPLACES, "workplace"),
    "workplace-split": (P.EDIT_WORKPLACES, "workplace"),
    "worker-change-job": (P.EDIT_WORKERS, "worker"),
    "visit-keep": (P.BOOK, "visit"),
    "workplace-doubles": (P.EDIT_WORKPLACES, "workplace"),
    "workplace-merge": (P.EDIT_WORKPLACES, "workplace"),
    "merge-undo": (P.EDIT_WORKPLACES, "merge"),
    "visit-book": (P.BOOK, "workplace"),
    "visit": (P.SEE_WEEK, "visit"),
    "visit-move": (P.BOOK, "visit"),
    "visit-lock": (P.BOOK, "visit"),
    "visit-fit": (P.BOOK, "workplace"),
    "visit-cancel": (P.BOOK, "visit"),
    "visit-answer": (P.ANSWER_FOR_OWNER, "visit"),
    "day-sheet": (P.SEE_DAY_SHEET, ""),
    "visit-delay": (P.SEE_DAY_SHEET, "visit"),
    "visit-attendance": (P.RECORD_ATTENDANCE, "visit"),
    "class-list": (P.SEE_CLASSES, ""),
    "class-new": (P.EDIT_CLASSES, ""),
    "class": (P.SEE_CLASSES, "training_class"),
    "class-enrol": (P.EDIT_CLASSES, "training_class"),
    "class-cancel": (P.EDIT_CLASSES, "training_class"),
    "class-roll": (P.RECORD_ROLL, "training_class"),
    "class-finish": (P.RECORD_ROLL, "training_class"),
    "enrolment-leave": (P.EDIT_CLASSES, "enrolment"),
    "feed-list": (P.MANAGE_FEEDS, ""),
    "feed-new": (P.MANAGE_FEEDS, "team"),
    "feed-revoke": (P.MANAGE_FEEDS, "feed"),
    "closed-day-list": (P.MANAGE_CENTRE, ""),
    "closed-day-remove": (P.MANAGE_CENTRE, "closed_day"),
    "day-routes": (P.SEE_WEEK, ""),
    "team-list": (P.MANAGE_CENTRE, ""),
    "team-new": (P.MANAGE_CENTRE, ""),
    "team-edit": (P.MANAGE_CENTRE, "team"),
    "team-shifts": (P.MANAGE_CENTRE, "team"),
    "team-replan": (P.MANAGE_CENTRE, "team"),
    "team-absence": (P.MANAGE_CENTRE, "team"),
    "vehicle-new": (P.MANAGE_CENTRE, ""),
    "vehicle-edit": (P.MANAGE_CENTRE, "vehicle"),
    "venue-list": (P.MANAGE_CENTRE, ""),
    "venue-new": (P.MANAGE_CENTRE, ""),
    "venue-edit": (P.MANAGE_CENTRE, "venue"),
    "results": (P.SEE_RESULTS, ""),
    "results-export": (P.SEE_RESULTS, ""),
    # safety
    "workplace-new": (P.EDIT_WORKPLACES, ""),
    "workplace-edit": (P.EDIT_WORKPLACES, "workplace"),
    "measurement-new": (P.EDIT_WORKPLACES, "workplace"),
    "worker-new": (P.EDIT_WORKERS, "workplace"),
    "worker": (P.SEE_WORKERS, "worker"),
    "worker-edit": (P.EDIT_WORKERS, "worker"),
    "roster-left-behind": (P.EDIT_WORKERS, "import_file"),
    "worker-leave": (P.EDIT_WORKERS, "worker"),
    "exposure-new": (P.EDIT_WORKERS, "worker"),
    "exposure-end": (P.EDIT_WORKERS, "exposure"),
    "work-change-new": (P.EDIT_WORKERS, "worker"),
    "listed-job-new": (P.EDIT_WORKERS, "worker"),
    "exam-card": (P.SEE_FINDINGS, "worker"),
    "exam-request-new": (P.RECORD_FINDINGS, "worker"),
    "follow-up-wish-new": (P.RECORD_FINDINGS, "worker"),
    "exam-order-new": (P.EDIT_WORKERS, "workplace"),
    "workplace-events": (P.EDIT_WORKERS, "workplace"),
    "due-event-correct": (P.EDIT_WORKERS, "due_event"),
    "due-event-withdraw": (P.EDIT_WORKERS, "due_event"),
    "hazard-search": (P.EDIT_WORKERS, ""),
    "examination-new": (P.RECORD_ATTENDANCE, "worker"),
    "examination-list": (P.RECORD_FINDINGS, ""),
    "examination": (P.SEE_FINDINGS, "examination"),
    "examination-results": (P.RECORD_FINDINGS, "examination"),
    "certificate-list": (P.ISSUE_CERTIFICATES, ""),
    "certificate": (P.ISSUE_CERTIFICATES, "certificate"),
    "certificate-pdf": (P.ISSUE_CERTIFICATES, "certificate"),
    "certificate-reissue": (P.ISSUE_CERTIFICATES, "certificate"),
    "certificate-reprint": (P.ISSUE_CERTIFICATES, "certificate"),
    "certificate-withdraw": (P.ISSUE_CERTIFICATES, "certificate"),
    "application-list": (P.SEE_CLAIMS, ""),
    "application-new": (P.EDIT_CLAIMS, "workplace"),
    "application": (P.SEE_CLAIMS, "application"),
    "application-decide": (P.EDIT_CLAIMS, "application"),
    "application-pdf": (P.SEE_CLAIMS, "application"),
    "programme-list": (P.EDIT_CLAIMS, ""),
    "programme-new": (P.EDIT_CLAIMS, ""),
    "programme-edit": (P.EDIT_CLAIMS, "programme"),
    "programme-rate": (P.EDIT_CLAIMS, "programme"),
    "course-list": (P.MANAGE_CENTRE, ""),
    "course-new": (P.MANAGE_CENTRE, ""),
    "course-edit": (P.MANAGE_CENTRE, "course"),
    "institution-list": (P.MANAGE_CENTRE, ""),
    "institution-new": (P.MANAGE_CENTRE, ""),
    "institution-edit": (P.MANAGE_CENTRE, "institution"),
    "claim-new": (P.EDIT_CLAIMS, "application"),
    "claim": (P.SEE_CLAIMS, "claim"),
    "claim-pdf": (P.SEE_CLAIMS, "claim"),
    "claim-submit": (P.EDIT_CLAIMS, "claim"),
    "claim-void": (P.EDIT_CLAIMS, "claim"),
    "claim-payment": (P.EDIT_CLAIMS, "claim"),
    # outreach
    "workplace-list": (P.SEE_WORKPLACES, ""),
    "workplace-map": (P.SEE_WORKPLACES, ""),
    "filter-list": (P.SEE_WORKPLACES, ""),
    "filter-new": (P.SEE_WORKPLACES, ""),
    "filter-open": (P.SEE_WORKPLACES, "saved_filter"),
    "filter-edit": (P.SEE_WORKPLACES, "saved_filter"),
    "filter-delete": (P.SEE_WORKPLACES, "saved_filter"),
    "export-new": (P.SEE_WORKPLACES, ""),
    "export": (P.SEE_WORKPLACES, "export"),
    "export-file": (P.SEE_WORKPLACES, "export"),
    "export-progress": (P.SEE_WORKPLACES, "export"),
    "export-stop": (P.SEE_WORKPLACES, "export"),
    "site-card": (P.EDIT_WORKPLACES, "workplace"),
    "site-photo": (P.SEE_DAY_SHEET, "workplace"),
    "contact-new": (P.EDIT_WORKPLACES, "workplace"),
    "contact-edit": (P.EDIT_WORKPLACES, "contact"),
    "contact-remove": (P.EDIT_WORKPLACES, "contact"),
    "call-record": (P.ANSWER_FOR_OWNER, "workplace"),
    "call-list": (P.ANSWER_FOR_OWNER, ""),
    "call-next": (P.ANSWER_FOR_OWNER, ""),
    "call": (P.ANSWER_FOR_OWNER, "workplace"),
    "call-put-back": (P.ANSWER_FOR_OWNER, "workplace"),
    "contact-consents": (P.ANSWER_FOR_OWNER, "contact"),
    "worker-consents": (P.RECORD_ATTENDANCE, "worker"),
    "import-list": (P.IMPORT, ""),
    "import-new": (P.IMPORT, ""),
    "import": (P.IMPORT, "import_file"),
    "import-cancel": (P.IMPORT, "import_file"),
    "import-columns": (P.IMPORT, "import_file"),
    "import-commit": (P.IMPORT, "import_file"),
    "import-discard": (P.IMPORT, "import_file"),
    "import-heading": (P.IMPORT, "import_file"),
    "import-progress": (P.IMPORT, "import_file"),
    "import-rows-export": (P.IMPORT, "import_file"),
    "import-undo": (P.IMPORT, "import_file"),
    "import-held-list": (P.IMPORT, ""),
    "import-held": (P.IMPORT, "import_row"),
    "search": (P.SEE_WORKPLACES, ""),
    "sending-figures": (P.SEE_MESSAGES, ""),
    "reply-list": (P.SEE_MESSAGES, ""),
    "reply-handled": (P.SEE_MESSAGES, "reply"),
    "answer-handled": (P.SEE_MESSAGES, "answer"),
    "message-list": (P.SEE_MESSAGES, ""),
    "message": (P.SEE_MESSAGES, "message"),
    "message-handled": (P.SEE_MESSAGES, "message"),
    "sending": (P.SEE_MESSAGES, ""),
    "sending-stop": (P.MANAGE_CENTRE, ""),
    "sending-resume": (P.MANAGE_CENTRE, ""),
    "mass-confirm": (P.MANAGE_CENTRE, "mass"),
    "wording-list": (P.MANAGE_CENTRE, ""),
    "wording": (P.MANAGE_CENTRE, ""),
    "refusal-number": (P.MANAGE_CENTRE, ""),
    "staff-list": (P.MANAGE_STAFF, ""),
    "staff-new": (P.MANAGE_STAFF, ""),
    "staff-edit": (P.MANAGE_STAFF, "staff"),
    "staff-close": (P.MANAGE_STAFF, "staff"),
    "staff-reopen": (P.MANAGE_STAFF, "staff"),
    "staff-password": (P.MANAGE_STAFF, "staff"),
    "password-change": (P.SIGNED_IN, ""),
    "sign-out": (P.SIGNED_IN, ""),
    # no account
    **dict.fromkeys(
        (
            "sign-in", "signed-out", "language", "demo", "demo-sign-in", "demo-next-text",
            "healthz", "readyz", "sms-callback", "calendar-feed", "owner-page", "owner-confirm",
            "owner-other-time", "owner-cancel", "owner-not-me", "owner-papers", "owner-papers-pdf",
            "owner-stop-texts", "owner-times", "owner-take", "worker-certificate",
            "worker-certificate-pdf", "certificate-check", "certificate-check-form",
        ),
        (PUBLIC, ""),
    ),
}  # fmt: skip

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


@pytest.fixture
def world(centre: Centre) -> World:
    return make_world(centre)


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
def test_a_thing_of_another_centre_is_not_there(
    name: str, centre: Centre, other_centre: Centre
) -> None:
    theirs = make_world(other_centre)
    for role in HOLDERS[Permission(ROUTES[name][0])]:
        client = client_of(role, centre)

        got, posted = client.get(address(name, theirs)), client.post(address(name, theirs))

        assert got.status_code in (404, 405)
        assert posted.status_code in (404, 405)
        assert 404 in (got.status_code, posted.status_code)


@pytest.mark.django_db
def test_the_guard_is_what_keeps_another_centre_out(
    centre: Centre, other_centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with the scope taken away, the same walk finds the other centre's pages."""
    theirs = make_world(other_centre)
    monkeypatch.setattr(CentreQuerySet, "for_staff", lambda rows, _asker: rows)

    response = client_of(Role.COORDINATOR, centre).get(address("workplace", theirs))

    assert response.status_code == 200


@pytest.mark.django_db
def test_lists_hold_nothing_of_another_centre(centre: Centre, other_centre: Centre) -> None:
    make_world(centre)
    theirs = make_world(other_centre)
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
