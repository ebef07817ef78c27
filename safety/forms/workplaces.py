"""What is asked about a workplace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from outreach.forms.plain_texts import label_of
from outreach.forms.site_cards import EQUIPMENT, NO, YES, known_or_not
from outreach.forms.versions import OWN, VersionedForm
from outreach.models import Workplace
from outreach.rules import business_numbers
from outreach.rules.business_numbers import BusinessNumberState
from outreach.rules.ksic import industries


def _text(
    name: str, length: int, *, required: bool = False, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label_of(Workplace, name),
        max_length=length,
        required=required,
        help_text=help_text,
    )


class WorkplaceForm(VersionedForm):
    """The facts of a workplace; only its name is needed."""

    name = _text("name", 120, required=True)
    representative_name = _text("representative_name", 60)
    business_no = _text(
        "business_no", 20, help_text=gettext_lazy("Ten digits. A shop without one leaves it empty.")
    )
    site_no = _text("site_no", 4)
    factory_no = _text("factory_no", 20)
    insurance_no = _text("insurance_no", 20)
    ksic = forms.ChoiceField(label=label_of(Workplace, "ksic"), required=False)
    road_address = _text(
        "road_address",
        200,
        help_text=gettext_lazy("For example: 서울특별시 중구 을지로 157 (산림동)"),
    )
    lot_address = _text("lot_address", 200)
    regular_workers = forms.IntegerField(
        label=label_of(Workplace, "regular_workers"),
        min_value=0,
        max_value=10_000,
        required=False,
    )
    floor = forms.IntegerField(
        label=label_of(Workplace, "floor"),
        min_value=-9,
        max_value=99,
        required=False,
        help_text=gettext_lazy("-1 is the first basement."),
    )
    has_lift = known_or_not(gettext_lazy("Lift in the building"))
    has_van_parking = known_or_not(gettext_lazy("Place for the van"))
    has_power = known_or_not(gettext_lazy("Power socket within reach"))
    has_quiet_corner = known_or_not(gettext_lazy("Corner to talk undisturbed"))
    preferred_from = forms.TimeField(label=label_of(Workplace, "preferred_from"), required=False)
    preferred_to = forms.TimeField(label=label_of(Workplace, "preferred_to"), required=False)
    site_note = _text("site_note", 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        industry = self.fields["ksic"]
        assert isinstance(industry, forms.ChoiceField)
        industry.choices = _industries(str(self.get_initial_for_field(industry, "ksic") or ""))

    def clean_business_no(self) -> str:
        number = business_numbers.recognise(self.cleaned_data["business_no"])
        if number.state is BusinessNumberState.BLANK:
            return ""
        if number.digits is None:
            raise forms.ValidationError(_("This is not a business registration number."))
        return number.digits

    def clean_insurance_no(self) -> str:
        digits = business_numbers.normalise(self.cleaned_data["insurance_no"])
        if digits and len(digits) != 11:
            raise forms.ValidationError(_("The insurance number has 11 digits."))
        return digits

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, end = given.get("preferred_from"), given.get("preferred_to")
        if start and end and start >= end:
            self.add_error("preferred_to", _("The preferred hours must start before they end."))
        return given


def as_known(workplace: Workplace) -> dict[str, Any]:
    """Return the facts on record as the form shows them."""
    names = [name for name in WorkplaceForm.base_fields if name not in (*EQUIPMENT, *OWN)]
    known: dict[str, Any] = {name: getattr(workplace, name) for name in names}
    known["version"] = workplace.version
    for name in EQUIPMENT:
        answer = getattr(workplace, name)
        known[name] = "" if answer is None else YES if answer else NO
    if workplace.business_no:
        known["business_no"] = business_numbers.written(workplace.business_no)
    return known


def _industries(known: str) -> list[tuple[str, str]]:
    """Return the industries of our table, and the finer code on record if it has one."""
    english = get_language() == "en"
    rows = [
        (row.code, f"{row.code} {row.name_en if english else row.name_ko}")
        for row in industries().values()
    ]
    if known and known not in industries():
        rows.append((known, known))
    return [("", _("not known")), *sorted(rows)]
