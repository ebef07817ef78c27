"""How much is due on each day: counted once for a whole city, and shown on several pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count

from outreach.keeping import LARGE, kept, kept_part
from outreach.models import Staff, Workplace
from safety.models import DueItem
from safety.models.due_item import DueItemQuerySet
from scheduling.forms.due_filters import DueFilterForm

PerDay = dict[date, int]
PerDayAndKind = list[tuple[date, str, int]]
NOTHING: PerDay = {}


def by_day_and_kind(staff: Staff, today: date) -> PerDayAndKind:
    """Return how much of each kind the programme owes on each day."""
    items = DueItem.objects.for_staff(staff).standing(today).ours()
    counted = items.order_by().values_list("due_date", "kind").annotate(Count("pk"))
    return kept(
        "due items by day and kind",
        items,
        lambda: list(counted),
        is_large=lambda found: sum(count for *_rest, count in found) >= LARGE,
    )


def by_day(staff: Staff, form: DueFilterForm) -> PerDay:
    """Return how much of what a list asks for is due on each day."""
    chosen = form.cleaned_data
    district = chosen.get("district", "")
    if form.is_of_few:
        items = form.of_agent_and_month(form.of_sort(DueItem.objects.for_staff(staff)))
        places = form.of_place(Workplace.objects.for_staff(staff))
        return _per_day(items.filter(workplace__in=places))
    items = form.of_sort(DueItem.objects.for_staff(staff))
    if district:
        found = kept_part(
            "due items by district and day",
            items,
            district,
            lambda: _per_district(items),
            nothing=NOTHING,
        )
    elif chosen.get("state") or chosen.get("side"):
        found = kept(
            "due items by day",
            items,
            lambda: _per_day(items),
            is_large=lambda found: sum(found.values()) >= LARGE,
        )
    else:
        found = _of_kind(by_day_and_kind(staff, form.today), chosen.get("kind", ""), items)
    if not form.chosen_month:
        return found
    first, after = form.month_days
    return {day: count for day, count in found.items() if first <= day < after}


def _of_kind(counted: PerDayAndKind, kind: str, items: DueItemQuerySet) -> PerDay:
    if kind and kind not in {one for _day, one, _count in counted}:
        return _per_day(items)  # the employer's own, or nothing
    found: Counter[date] = Counter()
    for day, one, count in counted:
        if not kind or one == kind:
            found[day] += count
    return found


def _per_day(items: DueItemQuerySet) -> PerDay:
    return dict(items.order_by().values_list("due_date").annotate(Count("pk")))


def _per_district(items: DueItemQuerySet) -> Mapping[str, PerDay]:
    found: dict[str, PerDay] = {}
    several = items.order_by().values_list("workplace__district_code", "due_date")
    for district, day, count in several.annotate(Count("pk")):
        found.setdefault(district, {})[day] = count
    return found
