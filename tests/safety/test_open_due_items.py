from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from outreach.models import Centre
from safety import tasks
from safety.models import DueCheck, DueItem
from tests import cast
from tests.cast_safety import make_exposure

pytestmark = pytest.mark.django_db


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("open_due_items", *arguments, stdout=out, **options)
    return out.getvalue().strip()


def test_it_says_what_it_changed() -> None:
    make_exposure()

    assert run("--today", "2026-11-23") == "1 workplaces: 7 opened, 0 moved, 0 closed"
    assert run("--full", "--today", "2026-11-23") == "1 workplaces: 0 opened, 0 moved, 0 closed"
    assert DueItem.objects.open().count() == 7


def test_a_dry_run_writes_nothing() -> None:
    make_exposure()

    said = run("--today", "2026-11-23", "--dry-run")

    assert said == "1 workplaces: 7 opened, 0 moved, 0 closed (nothing written)"
    assert not DueItem.objects.exists()
    assert not DueCheck.objects.exists()


def test_one_centre_can_be_chosen(centre: Centre, other_centre: Centre) -> None:
    cast.make_workplace(centre)
    cast.make_workplace(other_centre)

    assert run("--centre", "seongdong").startswith("1 workplaces")
    with pytest.raises(CommandError, match="nowhere"):
        run("--centre", "nowhere")


def test_only_changed_ones_can_be_chosen() -> None:
    workplace = cast.make_workplace()
    run()

    assert workplace.due_check.pk
    assert run("--changed").startswith("0 workplaces")


def test_the_jobs_do_the_same() -> None:
    make_exposure()

    assert tasks.open_changed_due_items()["opened"] == 7
    unchanged = {"opened": 0, "moved": 0, "closed": 0}
    assert tasks.open_all_due_items() == {"workplaces": 1, **unchanged}
    assert tasks.open_due_items() == {"workplaces": 0, **unchanged}
