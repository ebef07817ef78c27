"""From the facts of a workplace to what is owed there, by the rules of `explain_due`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from outreach.models import Workplace
from safety.actions.due_items.answers import Answer, kept
from safety.actions.due_items.events import (
    asked_exams,
    general_exams,
    general_held,
    last_of,
    training_facts,
    with_wishes,
)
from safety.actions.due_items.opening import Opening
from safety.actions.due_items.reading import EVENT, PEOPLE, Facts
from safety.models import DueEvent
from safety.rules.cases.answer import CaseAnswer, DueAnswer
from safety.rules.cases.facts import (
    Beside,
    CaseFacts,
    DueKind,
    HeldConsultation,
    HeldExam,
    Measured,
    Missed,
)
from safety.rules.cases.offers import worker_offers, workplace_offers
from safety.rules.cases.other_exams import asked_for, follow_ups, general_exam, preplacement
from safety.rules.cases.plain_agents import PlainAgent, plain_agents
from safety.rules.cases.problems import Problems
from safety.rules.cases.special_exams import special_exams
from safety.rules.cases.trainings import training
from safety.rules.statutes import STATUTES, Statutes
from safety.rules.training_facts import TrainingFacts
from safety.rules.worker_exams import ExposureRow

Kind = DueEvent.Kind
Subject = tuple[str, int, str, str]  # kind, the worker or minus the workplace, agent, detail
Owed = tuple[int, Answer]  # the worker or minus the workplace, the answer
ONCE = frozenset({DueKind.ON_HIRE_TRAINING, DueKind.ON_CHANGE_TRAINING})
NOBODY = TrainingFacts(None)


class Deriver:
    """
    Derives the due items of workplaces under one centre's settings, on one day.

    A city asks the same few questions again and again (what is owed to somebody hired on that
    day, in a firm of three?), so the answers to them are kept for the run.
    """

    def __init__(self, opening: Opening, *, today: date, statutes: Statutes = STATUTES) -> None:
        self.opening, self.today, self.statutes = opening, today, statutes
        self._asks_back = opening.asks_back_to(today)
        self._long_ago = min(self._asks_back, date(today.year, 1, 1))
        self._asks_missed = opening.settings.missed_preplacement is Missed.ITEM
        self._known: dict[tuple[Hashable, ...], tuple[Answer, ...]] = {}
        self._ask: Mapping[str, Callable[..., Iterable[DueAnswer]]] = {
            "offered": self._offered,
            "plain": self._plain,
            "general": self._general,
            "untaught": self._untaught,
            "taught": self._taught,
            "class": self._class,
            "again": self._again,
        }

    def owed(self, workplace: Workplace, facts: Facts, people: PEOPLE) -> Iterator[Owed]:
        """Yield what is owed at an open workplace and to those who work there."""
        place = workplace.pk
        for answer in self._at(workplace, facts):
            yield -place, answer
        measured = tuple(facts.measured.get(place, ()))
        found = facts.found.get(place, ())
        for worker, hired, _left in people:
            events, exams = facts.events.get(worker, ()), facts.exams.get(worker, ())
            beside = tuple(one for who, one in found if who != worker) if found else ()
            exposures = facts.exposures.get(worker, ())
            for answer in self._agents(exposures, exams, events, measured, beside):
                yield worker, answer
            for answer in self._to(worker, hired, workplace, facts, events, exams):
                yield worker, answer

    def _at(self, workplace: Workplace, facts: Facts) -> Iterator[Answer]:
        place = workplace.pk
        events, registered = facts.events.get(-place, ()), workplace.registered_date
        for kind, last, size in (
            (DueKind.CONSULTATION, facts.consulted_at.get(place), None),
            (DueKind.WORK_ENVIRONMENT, last_of(events, Kind.WORK_ENVIRONMENT), None),
            (
                DueKind.RISK_ASSESSMENT,
                last_of(events, Kind.RISK_ASSESSMENT),
                workplace.regular_workers,
            ),
        ):
            yield from self._once("offered", kind, None if last else registered, last, size)

    def _to(
        self,
        worker: int,
        hired: date | None,
        workplace: Workplace,
        facts: Facts,
        events: Sequence[EVENT],
        exams: Sequence[HeldExam],
    ) -> Iterator[Answer]:
        last = max(general_exams(exams, events), default=None) if exams or events else None
        yield from self._once("general", None if last else hired, last)
        yield from self._trained(events, hired, workplace.regular_workers)
        registered, completed = workplace.registered_date, facts.completed.get(worker)
        start = max(registered, hired) if hired else registered
        yield from self._once("class", completed or start, completed)
        consulted = facts.consulted.get(worker)
        if consulted:
            yield from self._once("again", tuple(consulted))

    def _agents(
        self,
        exposures: Sequence[ExposureRow],
        exams: Sequence[HeldExam],
        events: Sequence[EVENT],
        measured: tuple[Measured, ...],
        beside: tuple[Beside, ...],
    ) -> Iterator[Answer]:
        if not exposures and not events:
            return
        if not (events or measured or beside or self._asks_missed):
            plain = plain_agents(exposures, exams, on=self.today)
            if plain is not None:
                for agent in plain:
                    yield from self._once("plain", agent)
                return
        requests, orders = asked_exams(events)
        case = self._case(
            training=NOBODY,
            exposures=tuple(exposures),
            exams=tuple(with_wishes(exams, events)),
            measurements=measured,
            beside=beside,
            requests=requests,
            orders=orders,
        )
        yield from kept(self._of_agents(case, events), kinds=self.opening.kinds)

    def _of_agents(self, case: CaseFacts, events: Sequence[EVENT]) -> Iterator[DueAnswer]:
        answer, problems = CaseAnswer(), Problems()
        if self._asks_missed or any(row.placed >= self.today for row in case.exposures):
            preplacement(case, answer, problems, self.statutes)
        yield from answer.items
        yield from special_exams(case, problems, self.statutes)
        if events:  # wishes, requests and orders
            yield from follow_ups(case, problems)
            yield from asked_for(case, problems)

    def _trained(
        self, events: Sequence[EVENT], hired: date | None, workers: int | None
    ) -> tuple[Answer, ...]:
        # Who was hired long ago is asked for the hours of this period only, as everybody else.
        begun = hired is None or hired < self._long_ago
        if not events:
            return self._once("untaught", None if begun else hired, workers)
        own = training_facts(events, hired=hired, workers=workers, setting=self.opening.settings)
        return self._once("taught", own if not begun or own.lessons else replace(own, hired=None))

    def _once(self, question: str, *facts: Hashable) -> tuple[Answer, ...]:
        """Return the answer to a question; `_ask` is asked once in a run for each."""
        found = self._known.get((question, *facts))
        if found is None:
            found = kept(self._ask[question](*facts), kinds=self.opening.kinds)
            self._known[question, *facts] = found
        return found

    def _offered(
        self, kind: DueKind, registered: date | None, last: date | None, workers: int | None
    ) -> Iterator[DueAnswer]:
        days = (last,) if last else ()
        case = self._case(
            registered=registered,
            training=TrainingFacts(None, workers=workers),
            consultations=tuple(map(HeldConsultation, days)),
            assessments=days,
            consulting_visits=days,
        )
        return (one for one in workplace_offers(case, self.statutes) if one.kind is kind)

    def _plain(self, agent: PlainAgent) -> Iterator[DueAnswer]:
        case = self._case(training=NOBODY, exposures=(agent.exposure,), exams=agent.exams)
        return special_exams(case, Problems(), self.statutes)

    def _general(self, hired: date | None, last: date | None) -> Iterator[DueAnswer]:
        exams = (general_held(last),) if last else ()
        case = self._case(training=NOBODY, hired=hired, exams=exams)
        return general_exam(case, Problems(), self.statutes)

    def _untaught(self, hired: date | None, workers: int | None) -> Iterator[DueAnswer]:
        own = training_facts((), hired=hired, workers=workers, setting=self.opening.settings)
        return self._taught(own)

    def _taught(self, own: TrainingFacts) -> Iterator[DueAnswer]:
        answer = CaseAnswer()
        training(self._case(training=own, hired=own.hired), answer, self.statutes)
        for one in answer.items:
            if one.kind not in ONCE or one.due.due_date >= self._asks_back:
                yield one

    def _class(self, start: date, completed: date | None) -> Iterator[DueAnswer]:
        classes = (completed,) if completed else ()
        case = self._case(training=NOBODY, registered=start, classes=classes)
        return worker_offers(case, self.statutes)

    def _again(self, consulted: tuple[HeldConsultation, ...]) -> Iterator[DueAnswer]:
        case = self._case(training=NOBODY, consultations=consulted)
        return worker_offers(case, self.statutes)

    def _case(self, *, training: TrainingFacts, **facts: object) -> CaseFacts:
        return CaseFacts(
            id="",
            path="",
            today=self.today,
            settings=self.opening.settings,
            training=training,
            **facts,  # type: ignore[arg-type]
        )
