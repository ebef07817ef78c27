"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from hypothesis import settings as drawing
from pytest_django import Settings

from outreach.access import Role
from outreach.models import Centre, Staff
from tests import cast

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
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def quick_settings(settings: Settings) -> None:
    """Hash passwords quickly and serve static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


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
        return client

    return sign_in
