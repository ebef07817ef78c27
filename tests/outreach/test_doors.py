"""Links that show only to those who may follow them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from outreach.access import Role
from outreach.doors import address_for
from tests.cast import make_staff

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.django_db
def test_a_door_that_is_shut_has_no_address() -> None:
    assert address_for(make_staff(Role.COORDINATOR), "visit-book", 7) == "/workplaces/7/visits/new/"
    assert address_for(make_staff(Role.VIEWER), "visit-book", 7) == ""


@pytest.mark.django_db
def test_a_public_door_is_open_to_everybody() -> None:
    assert address_for(make_staff(Role.DRIVER), "healthz") == "/healthz/"


@pytest.mark.django_db
def test_a_question_is_added_to_the_address() -> None:
    address = address_for(make_staff(), "due-list", query={"group": "overdue", "kind": ["A", "B"]})

    assert address == "/due/?group=overdue&kind=A&kind=B"


def test_every_door_that_a_page_or_a_view_names_exists() -> None:
    """A name that is misspelt would only make its link disappear."""
    named = {
        name
        for folder, ending, words in (
            ("templates", "*.html", r"{% door [\"']([\w-]+)[\"']"),
            ("scheduling", "*.py", r"address_for\(\w[\w.]*, \"([\w-]+)\""),
        )
        for path in (ROOT / folder).rglob(ending)
        for name in re.findall(words, path.read_text("utf-8"))
    }

    assert len(named) > 15
    assert named - set(get_resolver().reverse_dict.keys()) == set()
