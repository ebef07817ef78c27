"""From the facts of a workplace to what is owed there, by the rules of `explain_due`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

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
from safety.rules.cases.facts import CaseFacts, DueKind, HeldConsultation, Missed
from safety.rules.cases.offers import worker_offers, workplace_offers
from safety.rules.cases.other_exams import asked_for, follow_ups, general_exam, preplacement
from safety.rules.cases.problems import Problems
from safety.rules.cases.special_exams import special_exams
from safety.rules.cases.trainings import training
from safety.rules.statutes import STATUTES, Statutes
from safety.rules.training_facts import TrainingFacts

Kind = DueEvent.Kind
Subject = tuple[str, int, str, str]  # kind, the worker or minus the workplace, agent, detail
Owed = tuple[Subject, int, Answer]  # the subject, its workplace, the answer
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
        self._known: dict[Hashable, tuple[Answer, ...]] = {}

    def owed(self, workplace: Workplace, facts: Facts, people: PEOPLE) -> Iterator[Owed]:
        """Yield what is owed at an open workplace and to those who work there."""
        place = workplace.pk
        for answer in self._at(workplace, facts):
            yield (answer.kind, -place, answer.hazard, answer.detail), place, answer
        for worker, hired, _left in people:
            for answer in self._to(worker, hired, workplace, facts):
                yield (answer.kind, worker, answer.hazard, answer.detail), place, answer

    def _at(self, workplace: Workplace, facts: Facts) -> Iterator[Answer]:
        place, events = workplace.pk, facts.events.get(-workplace.pk, ())
        registered, workers = workplace.registered_date, workplace.regular_workers
        consulted = facts.consulted_at.get(place)
        assessed = last_of(events, Kind.RISK_ASSESSMENT)
        advised = last_of(events, Kind.WORK_ENVIRONMENT)
        for kind, last, size in (
            (DueKind.CONSULTATION, consulted, None),
            (DueKind.WORK_ENVIRONMENT, advised, None),
            (DueKind.RISK_ASSESSMENT, assessed, workers),
        ):
            key = (kind, None if last else registered, last, size)
            yield from self._once(key, partial(self._offered, kind, registered, last, size))

    def _offered(
        self, kind: DueKind, registered: date, last: date | None, workers: int | None
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

    def _to(
        self, worker: int, hired: date | None, workplace: Workplace, facts: Facts
    ) -> Iterator[Answer]:
        events, exams = facts.events.get(worker, ()), facts.exams.get(worker, ())
        yield from self._agents(worker, hired, workplace, facts, events)
        last = max(general_exams(exams, events), default=None) if exams or events else None
        begun = None if last else hired
        yield from self._once(("general", begun, last), lambda: self._general(hired, last))
        own = training_facts(
            events, hired=hired, workers=workplace.regular_workers, setting=self.opening.settings
        )
        yield from self._trained(own)
        registered, completed = workplace.registered_date, facts.completed.get(worker)
        start = max(registered, hired) if hired else registered
        counted = None if completed else start
        yield from self._once(("class", counted, completed), lambda: self._class(start, completed))
        consulted = tuple(facts.consulted.get(worker, ()))
        if consulted:
            yield from self._once(("again", consulted), lambda: self._again(consulted))

    def _agents(
        self,
        worker: int,
        hired: date | None,
        workplace: Workplace,
        facts: Facts,
        events: Iterable[EVENT],
    ) -> tuple[Answer, ...]:
        exposures, exams = facts.exposures.get(worker), facts.exams.get(worker, ())
        requests, orders = asked_exams(events)
        if not exposures and not requests and not orders:
            return ()
        case = self._case(
            training=NOBODY,
            hired=hired,
            exposures=tuple(exposures or ()),
            exams=tuple(with_wishes(exams, events)),
            measurements=tuple(facts.measured.get(workplace.pk, ())),
            beside=tuple(one for who, one in facts.found.get(workplace.pk, ()) if who != worker),
            requests=requests,
            orders=orders,
        )
        answer, problems = CaseAnswer(), Problems()
        if self._asks_missed or any(row.placed >= self.today for row in case.exposures):
            preplacement(case, answer, problems, self.statutes)
        found = [*answer.items, *special_exams(case, problems, self.statutes)]
        if events:  # wishes, requests and orders
            found += (*follow_ups(case, problems), *asked_for(case, problems))
        return kept(found, kinds=self.opening.kinds)

    def _general(self, hired: date | None, last: date | None) -> Iterator[DueAnswer]:
        exams = (general_held(last),) if last else ()
        case = self._case(training=NOBODY, hired=hired, exams=exams)
        return general_exam(case, Problems(), self.statutes)

    def _trained(self, own: TrainingFacts) -> tuple[Answer, ...]:
        # Who was hired long ago is asked for the hours of this period only, as everybody else.
        begun = own.hired is None or own.hired < self._long_ago
        same = own if not begun or own.lessons else replace(own, hired=None)

        def derive() -> Iterator[DueAnswer]:
            answer = CaseAnswer()
            training(self._case(training=same, hired=same.hired), answer, self.statutes)
            for one in answer.items:
                if one.kind not in ONCE or one.due.due_date >= self._asks_back:
                    yield one

        return self._once(("trained", same), derive)

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

    def _once(self, key: Hashable, derive: Callable[[], Iterable[DueAnswer]]) -> tuple[Answer, ...]:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = kept(derive(), kinds=self.opening.kinds)
        return found
