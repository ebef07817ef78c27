"""Today's ten: whom to contact first, one sentence why, and the outcome in one key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, Min, Prefetch
from django.utils import timezone

from outreach.access import TABLE, Permission
from outreach.keeping import kept
from outreach.models import Contact, ContactAttempt, Staff, Workplace
from outreach.models import Reach as ReachRow
from safety.models import DueItem
from scheduling.actions.mass_offers import held_out_percent
from scheduling.models import Visit
from scheduling.rules.call_ranking import (
    NEAR_DAYS,
    SEVERITY,
    Near,
    Ranked,
    Reach,
    Said,
    Waiting,
    caller_of,
    is_held_out,
    ranked,
)
from scheduling.views.today_candidates import AHEAD, CANDIDATES, Place, candidates, may_be_called
from scheduling.views.today_reasons import why

Outcome = ContactAttempt.Outcome
MOST = 10
SPARE = 6  # times as many are ranked: those called meanwhile leave, the next move up
SAID = {
    Outcome.WANTS_OTHER_TIME: Said.WANTS_OTHER_TIME,
    Outcome.GOT_MOBILE: Said.GOT_MOBILE,
    Outcome.NO_ANSWER: Said.NO_ANSWER,
    Outcome.WRONG_NUMBER: Said.NO_ANSWER,
}
REACH = {ReachRow.Phone.TEXT.value: Reach.TEXT, ReachRow.Phone.VOICE.value: Reach.CALL}


@dataclass(frozen=True)
class FirstCall:
    """A workplace to contact, with what is due there, why now, and when it was last called."""

    workplace: Workplace
    late: Mapping[str, int]  # how many of each kind
    oldest: date
    why: str
    is_held_out: bool

    @property
    def what(self) -> str:
        """What is due, in words: special exams 2, health consultations 1."""
        kinds = [(kind.label, self.late[kind]) for kind in DueItem.Kind if self.late.get(kind)]
        return ", ".join(f"{label} {count}" for label, count in kinds)

    @property
    def contact(self) -> Contact | None:
        """Whom to call."""
        people: list[Contact] = self.workplace.reachable  # type: ignore[attr-defined]
        return next((one for one in people if one.phone), None)

    @property
    def last_call(self) -> ContactAttempt | None:
        """The last call, if there was one."""
        calls: list[ContactAttempt] = self.workplace.calls  # type: ignore[attr-defined]
        return calls[0] if calls else None


class _First(NamedTuple):
    """Whom to contact first by rank, how much of each kind waits, and of how many it was chosen."""

    ranked: list[Ranked]
    late: dict[int, Counter[str]]
    chosen_from: int


def first_calls(staff: Staff, today: date, now: datetime) -> list[FirstCall]:
    """
    Return the workplaces on this person's list that are contacted first today.

    A whole city is ranked twice a minute; who may be called is asked with each page.
    """
    first = kept(
        f"first calls of {staff.pk}",
        DueItem.objects.for_staff(staff).standing(today).ours().due_by(today + AHEAD),
        lambda: _first(staff, today, now),
        is_large=lambda found: found.chosen_from > CANDIDATES,
    )
    percent = held_out_percent(staff.centre_id)
    lines: list[FirstCall] = []
    for start in range(0, len(first.ranked), MOST):
        some = first.ranked[start : start + MOST]
        shown = _shown(staff, now, [one.waiting.workplace for one in some])
        for one in some:
            key = one.waiting.workplace
            if key in shown:
                held_out = is_held_out(key, percent=percent)
                words, oldest = why(one, today), one.waiting.due_date
                lines.append(FirstCall(shown[key], first.late[key], oldest, words, held_out))
        if len(lines) >= MOST:
            break
    return lines[:MOST]


def _first(staff: Staff, today: date, now: datetime) -> _First:
    places = candidates(staff, today, now)
    waiting, late = _waiting(staff, places, today)
    mine = ranked(_on_list_of(staff, places, waiting), today=today, most=MOST * SPARE)
    return _First(
        mine, {one.waiting.workplace: late[one.waiting.workplace] for one in mine}, len(places)
    )


def _shown(staff: Staff, now: datetime, keys: Collection[int]) -> dict[int, Workplace]:
    contacts = Contact.objects.for_staff(staff).current().order_by("-is_primary", "pk")
    calls = ContactAttempt.objects.for_staff(staff).select_related("staff").newest_first()
    return (
        may_be_called(staff, now)
        .prefetch_related(Prefetch("contacts", contacts, to_attr="reachable"))
        .prefetch_related(Prefetch("contact_attempts", calls, to_attr="calls"))
        .in_bulk(keys)
    )


def _waiting(
    staff: Staff, places: dict[int, Place], today: date
) -> tuple[list[Waiting], dict[int, Counter[str]]]:
    due = (
        DueItem.objects.for_staff(staff)
        .standing(today)
        .due_by(today + AHEAD)
        .ours()
        .filter(workplace__in=places)
        .order_by()
        .values_list("workplace", "kind")
        .annotate(Count("pk"), Min("due_date"), Count("worker", distinct=True))
    )
    late: dict[int, Counter[str]] = defaultdict(Counter)
    oldest: dict[int, date] = {}
    kinds: dict[int, str] = {}
    people: Counter[int] = Counter()
    for place, kind, count, first, workers in due:
        late[place][kind] = count
        people[place] = max(people[place], workers)
        severer = SEVERITY.get(kind, 0) > SEVERITY.get(kinds.get(place, ""), 0)
        if severer:
            kinds[place], oldest[place] = kind, first
        elif kind == kinds[place]:
            oldest[place] = min(oldest[place], first)
    dongs, districts = _visited_soon(staff, today)
    waiting = []
    for key, place in places.items():
        if key not in kinds:
            continue
        last = place.last_call
        near = Near.SAME_DISTRICT if place.district_code in districts else Near.NOBODY
        if (place.district_code, place.dong) in dongs:
            near = Near.SAME_DONG
        waiting.append(
            Waiting(
                workplace=key,
                due_date=oldest[key],
                kind=kinds[key],
                workers=people[key] or place.regular_workers or 1,
                near=near,
                reach=REACH.get(place.phone or "", Reach.LETTER),
                said=SAID.get(Outcome(last.outcome), Said.SPOKEN_TO) if last else Said.NOTHING_YET,
                last_contact=timezone.localtime(last.made_at).date() if last else None,
            )
        )
    return waiting, late


def _visited_soon(staff: Staff, today: date) -> tuple[set[tuple[str, str]], set[str]]:
    morning = timezone.make_aware(datetime.combine(today, time.min))
    until = morning + timedelta(days=NEAR_DAYS + 1)  # Seoul keeps no summer time
    soon = Visit.objects.for_staff(staff).live().filter(starts_at__gte=morning, starts_at__lt=until)
    places = set(soon.order_by().values_list("workplace__district_code", "workplace__dong"))
    dongs = {(district, dong) for district, dong in places if dong}
    return dongs, {district for district, _dong in places if district}


def _on_list_of(staff: Staff, places: dict[int, Place], waiting: list[Waiting]) -> list[Waiting]:
    """Share the workplaces among those who call: each stays with whoever called it last."""
    if staff.centre_id is None:
        return []
    roles = [role for role, held in TABLE.items() if Permission.BOOK in held]
    callers = list(
        Staff.objects.filter(centre_id=staff.centre_id, is_active=True, role__in=roles)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if staff.pk not in callers:
        return waiting  # whoever only helps out sees the whole centre's
    mine = []
    for one in waiting:
        call = places[one.workplace].last_call
        last = call.staff_id if call else None
        if caller_of(one.workplace, callers, last_caller=last) == staff.pk:
            mine.append(one)
    return mine
