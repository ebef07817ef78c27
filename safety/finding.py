"""What is due, as something that the list of workplaces is filtered, counted and sorted by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import Permission
from outreach.finding.facets import Asked, Column, Facet, Option, Order, any_of, either
from outreach.finding.tallies import Tally, bucketed, flagged
from safety.models import FirstDue

Sort = FirstDue.Sort
WHEN = {
    "overdue": _("overdue"),
    "30": _("due within 30 days"),
    "90": _("due in 31 to 90 days"),
    "later": _("due later"),
    "none": _("nothing due"),
}
DUE, SORT = "due", "duty"


def _when(column: str, asked: Asked) -> dict[str, Q]:
    """Return the conditions by the first due date; they exclude each other, leaving none out."""
    today, month, quarter = (asked.today + timedelta(days=days) for days in (0, 30, 90))
    return {
        "overdue": Q(**{f"{column}__lt": today}),
        "30": Q(**{f"{column}__gte": today, f"{column}__lte": month}),
        "90": Q(**{f"{column}__gt": month, f"{column}__lte": quarter}),
        "later": Q(**{f"{column}__gt": quarter}),
        "none": Q(**{f"{column}__isnull": True}),
    }


def _columns(sorts: Collection[str]) -> list[str]:
    return [f"first_due__{sort}_date" for sort in sorts] or ["first_due__due_date"]


def _condition(sorts: Collection[str], whens: Collection[str], asked: Asked) -> Q:
    """Tell that the first item of one of the sorts is due then; without a sort, of any."""
    each = (
        any_of(_when(column, asked), whens) if whens else Q(**{f"{column}__isnull": False})
        for column in _columns(sorts)
    )
    return either(each)


def _tally_whens(asked: Asked) -> Tally:
    sorts = asked.values(SORT)
    if len(sorts) > 1:  # two sorts may be due at different times: they do not add up
        return flagged(DUE, {when: _condition(sorts, [when], asked) for when in WHEN})
    return bucketed(DUE, _when(_columns(sorts)[0], asked))


def _tally_sorts(asked: Asked) -> Tally:
    """Count each sort by itself: a workplace may owe several."""
    whens = asked.values(DUE)
    return flagged(SORT, {sort: _condition([sort], whens, asked) for sort in Sort.values})


def _with_sorts(values: Collection[str], asked: Asked) -> Q:
    """Leave it to the facet of the due date where one is chosen: it asks for both at once."""
    return Q() if asked.values(DUE) else _condition(values, (), asked)


FACETS = (
    Facet(
        name=DUE,
        label=_("Due date"),
        options=lambda _asked, _counts: [Option(value, words) for value, words in WHEN.items()],
        is_known=WHEN.__contains__,
        condition=lambda values, asked: _condition(asked.values(SORT), values, asked),
        tally=_tally_whens,
        permission=Permission.SEE_DUE,
        joined_with=frozenset({SORT}),
        rank=1,
    ),
    Facet(
        name=SORT,
        label=_("What is due"),
        options=lambda _asked, _counts: [Option(*choice) for choice in Sort.choices],
        is_known=Sort.values.__contains__,
        condition=_with_sorts,
        tally=_tally_sorts,
        permission=Permission.SEE_DUE,
        joined_with=frozenset({DUE}),
        rank=1,
    ),
)
COLUMN = Column("due_date", _("Next due"), "first_due__due_date", Permission.SEE_DUE)
ORDER = Order(
    "due",
    _("due first"),
    (F("first_due__due_date").asc(nulls_last=True),),
    Permission.SEE_DUE,
    rank=1,
    head=(Q(first_due__due_date__isnull=False), ("first_due__due_date", "first_due__pk")),
)
