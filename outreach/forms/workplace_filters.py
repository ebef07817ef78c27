from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker, sees_names
from outreach.models import Contact
from outreach.models.workplace import WorkplaceQuerySet
from outreach.places.districts import districts
from outreach.rules.ksic import industries
from outreach.rules.workplace_names import comparable

SIZES = {
    "1-4": (_("1 to 4 workers"), Q(regular_workers__range=(1, 4))),
    "5-9": (_("5 to 9 workers"), Q(regular_workers__range=(5, 9))),
    "10-": (_("10 workers or more"), Q(regular_workers__gte=10)),
    "unknown": (_("unknown"), Q(regular_workers=None) | Q(regular_workers=0)),
}
PHONES = [
    ("yes", _("gets texts")),
    ("no", _("no number for texts")),
    ("none", _("no telephone at all")),
]
STATES = [("", _("in business")), ("closed", _("closed")), ("all", _("open and closed"))]
ORDERS = {
    "": (_("name"), ("comparable_name", "pk")),
    "newest": (_("registered last"), ("-registered_date", "-pk")),
    "size": (_("most workers"), ("-regular_workers", "comparable_name", "pk")),
    "place": (_("district"), ("district_code", "dong", "comparable_name", "pk")),
}
DIVISION_DIGITS = 2
FEWEST_DIGITS = 4  # the last four of a telephone


class WorkplaceFilterForm(forms.Form):
    """What somebody looks for among the centre's workplaces."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"placeholder": _("name, address, telephone, business number"), "type": "search"}
        ),
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    size = forms.ChoiceField(label=_("Workers"), required=False)
    phone = forms.ChoiceField(label=_("Telephone"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(key, name) for key, (name, _by) in ORDERS.items()],
    )

    def __init__(self, *args: Any, used_districts: set[str], asker: Asker, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._asker = asker
        in_english = translation.get_language() == "en"
        anything = [("", _("all"))]
        self.fields["district"].choices = anything + [  # type: ignore[attr-defined]
            (code, district.name_en if in_english else district.name_ko)
            for code, district in districts().items()
            if code in used_districts
        ]
        self.fields["industry"].choices = anything + [  # type: ignore[attr-defined]
            (code, industry.name_en if in_english else industry.name_ko)
            for code, industry in industries().items()
            if len(code) == DIVISION_DIGITS
        ]
        self.fields["size"].choices = anything + [  # type: ignore[attr-defined]
            (key, name) for key, (name, _condition) in SIZES.items()
        ]
        self.fields["phone"].choices = anything + PHONES  # type: ignore[attr-defined]

    @property
    def wishes(self) -> dict[str, str]:
        """Return what was understood; a filter nobody knows is no filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the order is wished."""
        return bool(self.wishes.keys() - {"sort"})

    def apply(self, workplaces: WorkplaceQuerySet) -> WorkplaceQuerySet:
        """Return the workplaces looked for, in the order wished."""
        wishes = self.wishes
        if "state" not in wishes:
            workplaces = workplaces.open()
        elif wishes["state"] == "closed":
            workplaces = workplaces.exclude(closed_date=None)
        if "district" in wishes:
            workplaces = workplaces.filter(district_code=wishes["district"])
        if "industry" in wishes:
            workplaces = workplaces.filter(ksic__startswith=wishes["industry"])
        if "size" in wishes:
            workplaces = workplaces.filter(SIZES[wishes["size"]][1])
        if "phone" in wishes:
            workplaces = workplaces.filter(_by_phone(wishes["phone"]))
        if "q" in wishes:
            workplaces = workplaces.filter(self._by_words(wishes["q"]))
        return workplaces.order_by(*ORDERS[wishes.get("sort", "")][1])

    def _by_words(self, words: str) -> Q:
        """Search names and addresses; telephones and representatives only for who may read them."""
        found = Q(name__icontains=words) | Q(comparable_name__contains=comparable(words))
        found |= Q(road_address__icontains=words) | Q(lot_address__icontains=words)
        digits = re.sub(r"\D", "", words)
        is_number = bool(digits) and not re.search(r"[^\d\s()+*.-]", words)
        if is_number and len(digits) >= FEWEST_DIGITS:
            found |= Q(business_no__startswith=digits) | Q(factory_no=digits)
        if not sees_names(self._asker):
            return found
        if is_number and len(digits) >= FEWEST_DIGITS:
            found |= Q(Exists(_contacts().filter(phone__endswith=digits.lstrip("0"))))
        return found | Q(representative_name__icontains=words)


def _by_phone(wish: str) -> Q:
    if wish == "none":
        return ~Q(Exists(_contacts().exclude(phone="")))
    textable = Q(Exists(_contacts().filter(is_textable=True)))
    return textable if wish == "yes" else ~textable


def _contacts() -> Any:
    return Contact.objects.current().filter(workplace=OuterRef("pk"))
