"""The command that takes a roster in."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outreach.models import ImportFile, Worker
from safety.models import DueItem
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import LEE, as_csv, painter

pytestmark = pytest.mark.django_db


def run(tmp_path: Path, *rows: dict[str, str], **options: object) -> str:
    """Run the command on a roster of these rows."""
    make_institution()
    source = tmp_path / "명단.csv"
    source.write_bytes(as_csv(rows))
    out = StringIO()
    call_command("import_roster", str(source), centre="jung", stdout=out, **options)
    return out.getvalue()


def test_it_takes_a_roster_in_and_exams_are_due(tmp_path: Path) -> None:
    cast.make_workplace()

    run(tmp_path, painter(), painter(**LEE))

    assert Worker.objects.count() == 2
    assert DueItem.objects.open().filter(kind=DueItem.Kind.SPECIAL_EXAM).count() == 2


def test_a_dry_run_reports_each_row_and_writes_nothing(tmp_path: Path) -> None:
    cast.make_workplace()
    report = tmp_path / "out.json"

    run(
        tmp_path,
        painter(),
        painter(유해인자="소음"),
        painter(**LEE, 유해인자="시너"),
        painter(성명=""),
        dry_run=True,
        report=report,
    )

    lines = json.loads(report.read_text(encoding="utf-8"))
    assert [line["outcome"] for line in lines] == ["accept", "merge", "hold", "reject"]
    assert [line["row"] for line in lines] == [2, 3, 4, 5]
    assert lines[2]["values"]["words"][0]["word"] == "시너"
    assert not Worker.objects.exists()
    assert not ImportFile.objects.exists()


def test_everybody_works_at_the_workplace_that_is_named(tmp_path: Path) -> None:
    shop = cast.make_workplace()

    run(tmp_path, painter(사업장명=""), workplace=shop.pk)

    assert Worker.objects.get().workplace == shop


def test_a_workplace_of_another_centre_is_refused(tmp_path: Path) -> None:
    cast.make_centre()
    other = cast.make_workplace(cast.make_centre("seongdong"))

    with pytest.raises(CommandError):
        run(tmp_path, painter(), workplace=other.pk)


def test_help_names_the_outcomes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_roster", "--help")

    told = capsys.readouterr().out
    assert all(word in told for word in ("--workplace", "--dry-run", "--report", "hold", "merge"))
