"""Working out workplaces: the facts are read, what is owed is derived, what differs is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outreach.models import Workplace
from safety.actions.due_items.answers import Answer
from safety.actions.due_items.counts import Counts
from safety.actions.due_items.deriving import Deriver, Subject
from safety.actions.due_items.freshness import edition_of, fresh_until, next_turn
from safety.actions.due_items.opening import openings
from safety.actions.due_items.reading import PEOPLE, Facts, read_facts
from safety.actions.due_items.writing import Writer, known_items
from safety.models import DueCheck

AT_ONCE = 500  # workplaces in one transaction: few enough not to hold up the web
People = dict[int, PEOPLE]  # who works at each workplace
Mark = tuple[datetime | None, datetime | None]  # when facts changed, when they were worked out
UNMARKED: Mark = (None, None)


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the facts of some workplaces, and which state of the facts that was."""

    marks: Mapping[int, Mark]
    workers: list[int]
    owed: list[tuple[int, int, Answer]]  # the workplace, the worker or minus it, the answer
    checks: list[tuple[int, date, str]]  # the workplace, fresh until, by which edition


class Run:
    """One run over workplaces: the same day, the same tables, the same settings throughout."""

    def __init__(self, *, today: date, now: datetime) -> None:
        self.today, self.now = today, now
        self._derivers: dict[int, Deriver] = {}
        self._editions: dict[int, str] = {}
        self._writer = Writer(now=now)
        # A day that lies behind us does not know what was written down after it.
        is_past = today < timezone.localtime(now).date()
        self._turn = today + timedelta(days=1) if is_past else next_turn(today)

    @transaction.atomic
    def work_out(self, keys: list[int]) -> Counts:
        """Bring the due items of some workplaces in line with their facts."""
        # Held from here on: a job and a door that work out one at once would both open items.
        held = Workplace.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        return self._settle(self.derive(list(held.order_by("pk"))))

    @transaction.atomic
    def write(self, derived: Derived) -> Counts:
        """
        Write what a helper derived, unless the facts are others by now.

        Whoever changes facts works the workplace out or marks it in the same transaction, so an
        unchanged mark means unchanged facts; else all of these are derived anew, under the lock.
        """
        keys = list(derived.marks)
        if marks_of(keys, hold=True) != derived.marks:
            return self.work_out(keys)
        return self._settle(derived)

    @transaction.atomic
    def keep_bases(self, derived: Derived) -> None:
        """Write the answers of a part ahead of it; one that comes to nothing does no harm."""
        self._writer.write_bases(answer for _place, _who, answer in derived.owed)

    def derive(
        self, workplaces: Sequence[Workplace], marks: Mapping[int, Mark] | None = None
    ) -> Derived:
        """Read the facts of some workplaces and return what follows from them; writes nothing."""
        facts = read_facts(workplaces, today=self.today)
        self._read_settings({workplace.centre_id for workplace in workplaces})
        people = self._employed(facts)
        return Derived(
            marks=marks or {workplace.pk: UNMARKED for workplace in workplaces},
            workers=[worker for worker, *_rest in facts.workers],
            owed=list(self._owed(workplaces, facts, people)),
            checks=list(self._checks(workplaces, facts, people)),
        )

    def _settle(self, derived: Derived) -> Counts:
        known = known_items(list(derived.marks), derived.workers)
        owed: dict[Subject, tuple[int, Answer]] = {}
        for place, who, answer in derived.owed:  # of two of one kind the earlier
            subject = (answer.kind, who, answer.hazard, answer.detail)
            before = owed.get(subject)
            if before is None or answer.due_date < before[1].due_date:
                owed[subject] = (place, answer)
        counts = self._writer.settle(owed, known)
        self._check(derived.checks)
        return Counts(workplaces=len(derived.marks)) + counts

    def _employed(self, facts: Facts) -> People:
        people: People = defaultdict(list)
        for worker, place, hired, left in facts.workers:
            if left is None or left > self.today:
                people[place].append((worker, hired, left))
        return people

    def _owed(
        self, workplaces: Sequence[Workplace], facts: Facts, people: People
    ) -> Iterator[tuple[int, int, Answer]]:
        for workplace in workplaces:
            if not workplace.is_open_on(self.today):
                continue
            place, deriver = workplace.pk, self._derivers[workplace.centre_id]
            for who, answer in deriver.owed(workplace, facts, people[place]):
                yield place, who, answer

    def _read_settings(self, centres: set[int]) -> None:
        unknown = centres - self._derivers.keys()
        if unknown:
            for centre, opening in openings(unknown).items():
                self._derivers[centre] = Deriver(opening, today=self.today)
                self._editions[centre] = edition_of(opening)

    def _checks(
        self, workplaces: Sequence[Workplace], facts: Facts, people: People
    ) -> Iterator[tuple[int, date, str]]:
        """Yield by what each was worked out, and until when that holds by itself."""
        for workplace in workplaces:
            until = fresh_until(
                workplace,
                facts,
                people[workplace.pk],
                opening=self._derivers[workplace.centre_id].opening,
                today=self.today,
                turn=self._turn,
            )
            yield workplace.pk, until, self._editions[workplace.centre_id]

    def _check(self, checks: Sequence[tuple[int, date, str]]) -> None:
        DueCheck.objects.bulk_create(
            [
                DueCheck(
                    workplace_id=place,
                    checked_at=self.now,
                    checked_date=self.today,
                    fresh_until=until,
                    edition=edition,
                )
                for place, until, edition in checks
            ],
            update_conflicts=True,
            unique_fields=["workplace"],
            update_fields=["checked_at", "checked_date", "fresh_until", "edition"],
            batch_size=AT_ONCE,
        )


def marks_of(keys: Sequence[int], *, hold: bool = False) -> dict[int, Mark]:
    """Return the marks of some workplaces by their ids, in order; held, if they are to stay so."""
    places = Workplace.objects.filter(pk__in=keys).order_by("pk")
    if hold:
        places = places.select_for_update(of=("self",))
    rows = places.values_list("pk", "facts_changed_at", "due_check__checked_at")
    return {pk: (changed, checked) for pk, changed, checked in rows}
