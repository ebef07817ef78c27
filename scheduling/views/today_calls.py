"""Today's ten: whom to contact first, one sentence why, and the outcome in one key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from outreach.access import TABLE, Permission
from outreach.keeping import kept
from outreach.models import CallTurn, Contact, ContactAttempt, Staff, Workplace
from outreach.models.workplace import WorkplaceQuerySet
from safety.models import DueItem
from safety.models.due_item import DueItemQuerySet
from scheduling.actions.due_bulk import held_out_percent
from scheduling.models import Visit
from scheduling.rules.call_ranking import (
    NEAR_DAYS,
    SEVERITY,
    Near,
    Reach,
    Said,
    Waiting,
    caller_of,
    is_held_out,
    ranked,
)
from scheduling.views.today_reasons import why

Outcome = ContactAttempt.Outcome
MOST = 10
AHEAD = timedelta(days=14)  # what falls due so soon is spoken of in the same call
CANDIDATES = 150  # of duties, and as many of offers: the oldest of a whole city
REFUSED_FOR = timedelta(days=90)
SAID = {
    Outcome.WANTS_OTHER_TIME: Said.WANTS_OTHER_TIME,
    Outcome.GOT_MOBILE: Said.GOT_MOBILE,
    Outcome.NO_ANSWER: Said.NO_ANSWER,
    Outcome.WRONG_NUMBER: Said.NO_ANSWER,
}
DUTIES = tuple(kind for kind, severity in SEVERITY.items() if severity >= 1)
OFFERS = tuple(kind for kind, severity in SEVERITY.items() if severity < 1)


@dataclass(frozen=True)
class FirstCall:
    """A workplace to contact, with what is due there, why now, and when it was last called."""

    workplace: Workplace
    late: dict[str, int]  # how many of each kind
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


def first_calls(staff: Staff, today: date, now: datetime) -> list[FirstCall]:
    """Return the workplaces on this person's list that are contacted first today."""
    keys = _candidates(staff, today, now)
    places = _places(staff, keys)
    waiting, late = _waiting(staff, places, today)
    mine = _on_list_of(staff, places, waiting)
    percent = held_out_percent(staff.centre_id)
    lines = []
    for one in ranked(mine, today=today, most=MOST):
        key = one.waiting.workplace
        held_out = is_held_out(key, percent=percent)
        counts = dict(late[key])
        line = FirstCall(places[key], counts, one.waiting.due_date, why(one, today), held_out)
        lines.append(line)
    return lines


def _candidates(staff: Staff, today: date, now: datetime) -> list[int]:
    """
    Return the workplaces that may be called today, the longest overdue of a whole city.

    There the oldest are looked for twice a minute; who may be called is asked with each page.
    """
    due = DueItem.objects.standing(today).due_by(today + AHEAD)
    oldest = kept(
        "whom to contact",
        due.for_staff(staff),
        lambda: _oldest(due, _may_be_called(staff, now)),
        is_large=lambda found: len(found) > CANDIDATES,
    )
    return list(_may_be_called(staff, now).filter(pk__in=oldest).values_list("pk", flat=True))


def _may_be_called(staff: Staff, now: datetime) -> WorkplaceQuerySet:
    """Leave out who was called today, rests, refused, is just being called or has a visit ahead."""
    local = timezone.localtime(now)
    resting = CallTurn.objects.filter(workplace=OuterRef("pk")).filter(
        Q(rests_until__gt=local.replace(hour=23, minute=59, second=59))
        | Q(refused_at__isnull=False)
        | Q(taken_until__gt=now) & ~Q(taken_by=staff)
    )
    recent = ContactAttempt.objects.filter(workplace=OuterRef("pk")).filter(
        Q(made_at__gte=local.replace(hour=0, minute=0, second=0, microsecond=0))
        | Q(outcome=Outcome.REFUSED, made_at__gte=now - REFUSED_FOR)
    )
    visits = Visit.objects.for_staff(staff).live().filter(workplace=OuterRef("pk"))
    return (
        Workplace.objects.for_staff(staff)
        .filter(~Exists(resting), ~Exists(recent), ~Exists(visits), closed_date=None)
        .order_by()
    )


def _oldest(due: DueItemQuerySet, places: WorkplaceQuerySet) -> list[int]:
    # Asked of each item in the order of their index: joined to the centre's workplaces all that is
    # due in a city would be sorted first.
    items = due.filter(Exists(places.filter(pk=OuterRef("workplace_id")))).order_by(
        "due_date", "pk"
    )
    found: dict[int, None] = {}
    for kinds in (DUTIES, OFFERS):
        oldest = items.filter(kind__in=kinds).values_list("workplace", flat=True)
        found |= dict.fromkeys(oldest[:CANDIDATES])
    return list(found)


def _places(staff: Staff, keys: Collection[int]) -> dict[int, Workplace]:
    contacts = Contact.objects.for_staff(staff).current().order_by("-is_primary", "pk")
    calls = ContactAttempt.objects.for_staff(staff).select_related("staff").newest_first()
    return (
        Workplace.objects.for_staff(staff)
        .prefetch_related(Prefetch("contacts", contacts, to_attr="reachable"))
        .prefetch_related(Prefetch("contact_attempts", calls, to_attr="calls"))
        .in_bulk(keys)
    )


def _waiting(
    staff: Staff, places: dict[int, Workplace], today: date
) -> tuple[list[Waiting], dict[int, Counter[str]]]:
    rows = (
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
    for place, kind, count, first, workers in rows:
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
        calls: list[ContactAttempt] = place.calls  # type: ignore[attr-defined]
        contacts: list[Contact] = place.reachable  # type: ignore[attr-defined]
        if key not in kinds:
            continue
        last = calls[0] if calls else None
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
                reach=_reach(contacts),
                said=SAID.get(Outcome(last.outcome), Said.SPOKEN_TO) if last else Said.NOTHING_YET,
                last_contact=timezone.localtime(last.made_at).date() if last else None,
            )
        )
    return waiting, late


def _reach(contacts: list[Contact]) -> Reach:
    if any(one.is_textable for one in contacts):
        return Reach.TEXT
    return Reach.CALL if any(one.phone for one in contacts) else Reach.LETTER


def _visited_soon(staff: Staff, today: date) -> tuple[set[tuple[str, str]], set[str]]:
    soon = (
        Visit.objects.for_staff(staff)
        .live()
        .filter(starts_at__date__gte=today, starts_at__date__lte=today + timedelta(days=NEAR_DAYS))
    )
    places = set(soon.order_by().values_list("workplace__district_code", "workplace__dong"))
    dongs = {(district, dong) for district, dong in places if dong}
    return dongs, {district for district, _dong in places if district}


def _on_list_of(
    staff: Staff, places: dict[int, Workplace], waiting: list[Waiting]
) -> list[Waiting]:
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
        calls: list[ContactAttempt] = places[one.workplace].calls  # type: ignore[attr-defined]
        last = calls[0].staff_id if calls else None
        if caller_of(one.workplace, callers, last_caller=last) == staff.pk:
            mine.append(one)
    return mine
