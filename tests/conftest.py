"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import settings as drawing
from pytest_django import DjangoDbBlocker

from config.idle import BEGAN, SEEN
from outreach.access import Role
from outreach.models import Centre, Staff
from tests import cast

KeptRows = Callable[[], AbstractContextManager[None]]
pytest_plugins = ["tests.fixtures_simulator"]
# Hypothesis's own "ci" draws the same examples each time: a change is not refused for what chance
# finds elsewhere. By hand it hunts on.
drawing.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let bin/test share what it chose out among processors."""
    parser.addoption("--part", default="1/1", help="only this part of what is chosen, as in 2/3")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """
    Mark what asks for a database, and keep the part that is wanted of what `-m` and `-k` leave.

    What asks for none runs once, not on each of the databases.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or "django_db_setup" in fixtures:
            item.add_marker("database")
    yield
    part, parts = (int(number) for number in config.getoption("part").split("/"))
    mine = items[part - 1 :: parts]
    if others := [item for item in items if item not in mine]:
        config.hook.pytest_deselected(items=others)
        items[:] = mine


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file: in shared memory, two threads would not wait."""
    facts = connections["default"].settings_dict
    if facts["ENGINE"].endswith("sqlite3"):
        facts["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def quick_settings() -> Iterator[None]:
    """Hash passwords quickly and serve static files without a manifest."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="session")
def kept_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> KeptRows:
    """
    Make rows once for all tests of a module: `with kept_rows(): …; yield`.

    Each test's own transaction lies inside and goes back to them; no test of such a module may
    ask for `transaction=True`.
    """

    @contextmanager
    def keep() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            transaction.get_connection().atomic_blocks[-1]._from_testcase = True  # as Django's own
            yield
            transaction.set_rollback(True)

    return keep


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget what an earlier test counted."""
    cache.clear()


@pytest.fixture
def today() -> date:
    """Monday, 23 November 2026."""
    return cast.TODAY


@pytest.fixture
def now() -> datetime:
    """Ten o'clock in Seoul on that day."""
    return cast.NOW


@pytest.fixture
def centre(db: None) -> Centre:
    """중구보건소, where everything happens."""
    return cast.make_centre()


@pytest.fixture
def other_centre(db: None) -> Centre:
    """성동구보건소, which must see nothing of 중구보건소."""
    return cast.make_centre("seongdong")


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """Return a client signed in with a role: `signed_in(Role.VIEWER)`, or as a person."""

    def sign_in(role: Role = Role.COORDINATOR, staff: Staff | None = None) -> Client:
        client = Client()
        client.force_login(
            staff or cast.make_staff(role), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = client.session  # as after a first page, which notes that somebody is there
        session[SEEN] = session[BEGAN] = timezone.now().isoformat()
        session.save()
        return client

    return sign_in
