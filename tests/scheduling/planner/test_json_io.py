"""Files in, files out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given

from scheduling.planner.json_io import problem_from, read_problem, write_plan, write_problem
from scheduling.planner.problem import Problem, ProblemNotUnderstood
from scheduling.planner.search import first_plan
from tests.scheduling.planner.cast import make_problem, make_visit, pinned
from tests.scheduling.planner.drawn import problems


@pytest.mark.parametrize("name", ["problem.json", "problem.json.gz"])
def test_a_problem_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    problem = make_problem([make_visit(1, 10), make_visit(2, 20, pin=pinned(600))], start_step=5)

    write_problem(problem, tmp_path / name)

    assert read_problem(tmp_path / name) == problem


@given(problems())
def test_any_problem_comes_back(tmp_path_factory: pytest.TempPathFactory, problem: Problem) -> None:
    path = tmp_path_factory.mktemp("problems") / "problem.json"

    write_problem(problem, path)

    assert read_problem(path) == problem


def test_a_plan_is_written_with_its_cost_and_reasons(tmp_path: Path) -> None:
    visits = [make_visit(1, 10), make_visit(2, 10, skills=frozenset({"bus"}))]

    write_plan(first_plan(make_problem(visits)), tmp_path / "plan.json")

    assert json.loads((tmp_path / "plan.json").read_text()) == {
        "routes": [{"team": 0, "day": 0, "visits": [1], "starts": [550], "lunch": None}],
        "unplanned": [{"visit": 2, "reason": "no_team_with_skills", "needed": 1, "available": 0}],
        "objective": {"unserved": 100, "late": 0, "travel": 20, "moved": 0, "total": 120},
    }


def test_the_same_plan_is_the_same_bytes(tmp_path: Path) -> None:
    result = first_plan(make_problem([make_visit(1, 10)]))

    for name in ("a.json.gz", "b.json.gz"):
        write_plan(result, tmp_path / name)

    assert (tmp_path / "a.json.gz").read_bytes() == (tmp_path / "b.json.gz").read_bytes()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["schema"], "other", "schema is other, not seoul-outreach-1"),
        (["n_days"], None, "problem: n_days is not a whole number"),
        (["n_days"], True, "problem: n_days is not a whole number"),
        (["teams"], {}, "problem: teams is not a list"),
        (["teams", 0], 3, "team 0 is not an object"),
        (["teams", 0, "shifts"], [[1, 2, 3]], "team 0: shifts is not a pair of minutes"),
        (["travel", "detour"], "1", "travel: detour is not a number"),
        (["travel", "detour"], float("inf"), "travel: detour is not a finite number"),
        (["visits", 0, "skills"], [3], "visit 0: skills is not a text"),
        (["visits", 0, "windows"], [None], "visit 0: windows is not a list"),
        (["visits", 0, "pin"], 5, "visit 0: pin is not an object"),
    ],
)
def test_a_wrong_field_is_named(
    tmp_path: Path, path: list[str | int], value: object, words: str
) -> None:
    write_problem(make_problem([make_visit(1, 10)]), tmp_path / "problem.json")
    root = json.loads((tmp_path / "problem.json").read_text())
    inner = root
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value

    with pytest.raises(ProblemNotUnderstood, match=words):
        problem_from(root)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ProblemNotUnderstood, match="problem has no schema"):
        problem_from({})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("problem.json", b"{", "problem.json is not JSON"),
        ("problem.json", b"\xff\xfe\x00", "problem.json is not JSON"),
        ("problem.json.gz", b"{}", "problem.json.gz is not a gzip file"),
        ("problem.json.gz", gzip.compress(b"{}" * 99)[:20], "problem.json.gz is not a gzip file"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ProblemNotUnderstood, match=words):
        read_problem(tmp_path / name)
