"""Jobs that work on lists tell the queue where they stopped, never what a row says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outreach import clock, tasks
from outreach.actions import imports
from outreach.models import Centre
from tests import cast
from tests.outreach.lists import receive_list

pytestmark = pytest.mark.django_db
NAME = "홍길동"


def stumble(*args: object, **rest: object) -> None:
    raise ValueError(f"invalid literal: {NAME}")


@pytest.mark.parametrize("job", [tasks.work_on_import, lambda pk: tasks.resume_imports()])
def test_a_fault_names_its_place_and_quotes_no_row(
    job: Callable[[int], object],
    centre: Centre,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = receive_list(centre, {"owner": NAME})
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)  # a day later it would be forgotten
    monkeypatch.setattr("outreach.actions.imports.reading.tables_of", stumble)

    with pytest.raises(tasks.ListStopped) as stopped:
        job(file.pk)

    told = str(stopped.value)
    assert "ValueError" in told and "stumble" in told
    assert NAME not in told + caplog.text
    assert stopped.value.__suppress_context__


def test_without_it_the_queue_would_keep_the_name(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what django-q writes down of an error is what it says."""
    file = receive_list(centre, {"owner": NAME})
    monkeypatch.setattr("outreach.actions.imports.reading.tables_of", stumble)

    with pytest.raises(ValueError, match=NAME):
        imports.work(import_file=file, clock=clock.now)
