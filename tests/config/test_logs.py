from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import Client

from config.logs import SecretPathsCut

TOKEN = "pJ3-xkQ_81aBcDeFgHiJkL"


@pytest.mark.parametrize(
    "path", [f"/o/{TOKEN}/confirm/", f"/c/{TOKEN}/", f"/calendars/{TOKEN}.ics"]
)
def test_a_secret_address_is_cut_out_of_a_line(path: str) -> None:
    line = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", path), None)

    assert SecretPathsCut().filter(line)

    assert TOKEN not in line.getMessage()
    assert line.getMessage().startswith("Not Found: /")


def test_other_lines_stay_as_they_are() -> None:
    line = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", ("/visits/7/",), None)

    SecretPathsCut().filter(line)

    assert line.getMessage() == "Not Found: /visits/7/"


@pytest.mark.django_db
def test_every_line_we_write_goes_through_the_filter(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """The twin: without the filter Django writes the whole address of a refused page."""
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["secret_paths_cut"]

    client.get(f"/o/{TOKEN}/")

    assert any(TOKEN in line.getMessage() for line in caplog.records)
