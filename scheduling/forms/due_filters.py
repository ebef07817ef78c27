"""What a list of due items is narrowed to."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from outreach.models.workplace import WorkplaceQuerySet
from outreach.places.clusters import Cluster, clusters
from outreach.places.districts import find_district
from safety.models import DueItem
from safety.models.due_item import OURS, DueItemQuerySet
from safety.rules.dates import add_months
from safety.rules.hazard_search import search_hazards
from scheduling.rules.due_groups import DueGroup, Span, due_groups

EMPLOYER, ALL = "employer", "all"
PUT_OFF, WAIVED = "put_off", "waived"
SPANS = [(Span.WEEK.value, _("by week")), (Span.MONTH.value, _("by month"))]


def district_name(code: str) -> str:
    """Return a district's name in the reader's language."""
    district = find_district(code)
    if district is None:
        return code
    return district.name_en if get_language() == "en" else district.name_ko


class DueFilterForm(forms.Form):
    """Kind, district, agent and workplace; how the list is cut and which part of it is shown."""

    kind = forms.ChoiceField(
        label=_("kind"), required=False, choices=[("", _("all kinds")), *DueItem.Kind.choices]
    )
    side = forms.ChoiceField(
        label=_("who does it"),
        required=False,
        choices=[
            ("", _("the programme")),
            (EMPLOYER, _("the employer")),
            (ALL, _("both")),
        ],
    )
    state = forms.ChoiceField(
        label=_("decision"),
        required=False,
        choices=[("", _("to do")), (PUT_OFF, _("put off")), (WAIVED, _("waived"))],
    )
    district = forms.ChoiceField(label=_("district"), required=False)
    cluster = forms.ChoiceField(label=_("cluster"), required=False)
    hazard = forms.CharField(
        label=_("hazardous agent"),
        required=False,
        max_length=60,
        help_text=_("as people call it, like thinner"),
    )
    name = forms.CharField(label=_("workplace"), required=False, max_length=120)
    span = forms.ChoiceField(required=False, choices=SPANS, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    group = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, centre: Centre | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        codes = list(centre.district_codes) if centre else []
        districts = [
            ("", str(_("all districts"))),
            *((code, district_name(code)) for code in codes),
        ]
        self.fields["district"].choices = districts  # type: ignore[attr-defined]
        here = [one for one in clusters().values() if set(codes) & set(one.district_codes)]
        in_english = get_language() == "en"
        self.fields["cluster"].choices = [  # type: ignore[attr-defined]
            ("", str(_("all clusters"))),
            *((one.code, one.name_en if in_english else one.name_ko) for one in here),
        ]
        self.is_valid()  # what is not understood is left out, and the field says so

    @cached_property
    def groups(self) -> tuple[DueGroup, ...]:
        """The weeks or months of the list."""
        return due_groups(Span(self.cleaned_data.get("span") or Span.WEEK), today=self.today)

    @property
    def chosen_group(self) -> DueGroup | None:
        """The one week or month that is wanted, if one is."""
        wanted = self.cleaned_data.get("group")
        return next((group for group in self.groups if group.key == wanted), None)

    def of_sort(self, items: DueItemQuerySet) -> DueItemQuerySet:
        """Return the items of the chosen decision, side and kind, at any place and of any date."""
        chosen = self.cleaned_data
        items = self._decided(items)
        if chosen.get("kind"):  # it says by itself who does it
            items = items.filter(kind=chosen["kind"])
            return items.ours() if chosen["kind"] in OURS else items
        if chosen.get("side") == EMPLOYER:
            return items.filter(by_programme=False)
        return items if chosen.get("side") == ALL else items.ours()

    def of_agent_and_month(self, items: DueItemQuerySet) -> DueItemQuerySet:
        """Return the items for the chosen agent, in the chosen month."""
        if self.chosen_month:
            first, after = self.month_days
            items = items.filter(due_date__gte=first, due_date__lt=after)
        if self.cleaned_data.get("hazard"):
            agents = search_hazards(self.cleaned_data["hazard"]).matches
            items = items.filter(hazard__in=[agent.code for agent in agents])
        return items

    def of_place(self, places: WorkplaceQuerySet) -> WorkplaceQuerySet:
        """Return the workplaces of the chosen district, cluster and name."""
        chosen = self.cleaned_data
        if chosen.get("district"):
            places = places.filter(district_code=chosen["district"])
        if chosen.get("cluster"):
            places = places.filter(_in_cluster(clusters()[chosen["cluster"]]))
        if chosen.get("name"):
            places = places.filter(name__icontains=chosen["name"])
        return places

    @property
    def is_of_few(self) -> bool:
        """Tell whether so little is asked for that each request counts it anew."""
        return any(self.cleaned_data.get(name) for name in ("hazard", "name", "cluster"))

    @property
    def month_days(self) -> tuple[date, date]:
        """The first day of the chosen month that is still to come, and the first one after it."""
        first = self.chosen_month or self.today
        return max(first, self.today), add_months(first, 1)

    @property
    def chosen_month(self) -> date | None:
        """The first day of the one month that is wanted, if one is."""
        try:
            return date.fromisoformat(f"{self.cleaned_data.get('month')}-01")
        except ValueError:
            return None

    def _decided(self, items: DueItemQuerySet) -> DueItemQuerySet:
        if self.cleaned_data.get("state") == PUT_OFF:
            return items.put_off(self.today)
        if self.cleaned_data.get("state") == WAIVED:
            return items.waived()
        return items.standing(self.today)


def _in_cluster(cluster: Cluster) -> Q:
    """Return the condition on a workplace to lie in a cluster and be of its trade."""
    trade = Q()
    for division in sorted(cluster.divisions):
        trade |= Q(ksic__startswith=division)
    return trade & Q(district_code__in=cluster.district_codes, dong__in=cluster.dongs)


def within(group: DueGroup) -> Q:
    """Return the condition on a due date to belong to the group."""
    condition = Q()
    if group.first:
        condition &= Q(due_date__gte=group.first)
    if group.last:
        condition &= Q(due_date__lte=group.last)
    return condition
