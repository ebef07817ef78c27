"""The command that plans one file."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from scheduling.planner.json_io import write_problem
from tests.scheduling.planner.cast import make_problem, make_visit, pinned

QUICK = ("--iterations", "50")


def run(*arguments: str | Path) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("plan_instance", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_prints_the_figures_and_writes_the_plan(tmp_path: Path) -> None:
    write_problem(make_problem([make_visit(1, 10)]), tmp_path / "in.json")

    printed = run(tmp_path / "in.json", tmp_path / "out.json", "--seconds", "0.2", "--seed", "1")

    assert "objective: 20\n" in printed
    assert "travel minutes: 20\n" in printed
    assert "visits planned: 1/1\n" in printed
    assert "first plan after (s): " in printed
    assert "iterations: " in printed
    assert (tmp_path / "out.json").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write_problem(make_problem([make_visit(1, 10)]), tmp_path / "in.json")

    assert "objective: 20" in run(tmp_path / "in.json", tmp_path / "out.json", "--dry-run", *QUICK)
    assert not (tmp_path / "out.json").exists()


def test_what_cannot_be_planned_is_said_and_nothing_written(tmp_path: Path) -> None:
    path, out = tmp_path / "in.json", tmp_path / "out.json"

    with pytest.raises(CommandError, match="Cannot read or write .*in.json"):
        run(path, out, *QUICK)
    path.write_text("{}")
    with pytest.raises(CommandError, match="not understood: problem has no schema"):
        run(path, out, *QUICK)
    write_problem(make_problem([make_visit(1, 10, pin=pinned(541))]), path)
    with pytest.raises(CommandError, match="confirmed visits of team 0 on day 0"):
        run(path, out, *QUICK)
    with pytest.raises(CommandError, match="above 0"):
        run(path, out, "--seconds", "0")
    with pytest.raises(CommandError, match="from 1 to 8"):
        run(path, out, "--threads", "9")
    assert not out.exists()


def test_iterations_make_the_same_file_with_two_cores_too(tmp_path: Path) -> None:
    visits = [make_visit(i, i % 30, service=60, unserved_cost=90 + i) for i in range(20)]
    write_problem(make_problem(visits), tmp_path / "in.json")

    for out in ("a.json", "b.json"):
        run(tmp_path / "in.json", tmp_path / out, "--iterations", "900", "--threads", "2")

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
