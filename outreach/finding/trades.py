"""What workplaces make, how many work there, and whether they are in business."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.finding.facets import Asked, Facet, Option, choice_facet, either
from outreach.finding.places import DIVISION, TRADE, UNKNOWN, industry_condition
from outreach.finding.tallies import Counts, Tally
from outreach.rules.ksic import industries


def industry_label(code: str) -> str:
    """Return the industry's name, or that it is not known."""
    known = industries().get(code)
    if known is None:
        return _("industry unknown") if code == UNKNOWN else code
    return known.name_en if translation.get_language() == "en" else known.name_ko


def _industry_options(asked: Asked, counts: Counts) -> list[Option]:
    codes = sorted({*counts, *asked.values("industry")}, key=lambda c: (c == UNKNOWN, c))
    return [Option(code, industry_label(code)) for code in codes]


def _industry_condition(values: Collection[str], _asked: Asked) -> Q:
    return either(Q(ksic="") if v == UNKNOWN else industry_condition(v) for v in values)


INDUSTRY = Facet(
    name="industry",
    label=gettext_lazy("Industry"),
    options=_industry_options,
    is_known=lambda value: value == UNKNOWN or (len(value) == DIVISION and value.isdecimal()),
    condition=_industry_condition,
    tally=lambda _asked: Tally(
        {"trade": TRADE},
        lambda groups: {code or UNKNOWN: many for (code,), many in groups.items()},
        is_of_place=True,
    ),
)


def _workers(least: int, most: int) -> Q:
    # A sum is no column: half a city is as small, and an index of sizes would be taken for it.
    count = F("regular_workers") + 0
    return Q(GreaterThanOrEqual(count, least)) & Q(LessThanOrEqual(count, most))


SIZE = choice_facet(
    "size",
    gettext_lazy("Workers"),
    {
        "1-4": (gettext_lazy("1 to 4 workers"), lambda _: _workers(1, 4)),
        "5-9": (gettext_lazy("5 to 9 workers"), lambda _: _workers(5, 9)),
        "10-": (gettext_lazy("10 workers or more"), lambda _: Q(regular_workers__gte=10)),
        "unknown": (
            gettext_lazy("unknown"),
            lambda _: Q(regular_workers=None) | Q(regular_workers=0),
        ),
    },
)
STATE = choice_facet(
    "state",
    gettext_lazy("State"),
    {
        "open": (gettext_lazy("in business"), lambda _: Q(closed_date=None)),
        "closed": (gettext_lazy("closed"), lambda _: Q(closed_date__isnull=False)),
    },
    default=("open",),
    rank=2,
)
