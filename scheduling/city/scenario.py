"""Play some weeks of a centre's life through the product's own actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from outreach.models import Workplace
from safety.actions.due_items import recompute_workplaces
from safety.models import DueItem
from scheduling.actions.plan_candidates import KINDS
from scheduling.city.base import Base
from scheduling.city.claims import play_claims
from scheduling.city.classes import play_classes
from scheduling.city.texts import play_texts
from scheduling.city.visits import play_calls, play_coming, play_past
from scheduling.models import Enrolment


def play(base: Base, *, rng: Random, today: date, now: datetime) -> None:
    """Book, hold, miss, confirm and cancel; teach; text; apply and claim: some of everything."""
    waiting = _waiting(base)
    held = play_past(base, rng, today, waiting)
    play_coming(base, rng, now, waiting)
    play_classes(base, today=today, now=now)
    touched = {visit.workplace_id for visit in held}
    touched |= set(Enrolment.objects.values_list("worker__workplace", flat=True))
    recompute_workplaces(workplaces=touched, today=today, now=now)  # each was, as of its own day
    play_claims(base, visits=held, today=today)
    play_calls(base, now)
    play_texts(base, now=now)


def _waiting(base: Base) -> Iterator[Workplace]:
    """Yield the workplaces with the most overdue first; three of four with a mobile number."""
    owed = (
        DueItem.objects.open()
        .filter(workplace__centre=base.centre, kind__in=KINDS)
        .order_by("due_date", "pk")
        .values_list("workplace", flat=True)
    )
    order = list(dict.fromkeys(owed))
    textable = set(
        Workplace.objects.filter(centre=base.centre).textable().values_list("pk", flat=True)
    )
    reached = [pk for pk in order if pk in textable]
    others = [pk for pk in order if pk not in textable]
    for index in range(len(order)):
        source = others if index % 4 == 3 else reached
        if not source:
            return
        yield Workplace.objects.get(pk=source.pop(0))
