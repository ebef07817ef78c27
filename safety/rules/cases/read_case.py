"""Reading one case into facts, noting every fault by its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safety.rules.asked_exams import AskedBy, ExamOrder, ExamRequest
from safety.rules.cases.facts import (
    Beside,
    CaseFacts,
    CaseSettings,
    DueKind,
    HeldConsultation,
    HeldExam,
    KeepFrom,
    Measured,
    Missed,
)
from safety.rules.cases.node import LATEST, Node
from safety.rules.cases.problems import Problems
from safety.rules.cases.read_exams import past_day, read_exam
from safety.rules.cases.read_training import class_days, read_training
from safety.rules.exam_facts import FINDING_KINDS, CoworkerFinding, ExamKind
from safety.rules.general_exams import Counting
from safety.rules.night_work import AVERAGED_MONTHS, NightPattern, night_work_type
from safety.rules.protocols import Clinic
from safety.rules.results import ResultCode
from safety.rules.statutes import Statutes
from safety.rules.steps import Json
from safety.rules.training_facts import Body
from safety.rules.worker_exams import ExposureRow


def read_case(
    raw: Json,
    problems: Problems,
    *,
    path: str,
    id_: str,
    today: date | None,
    defaults: Node,
    statutes: Statutes,
) -> CaseFacts:
    """Return the facts of one case; they may be used only when no fault was found."""
    case = Node("case", raw, path, problems)
    day = case.day("today") or today
    if day is None and not case.has("today"):
        problems.fault(case.at("today"), "MISSING", field="today")
    today = day or LATEST  # without a day nothing is derived
    settings = read_settings(case.node("settings", "settings"), defaults)
    worker = case.node("worker", "worker")
    workplace = case.node("workplace", "workplace")
    hired, left = worker.day("hired_date"), worker.day("left_date")
    if hired and left and left < hired:
        problems.fault(worker.at("left_date"), "ENDS_BEFORE_START")
    worker.day("birth_date")
    training, is_office = read_training(case, worker, workplace, settings, today)
    exposures, short_nights = _exposures(case, left)
    return CaseFacts(
        id=id_,
        path=path,
        today=today,
        settings=settings,
        training=training,
        registered=workplace.day("registered_date"),
        hired=hired,
        left=left,
        is_office=is_office,
        exposures=exposures,
        short_nights=short_nights,
        measurements=tuple(_measurements(case, today)),
        exams=tuple(_exams(case, today, statutes)),
        beside=tuple(_beside(case, today)),
        requests=tuple(_requests(case, today)),
        orders=tuple(_orders(case, today)),
        consultations=tuple(_consultations(case, today)),
        assessments=_events(case, "risk_assessments", today),
        consulting_visits=_events(case, "consulting_visits", today),
        classes=class_days(training),
    )


def process_name(text: str) -> str:
    """Return a process by which rows are matched: without blanks and case."""
    return "".join(text.split()).casefold()


def read_settings(own: Node, file: Node) -> CaseSettings:
    """Return the settings of a case; what it does not set, the file may."""

    def pick(name: str) -> Node:
        return own if own.has(name) else file

    threshold = pick("small_firm_below").integer("small_firm_below")
    on_demand = pick("on_demand_within_days").integer("on_demand_within_days")
    general = pick("general_exam_counting").choice("general_exam_counting", Counting)
    yearly = pick("risk_assessment_counting").choice("risk_assessment_counting", Counting)
    kinds = pick("kinds").choices("kinds", DueKind)
    return CaseSettings(
        second_stage_days=pick("second_stage_days").integer("second_stage_days"),
        small_firm_below=5 if threshold is None else threshold,
        on_demand_within_days=on_demand or 0,
        general_exam_counting=general or Counting.INTERVAL,
        risk_assessment_counting=yearly or Counting.CALENDAR_YEAR,
        keep_from=pick("keep_from").choice("keep_from", KeepFrom) or KeepFrom.RECEIPT,
        credit_hours_from=frozenset(
            pick("credit_hours_from").choices("credit_hours_from", Body, "body")
        ),
        missed_preplacement=pick("missed_preplacement").choice("missed_preplacement", Missed)
        or Missed.WARNING,
        kinds=frozenset(kinds or DueKind),
    )


def _exposures(case: Node, left: date | None) -> tuple[tuple[ExposureRow, ...], bool]:
    rows: list[ExposureRow] = []
    short = False
    for node in case.nodes("exposures", "exposure", bare="hazard"):
        placed, ended = node.day("placed_date"), node.day("ended_date")
        process = process_name(node.text("process"))
        if placed and ended and ended < placed:
            node.problems.fault(node.at("ended_date"), "ENDS_BEFORE_START")
        agents, is_short = _agents_of(node)
        short = short or is_short
        if left is not None:
            ended = min(ended or left, left)
        if placed is not None and (ended is None or ended >= placed):
            rows += (ExposureRow(agent, process, placed, ended) for agent in agents)
    return tuple(dict.fromkeys(rows)), short


def _agents_of(node: Node) -> tuple[tuple[str, ...], bool]:
    if not node.has("night_work"):
        if not node.has("hazard"):
            node.problems.fault(node.at("hazard"), "MISSING", field="hazard")
        return node.agents("hazard"), False
    night = node.node("night_work", "night_work")
    months = night.integer("months")
    pattern = NightPattern(
        night.number("spans_a_month") or 0,
        night.number("hours_a_month") or 0,
        AVERAGED_MONTHS if months is None else months,
    )
    found = night_work_type(pattern)
    if found is None:
        node.problems.warn(night.path, "NIGHT_WORK_TOO_LITTLE")
        return (), False
    return (found,), pattern.is_short


def _measurements(case: Node, today: date) -> Iterator[Measured]:
    for node in case.nodes("measurements", "measurement"):
        day, over = past_day(node, "date", today), node.flag("over_limit")
        process = process_name(node.text("process"))
        if over is None and not node.has("over_limit"):
            node.raw("over_limit")
        for hazard in node.agents("hazard"):
            if day is not None:
                yield Measured(node.path, hazard, process, day, over is True)


def _exams(case: Node, today: date, statutes: Statutes) -> Iterator[HeldExam]:
    for name, kind in (
        ("exams", ExamKind.SPECIAL),
        ("general_exams", ExamKind.GENERAL),
        ("preplacement_exams", ExamKind.PRE_PLACEMENT),
    ):
        elsewhere = name == "preplacement_exams"
        for node in case.nodes(name, "exam"):
            exam = read_exam(node, kind=kind, today=today, statutes=statutes, elsewhere=elsewhere)
            if exam:
                yield exam


def _beside(case: Node, today: date) -> Iterator[Beside]:
    for node in case.nodes("coworker_findings", "coworker_finding"):
        day = past_day(node, "date", today)
        known = past_day(node, "known_date", today)
        is_unknown = node.has("known_date") and known is None
        kind = node.choice("kind", ExamKind, "exam_kind") or ExamKind.SPECIAL
        code = node.choice("code", ResultCode) or ResultCode.D1
        process = process_name(node.text("process"))
        unnecessary = node.is_set("shortening_unnecessary")
        for hazard in node.agents("hazard"):
            if day and code is ResultCode.D1 and kind in FINDING_KINDS and not is_unknown:
                yield Beside(hazard, process, CoworkerFinding(day, unnecessary, known))


def _requests(case: Node, today: date) -> Iterator[ExamRequest]:
    for node in case.nodes("exam_requests", "exam_request"):
        asked = past_day(node, "date", today)
        by = node.choice("by", AskedBy) or AskedBy.WORKER
        suspected = node.flag("suspected") is not False
        unnecessary = node.is_set("doctor_says_unnecessary")
        for hazard in node.agents("hazard"):
            if asked:
                yield ExamRequest(hazard, asked, by, suspected, unnecessary)


def _orders(case: Node, today: date) -> Iterator[ExamOrder]:
    for node in case.nodes("exam_orders", "exam_order"):
        ordered, until = past_day(node, "date", today), node.day("until")
        for hazard in node.agents("hazard"):
            if ordered:
                yield ExamOrder(hazard, ordered, until)


def _consultations(case: Node, today: date) -> Iterator[HeldConsultation]:
    for node in case.nodes("consultations", "consultation"):
        day, agreed = past_day(node, "date", today), node.day("follow_up_date")
        clinics = node.choices("clinics", Clinic, "clinic")
        if day:
            yield HeldConsultation(day, clinics, agreed)


def _events(case: Node, name: str, today: date) -> tuple[date, ...]:
    days = (past_day(node, "date", today) for node in case.nodes(name, "event"))
    return tuple(sorted(day for day in days if day))
