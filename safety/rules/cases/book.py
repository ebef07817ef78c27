"""A whole file of cases: each is answered by itself, so that a bad one stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safety.rules.cases.engine import derive
from safety.rules.cases.fields import NAMES, folded
from safety.rules.cases.node import LATEST, Node
from safety.rules.cases.problems import Problems
from safety.rules.cases.read_case import read_case, read_settings
from safety.rules.cases.written import written
from safety.rules.statutes import STATUTES, Statutes
from safety.rules.steps import Json
from safety.rules.tables import NoRuleInForce

FORMAT = "ansim-due-cases/1"


@dataclass(frozen=True, slots=True)
class Book:
    """The answers, in the file's order, and how many cases could not be answered."""

    answers: dict[str, Json]
    cases: int
    failed: int


def answer_book(raw: Json, *, today: date | None, statutes: Statutes = STATUTES) -> Book:
    """
    Answer a file of cases.

    It may be a list of cases, an object with `cases`, or one case by itself. `today` holds for
    a case that names no day, nor the file; without any the case cannot be answered.
    """
    problems = Problems()
    file = Node("file", _as_file(raw), "$", problems)
    today = file.day("today") or today
    defaults = file.node("settings", "settings")
    read_settings(Node("settings", None, "$.settings", problems), defaults)
    many = file.is_list("cases")
    cases = _listed(file)
    answers: list[Json] = []
    failed, seen = 0, set[str]()
    for number, case in enumerate(cases):
        path = f"{file.at('cases')}[{number}]" if many else "$"
        id_ = _id_of(case) or f"case-{number + 1}"
        if id_ in seen:
            problems.warn(path, "SAME_ID", value=id_)
        seen.add(id_)
        answer = _answer(case, path, id_, today, defaults, statutes, stopped=bool(problems.faults))
        failed += answer["status"] == "ERROR"
        answers.append(answer)
    return Book(
        answers={
            "format": FORMAT,
            "today": today.isoformat() if today else None,
            "cases": answers,
            "errors": [problem.as_json() for problem in problems.faults],
            "warnings": [problem.as_json() for problem in problems.warnings],
            "summary": {"cases": len(cases), "answered": len(cases) - failed, "failed": failed},
        },
        cases=len(cases),
        failed=failed if cases else int(bool(problems.faults)),
    )


def _answer(
    raw: Json,
    path: str,
    id_: str,
    today: date | None,
    defaults: Node,
    statutes: Statutes,
    *,
    stopped: bool,
) -> dict[str, Json]:
    problems = Problems()
    day = today
    body: dict[str, Json] = {"due_items": [], "exemptions": [], "clocks": [], "keep_until": []}
    try:
        facts = read_case(
            raw, problems, path=path, id_=id_, today=today, defaults=defaults, statutes=statutes
        )
        day = facts.today if facts.today < LATEST else None
        if not problems.faults and not stopped:
            body = written(derive(facts, problems, statutes), today=facts.today)
    except NoRuleInForce as reason:
        problems.fault(path, "NO_RULE", value=str(reason))
    bad = stopped or bool(problems.faults)
    return {
        "id": id_,
        "today": day.isoformat() if day else None,
        "status": "ERROR" if bad else "OK",
        **body,
        "warnings": [problem.as_json() for problem in problems.warnings],
        "errors": [problem.as_json() for problem in problems.faults],
    }


def _as_file(raw: Json) -> Json:
    if isinstance(raw, list):
        return {"cases": raw}
    if isinstance(raw, dict) and raw:
        names = {NAMES.get(("file", folded(key))) for key in raw}
        return raw if "cases" in names else {"cases": raw}
    return raw


def _listed(file: Node) -> list[Json]:
    raw = file.raw("cases")
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def _id_of(case: Json) -> str:
    return next(_said_ids(case), "")


def _said_ids(case: Json) -> Iterator[str]:
    for key, value in case.items() if isinstance(case, dict) else ():
        if NAMES.get(("case", folded(key))) == "id" and isinstance(value, str | int):
            yield str(value)
