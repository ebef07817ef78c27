"""Reading the exams of a case: which kind they count as, for which agents, with what results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from safety.rules.cases.facts import AgentResult, HeldExam
from safety.rules.cases.fields import NAMES, folded
from safety.rules.cases.node import Node
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import ExamKind
from safety.rules.hazards import HAZARDS
from safety.rules.recognised_exams import ExamLaw, recognised
from safety.rules.results import DoctorOrder, Fitness, ResultCode, allowed_codes
from safety.rules.statutes import Statutes
from safety.rules.steps import Json

ORDERS = DoctorOrder.__members__


class CaseOrder(StrEnum):
    """A doctor's order, or a word of the doctor that changes the timetable."""

    WORK_BAN_OR_RESTRICTION = "WORK_BAN_OR_RESTRICTION"
    JOB_TRANSFER = "JOB_TRANSFER"
    SHORTER_HOURS = "SHORTER_HOURS"
    DISEASE_REFERRAL = "DISEASE_REFERRAL"
    HEALTH_COUNSELLING = "HEALTH_COUNSELLING"
    PROTECTIVE_EQUIPMENT = "PROTECTIVE_EQUIPMENT"
    FOLLOW_UP_TEST = "FOLLOW_UP_TEST"
    TREATMENT_WHILE_WORKING = "TREATMENT_WHILE_WORKING"
    SHORTEN_INTERVAL = "SHORTEN_INTERVAL"
    SHORTENING_UNNECESSARY = "SHORTENING_UNNECESSARY"
    FOLLOW_UP_EXAM = "FOLLOW_UP_EXAM"
    OTHER = "OTHER"


WISHES = frozenset({CaseOrder.FOLLOW_UP_EXAM, CaseOrder.FOLLOW_UP_TEST})


def read_exam(
    node: Node, *, kind: ExamKind, today: date, statutes: Statutes, elsewhere: bool = False
) -> HeldExam | None:
    """Return one exam, None when it lies after today or cannot be read."""
    kind = node.choice("kind", ExamKind, "exam_kind") or kind
    law = node.choice("law", ExamLaw, "exam_law")
    _check_fitness(node)
    exam_date = past_day(node, "date", today)
    covered, results, orders = _results(node)
    clocked = ClockedExam(
        exam_date=exam_date or today,
        kind=kind,
        codes=frozenset(row.code for row in results.values() if row.code),
        orders=orders,
        received=_after(node, "received_date", exam_date, today),
        told=_after(node, "told_date", exam_date, today),
        second_stage=_after(node, "second_stage_date", exam_date, today),
        reported=_after(node, "reported_date", exam_date, today),
        sent_electronically=node.is_set("sent_electronically"),
    )
    said_elsewhere = node.flag("elsewhere")
    designated = node.flag("designated") is not False
    all_items = node.is_set("all_items")
    if not covered and kind is not ExamKind.GENERAL and law is None:
        node.problems.fault(node.at("hazards"), "MISSING", field="hazards")
    if exam_date is None:
        return None
    is_general = kind is ExamKind.GENERAL or node.is_set("general_items")
    special_for = covered if kind is ExamKind.SPECIAL else frozenset()
    if law is not None:
        counted = recognised(law, covered, all_items=all_items, on=today, rows=statutes.recognised)
        counts_as, agents = counted or (None, frozenset())
        is_general = counts_as is ExamKind.GENERAL
        special_for = agents if counts_as is ExamKind.SPECIAL else frozenset()
        if covered - special_for and not is_general:
            node.problems.warn(node.path, "LAW_NOT_RECOGNISED")
    elif special_for and not designated:
        node.problems.warn(node.path, "NOT_DESIGNATED")
        special_for = frozenset()
    return HeldExam(
        path=node.path,
        kind=kind,
        exam_date=exam_date,
        covered=covered,
        special_for=special_for,
        is_general=is_general,
        results=results,
        clocked=clocked,
        law=law,
        elsewhere=elsewhere if said_elsewhere is None else said_elsewhere,
        card_handed_in=node.is_set("card_handed_in"),
        first_stage_items=node.is_set("first_stage_items"),
        all_items=all_items,
    )


def past_day(node: Node, name: str, today: date) -> date | None:
    """Return a day on record; one after today does not count yet and is noted."""
    day = node.day(name)
    if day is not None and day > today:
        node.problems.warn(node.at(name), "FACT_IN_FUTURE", value=day.isoformat())
        return None
    return day


def _after(node: Node, name: str, exam_date: date | None, today: date) -> date | None:
    day = past_day(node, name, today)
    if day is not None and exam_date is not None and day < exam_date:
        node.problems.fault(node.at(name), "BEFORE_EXAM")
    return day


def _results(node: Node) -> tuple[frozenset[str], dict[str, AgentResult], frozenset[DoctorOrder]]:
    """Return the agents covered, what was said of each, and the orders of the whole exam."""
    listed = node.agents("hazards", both_nights=True)
    said: dict[str, AgentResult] = {}
    whole, of_one, orders = _ordered(node)
    for row in _result_nodes(node):
        own, _of_one, own_orders = _ordered(row)
        orders |= own_orders
        named = row.agents("hazard", both_nights=True)
        code = row.choice("code", ResultCode)
        _check_fitness(row)
        for hazard in named or listed:
            if code and code not in _allowed(hazard):
                if named:
                    allowed = ", ".join(sorted(_allowed(hazard)))
                    row.problems.fault(row.at("code"), "WRONG_CODE", value=code, allowed=allowed)
                continue
            said[hazard] = _joined(said.get(hazard), own, code)
    for hazard, own in of_one:
        said[hazard] = _joined(said.get(hazard), own, None)
    covered = frozenset((*listed, *said))
    return covered, {code: _joined(said.get(code), whole, None) for code in covered}, orders


def _check_fitness(node: Node) -> None:
    """Note a letter that is none; fitness by agent is kept with the paper and moves no date."""
    if not node.is_list("fitness") and node.mapping("fitness") is None:
        node.choice("fitness", Fitness, "fitness")


def _result_nodes(node: Node) -> list[Node]:
    """Return the results; {"toluene": "A"} stands for a list of agents with their codes."""
    table = node.mapping("results")
    if table is None or any(("result", folded(key)) in NAMES for key in table):
        return node.nodes("results", "result", bare="code")
    rows: list[tuple[str, Json]] = [
        (agent, value if isinstance(value, dict) else {"code": value})
        for agent, value in table.items()
    ]
    return [
        Node(
            "result",
            {"hazard": agent, **(value if isinstance(value, dict) else {})},
            f"{node.at('results')}.{agent}",
            node.problems,
        )
        for agent, value in rows
    ]


def _ordered(
    node: Node,
) -> tuple[AgentResult, list[tuple[str, AgentResult]], frozenset[DoctorOrder]]:
    """Return what was ordered for all agents, for one agent each, and the orders themselves."""
    whole = AgentResult(
        doctor_shortens=node.is_set("doctor_shortens"),
        shortening_unnecessary=node.is_set("shortening_unnecessary"),
    )
    of_one: list[tuple[str, AgentResult]] = []
    orders: set[DoctorOrder] = set()
    for row in node.nodes("orders", "order", bare="order"):
        order, day = row.choice("order", CaseOrder, "order"), row.day("date")
        if order is None:
            continue
        if order.value in ORDERS:
            orders.add(DoctorOrder(order.value))
        asks = AgentResult(
            doctor_shortens=order is CaseOrder.SHORTEN_INTERVAL,
            shortening_unnecessary=order is CaseOrder.SHORTENING_UNNECESSARY,
            wants_follow_up=order is CaseOrder.FOLLOW_UP_EXAM
            or (order in WISHES and day is not None),
            follow_up=day if order in WISHES else None,
        )
        if row.has("hazard"):
            of_one += ((hazard, asks) for hazard in row.agents("hazard", both_nights=True))
        else:
            whole = _joined(whole, asks, None)
    return whole, of_one, frozenset(orders)


def _joined(known: AgentResult | None, more: AgentResult, code: ResultCode | None) -> AgentResult:
    if known is None:
        return replace(more, code=code)
    return AgentResult(
        code=code or known.code,
        doctor_shortens=known.doctor_shortens or more.doctor_shortens,
        shortening_unnecessary=known.shortening_unnecessary or more.shortening_unnecessary,
        wants_follow_up=known.wants_follow_up or more.wants_follow_up,
        follow_up=more.follow_up or known.follow_up,
    )


def _allowed(hazard: str) -> Iterable[ResultCode]:
    return allowed_codes(HAZARDS[hazard].category)
