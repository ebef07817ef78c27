"""Problems and plans as JSON files, plain or .gz, in the schema seoul-outreach-1."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import asdict
from pathlib import Path

from scheduling.planner.fields import Fields
from scheduling.planner.plan import Result, Unplanned
from scheduling.planner.problem import (
    Centre,
    Lunch,
    Pin,
    Problem,
    ProblemNotUnderstood,
    Team,
    TravelModel,
    Visit,
)

SCHEMA = "seoul-outreach-1"


def read_problem(path: Path) -> Problem:
    """
    Return the problem in this file.

    :raises ProblemNotUnderstood: it is not JSON of this schema, or contradicts itself
    :raises OSError: the file cannot be read
    """
    try:
        packed = path.read_bytes()
        text = gzip.decompress(packed) if path.suffix == ".gz" else packed
        value: object = json.loads(text)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ProblemNotUnderstood(f"{path.name} is not a gzip file") from error
    except ValueError as error:
        raise ProblemNotUnderstood(f"{path.name} is not JSON") from error
    return problem_from(value)


def problem_from(value: object) -> Problem:
    """Return the problem that this JSON value describes; what it does not know it leaves aside."""
    root = Fields(value, "problem")
    if (schema := root.text("schema")) != SCHEMA:
        raise ProblemNotUnderstood(f"problem: schema is {schema}, not {SCHEMA}")
    travel, lunch = Fields(root.get("travel"), "travel"), Fields(root.get("lunch"), "lunch")
    return Problem(
        n_days=root.integer("n_days"),
        travel=TravelModel(
            detour=travel.number("detour"),
            v_short=travel.number("v_short"),
            v_long=travel.number("v_long"),
            v_ramp_km=travel.number("v_ramp_km"),
            river_min=travel.number("river_min"),
            parking_min=travel.number("parking_min"),
            same_building_min=travel.number("same_building_min"),
            rush=travel.number("rush") if "rush" in travel.values else 1.0,
        ),
        lunch=Lunch(
            minutes=lunch.integer("minutes"),
            earliest=lunch.integer("earliest"),
            latest_start=lunch.integer("latest_start"),
            exempt_if_back_by=lunch.integer("exempt_if_back_by"),
        ),
        centres=tuple(_centre(centre) for centre in root.objects("centres", "centre")),
        teams=tuple(_team(team) for team in root.objects("teams", "team")),
        visits=tuple(_visit(visit) for visit in root.objects("visits", "visit")),
        start_step=root.integer("start_step", default=1),
        name=root.text("name", default=""),
        ways=root.rows("ways"),
    )


def _centre(centre: Fields) -> Centre:
    return Centre(centre.text("name"), centre.number("lat"), centre.number("lon"))


def _team(team: Fields) -> Team:
    return Team(
        id=team.integer("id"),
        centre=team.integer("centre"),
        skills=team.texts("skills"),
        max_drive=team.integer("max_drive"),
        shifts=team.pairs_or_none("shifts"),
    )


def _visit(visit: Fields) -> Visit:
    return Visit(
        id=visit.integer("id"),
        lat=visit.number("lat"),
        lon=visit.number("lon"),
        service=visit.integer("service"),
        skills=visit.texts("skills"),
        windows=visit.pairs("windows"),
        days=visit.integers("days"),
        due=visit.integer("due"),
        priority=visit.integer("priority"),
        unserved_cost=visit.integer("unserved_cost"),
        late_cost_per_day=visit.integer("late_cost_per_day"),
        late_cap=visit.integer("late_cap"),
        pin=_pin(visit),
        home=visit.pair_or_none("home"),
        move_cost=visit.integer("move_cost", default=0),
    )


def _pin(visit: Fields) -> Pin | None:
    if (value := visit.get("pin")) is None:
        return None
    pin = Fields(value, f"{visit.where}: pin")
    return Pin(pin.integer("team"), pin.integer("day"), pin.integer("start"))


def write_problem(problem: Problem, path: Path) -> None:
    """Write the problem so that `read_problem` returns an equal one."""
    _write({"schema": SCHEMA, **asdict(problem)}, path)


def write_plan(result: Result, path: Path) -> None:
    """Write the plan as the schema has it, with the objective and why each visit is left out."""
    unplanned = [_unplanned(left) for left in result.unplanned]
    objective = {**asdict(result.objective), "total": result.objective.total}
    _write({**asdict(result.plan), "unplanned": unplanned, "objective": objective}, path)


def _unplanned(left: Unplanned) -> dict[str, object]:
    row: dict[str, object] = {**asdict(left), "reason": left.reason.value}
    if left.change is None:
        del row["change"]
    else:
        row["change"] = {**asdict(left.change), "kind": left.change.kind.value}
    return row


def _write(value: dict[str, object], path: Path) -> None:
    text = json.dumps(value, ensure_ascii=False, default=_sorted).encode()
    # mtime 0: the same plan is the same bytes.
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def _sorted(value: object) -> list[object]:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
