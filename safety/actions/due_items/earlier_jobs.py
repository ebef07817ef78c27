"""What somebody proved in an earlier job counts in the present one: the clock is the person's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Q

from outreach.models import Worker

if TYPE_CHECKING:
    from safety.actions.due_items.reading import Facts


def earlier_rows(keys: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return earlier row → present row and earlier workplace, of people employed at `keys`."""
    present = dict(
        Worker.objects.filter(
            workplace__in=keys, left_date=None, merged_into=None, first_job__isnull=False
        ).values_list("first_job_id", "pk")
    )
    if not present:
        return {}
    rows = Worker.objects.filter(Q(pk__in=present) | Q(first_job__in=present))
    found = rows.exclude(pk__in=present.values()).order_by("pk")
    return {
        pk: (present[first or pk], place)
        for pk, first, place in found.values_list("pk", "first_job_id", "workplace_id")
    }


def lend(facts: Facts, people: Mapping[int, tuple[int, int]], *, sources: Iterable[Facts]) -> None:
    """
    Add the exams, consultations and classes of earlier rows to the present one.

    A disease found in the old job still concerns the old process only: `found` stays there.
    """
    for source in sources:
        for old, (new, _place) in people.items():
            exams = [*source.exams.get(old, ()), *facts.exams.get(new, ())]
            if exams:
                facts.exams[new] = sorted(exams, key=attrgetter("exam_date"))
            held = [*source.consulted.get(old, ()), *facts.consulted.get(new, ())]
            if held:
                facts.consulted[new] = sorted(held, key=attrgetter("day"))
            if old in source.completed:
                done = source.completed[old]
                facts.completed[new] = max(done, facts.completed.get(new, done))
