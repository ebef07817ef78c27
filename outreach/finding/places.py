"""Where workplaces are: district, neighbourhood, cluster, and how well the point is known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import product

from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from outreach.finding.facets import Asked, Facet, Option, choice_facet, either
from outreach.finding.tallies import Counts, Groups, Tally
from outreach.models import Workplace
from outreach.places.clusters import Cluster, clusters
from outreach.places.districts import districts

UNKNOWN = "-"
LONGEST_DONG = 30
DIVISION = 2
TRADE = Left("ksic", DIVISION)
DONG = re.compile(rf"(\d{{5}})\.(.{{0,{LONGEST_DONG}}})")
Precision = Workplace.Precision


def _in_english() -> bool:
    return translation.get_language() == "en"


def district_label(code: str) -> str:
    """Return the district's name, or that it is not known."""
    known = districts().get(code)
    if known is None:
        return _("district unknown")
    return known.name_en if _in_english() else known.name_ko


def dong_label(value: str) -> str:
    """Return the neighbourhood's name ("11140.산림동"), or that it is not known."""
    code, _point, name = value.partition(".")
    return name or _("%(district)s, neighbourhood unknown") % {"district": district_label(code)}


def _district_options(asked: Asked, counts: Counts) -> list[Option]:
    chosen = asked.values("district")
    codes = [code for code in districts() if counts.get(code) or code in chosen]
    unknown = [UNKNOWN] if counts.get(UNKNOWN) or UNKNOWN in chosen else []
    found = [Option(code, district_label(code)) for code in [*codes, *unknown]]
    return sorted(found, key=lambda one: (one.value == UNKNOWN, str(one.label)))


def _blank(values: Collection[str]) -> list[str]:
    return ["" if value == UNKNOWN else value for value in values]


DISTRICT = Facet(
    name="district",
    label=gettext_lazy("District"),
    options=_district_options,
    is_known=lambda value: value in districts() or value == UNKNOWN,
    condition=lambda values, _asked: Q(district_code__in=_blank(values)),
    tally=lambda _asked: Tally(
        {"district": F("district_code")},
        lambda groups: {code or UNKNOWN: many for (code,), many in groups.items()},
        is_of_place=True,
    ),
)


def _is_dong(value: str) -> bool:
    match = DONG.fullmatch(value)
    return match is not None and match[1] in districts()


def _dong_condition(values: Collection[str], _asked: Asked) -> Q:
    parts = (value.partition(".") for value in values)
    return either(Q(district_code=code, dong=name) for code, _point, name in parts)


def _dong_districts(asked: Asked) -> set[str]:
    """Return the districts whose neighbourhoods are on offer: those that are chosen."""
    of_dongs = {value.partition(".")[0] for value in asked.values("dong")}
    return (set(asked.values("district")) | of_dongs) - {UNKNOWN}


def _tally_dongs(asked: Asked) -> Tally | None:
    codes = _dong_districts(asked)
    if not codes:
        return None

    def counts(groups: Groups) -> Counts:
        return {f"{code}.{dong}": many for (code, dong), many in groups.items() if code in codes}

    return Tally({"district": F("district_code"), "dong": F("dong")}, counts, is_of_place=True)


def _dong_options(asked: Asked, counts: Counts) -> list[Option]:
    values = {*counts, *asked.values("dong")}
    found = [Option(value, dong_label(value)) for value in values]
    return sorted(found, key=lambda one: (one.value.endswith("."), str(one.label), one.value))


DONG_FACET = Facet(
    name="dong",
    label=gettext_lazy("Neighbourhood"),
    options=_dong_options,
    is_known=_is_dong,
    condition=_dong_condition,
    tally=_tally_dongs,
)


def _cluster_condition(values: Collection[str], _asked: Asked) -> Q:
    return either(_of_cluster(clusters()[value]) for value in values)


def _of_cluster(cluster: Cluster) -> Q:
    trade = either(industry_condition(division) for division in sorted(cluster.divisions))
    return trade & Q(district_code__in=cluster.district_codes, dong__in=cluster.dongs)


def industry_condition(division: str) -> Q:
    """Tell that a workplace is of an industry, by a range that an index can be read by."""
    return Q(ksic__gte=division, ksic__lt=f"{division}:")  # the sign behind 9


def _count_clusters(groups: Groups) -> Counts:
    found: Counter[str] = Counter()
    for (code, dong, trade), many in groups.items():
        for cluster in _clusters_by_home().get((code, dong), ()):
            if cluster.holds(district_code=code, dong=dong, ksic=trade):
                found[cluster.code] += many
    return dict(found)


@cache
def _clusters_by_home() -> Mapping[tuple[str, str], Sequence[Cluster]]:
    homes: defaultdict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for one in clusters().values():
        for home in product(one.district_codes, one.dongs):
            homes[home].append(one)
    return homes


def _cluster_options(asked: Asked, counts: Counts) -> list[Option]:
    chosen = asked.values("cluster")
    return [
        Option(one.code, one.name_en if _in_english() else one.name_ko)
        for one in clusters().values()
        if counts.get(one.code) or one.code in chosen
    ]


CLUSTER = Facet(
    name="cluster",
    label=gettext_lazy("Cluster"),
    options=_cluster_options,
    is_known=lambda value: value in clusters(),
    condition=_cluster_condition,
    tally=lambda _asked: Tally(
        {"district": F("district_code"), "dong": F("dong"), "trade": TRADE},
        _count_clusters,
        is_of_place=True,
    ),
)
HAS_NO_POINT = Q(latitude=None) | Q(longitude=None)
POINT = choice_facet(
    "point",
    gettext_lazy("Point on the map"),
    {
        "address": (
            pgettext_lazy("point", "at the address"),
            lambda _: ~HAS_NO_POINT & Q(precision=Precision.ADDRESS),
        ),
        "near": (
            pgettext_lazy("point", "of the neighbourhood"),
            lambda _: ~HAS_NO_POINT & ~Q(precision=Precision.ADDRESS),
        ),
        "none": (pgettext_lazy("point", "none"), lambda _: HAS_NO_POINT),
    },
    rank=2,
)
