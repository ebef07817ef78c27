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
from outreach.places.districts import find_district
from safety.models import DueItem
from safety.models.due_item import DueItemQuerySet
from safety.rules.hazard_search import search_hazards
from scheduling.rules.due_groups import DueGroup, Span, due_groups

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
    district = forms.ChoiceField(label=_("district"), required=False)
    hazard = forms.CharField(
        label=_("hazardous agent"),
        required=False,
        max_length=60,
        help_text=_("as people call it, like thinner"),
    )
    name = forms.CharField(label=_("workplace"), required=False, max_length=120)
    span = forms.ChoiceField(required=False, choices=SPANS, widget=forms.HiddenInput)
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

    def narrowed(self, items: DueItemQuerySet) -> DueItemQuerySet:
        """Return the items of the chosen kind, district, agent and workplace, of any date."""
        chosen = self.cleaned_data
        if chosen.get("kind"):
            items = items.filter(kind=chosen["kind"])
        if chosen.get("district"):
            items = items.filter(workplace__district_code=chosen["district"])
        if chosen.get("name"):
            items = items.filter(workplace__name__icontains=chosen["name"])
        if chosen.get("hazard"):
            agents = search_hazards(chosen["hazard"]).matches
            items = items.filter(hazard__in=[agent.code for agent in agents])
        return items


def within(group: DueGroup) -> Q:
    """Return the condition on a due date to belong to the group."""
    condition = Q()
    if group.first:
        condition &= Q(due_date__gte=group.first)
    if group.last:
        condition &= Q(due_date__lte=group.last)
    return condition
