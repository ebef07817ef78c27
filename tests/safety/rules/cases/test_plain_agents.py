"""Whoever is plain gets, from the few facts that matter, what all the facts would give."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safety.rules.cases.facts import AgentResult, CaseFacts, CaseSettings, HeldExam
from safety.rules.cases.plain_agents import plain_agents
from safety.rules.cases.problems import Problems
from safety.rules.cases.special_exams import special_exams
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import ExamKind
from safety.rules.results import ResultCode
from safety.rules.statutes import STATUTES
from safety.rules.training_facts import TrainingFacts
from safety.rules.worker_exams import ExposureRow

TODAY = date(2026, 11, 23)
AGENTS = ("toluene", "mineral-dusts", "night-work-a", "night-work-b", "benzene")
days = st.integers(-1500, 60).map(lambda n: TODAY + timedelta(days=n))
past = st.integers(-1500, 0).map(lambda n: TODAY + timedelta(days=n))
rows = st.builds(
    lambda hazard, process, placed, lasted: ExposureRow(
        hazard, process, placed, None if lasted is None else placed + timedelta(days=lasted)
    ),
    st.sampled_from(AGENTS),
    st.sampled_from(("", "도장", "연마")),
    days,
    st.none() | st.integers(1, 1500),
)
results = st.builds(
    AgentResult,
    st.sampled_from([None, *ResultCode]),
    st.booleans(),
    st.booleans(),
)


@st.composite
def exams(draw: st.DrawFn) -> HeldExam:
    kind, on = draw(st.sampled_from(ExamKind)), draw(past)
    told = draw(st.dictionaries(st.sampled_from(AGENTS), results, max_size=3))
    covered = frozenset(told)
    return HeldExam(
        path="",
        kind=kind,
        exam_date=on,
        covered=covered,
        special_for=covered if kind is ExamKind.SPECIAL else frozenset(),
        is_general=kind is ExamKind.GENERAL,
        results=told,
        clocked=ClockedExam(on, kind),
    )


def case(exposures: tuple[ExposureRow, ...], held: tuple[HeldExam, ...]) -> CaseFacts:
    return CaseFacts(
        id="",
        path="",
        today=TODAY,
        settings=CaseSettings(),
        training=TrainingFacts(None),
        exposures=exposures,
        exams=held,
    )


@given(st.lists(rows, max_size=3), st.lists(exams(), max_size=4))
def test_the_few_facts_give_the_same_date_for_the_same_reason(
    exposures: list[ExposureRow], held: list[HeldExam]
) -> None:
    held = sorted(held, key=lambda exam: exam.exam_date)

    plain = plain_agents(exposures, held, on=TODAY)

    if plain is None:
        return
    whole = special_exams(case(tuple(exposures), tuple(held)), Problems(), STATUTES)
    few = [
        answer
        for agent in plain
        for answer in special_exams(case((agent.exposure,), agent.exams), Problems(), STATUTES)
    ]
    assert sorted(few, key=lambda one: one.order) == sorted(whole, key=lambda one: one.order)


def test_a_disease_or_a_doctors_advice_is_never_plain() -> None:
    """The twin: these facts shorten the next round, and all of them are looked at."""
    row = ExposureRow("toluene", "도장", date(2025, 1, 5))
    for result in (AgentResult(ResultCode.D1), AgentResult(None, doctor_shortens=True)):
        exam = HeldExam(
            path="",
            kind=ExamKind.ON_DEMAND,
            exam_date=date(2026, 6, 1),
            covered=frozenset({"toluene"}),
            special_for=frozenset(),
            is_general=False,
            results={"toluene": result},
            clocked=ClockedExam(date(2026, 6, 1), ExamKind.ON_DEMAND),
        )

        assert plain_agents([row], [exam], on=TODAY) is None


def test_the_same_agent_in_two_processes_is_never_plain() -> None:
    two = [ExposureRow("toluene", process, date(2025, 1, 5)) for process in ("도장", "연마")]

    assert plain_agents(two, [], on=TODAY) is None
