from __future__ import annotations

import logging

import pytest
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
@pytest.mark.parametrize("is_cut", [True, False])
def test_without_the_filter_a_refused_page_writes_its_address(
    client: Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    is_cut: bool,
) -> None:
    """The twin shows that Django would write the secret."""
    if not is_cut:
        monkeypatch.setattr(SecretPathsCut, "filter", lambda cutter, line: True)

    client.get(f"/o/{TOKEN}/")

    lines = [line.getMessage() for line in caplog.records if line.name == "django.request"]
    assert [TOKEN in line for line in lines] == [not is_cut]
