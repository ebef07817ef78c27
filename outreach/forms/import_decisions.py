"""What is asked about a row that somebody must decide about."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.forms.plain_texts import PlainForm
from outreach.import_words import ImportWords, label
from outreach.rules import business_numbers
from outreach.rules.business_numbers import BusinessNumberState
from outreach.rules.phones import recognise_all
from outreach.spreadsheet.recognise import SEOUL_AREA_CODE

LENGTHS = {"name": 120, "road_address": 200, "lot_address": 200, "phones": 200}
OTHER_LENGTH = 60
NUMBERS = ("regular_workers",)
PHONES = "phones"


class CorrectionForm(PlainForm):
    """A row's own facts, to be corrected before it is registered as a new entry."""

    def __init__(
        self, *args: Any, words: ImportWords, told: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.told = told
        for name in words.corrected:
            called = str(capfirst(label(words.facts, name)))
            shown = words.fact(told, name)
            if name in NUMBERS:
                self.fields[name] = forms.IntegerField(
                    label=called, min_value=0, max_value=10_000, required=False, initial=shown
                )
            else:
                self.fields[name] = forms.CharField(
                    label=called,
                    max_length=LENGTHS.get(name, OTHER_LENGTH),
                    required=name == "name",
                    initial=shown,
                    help_text=_("Several with a comma between them.") if name == PHONES else "",
                )

    def clean_phones(self) -> list[str]:
        """Read the numbers that were written; what the row tells already may stay as it is."""
        told = {phone["national"] for phone in self.told.get(PHONES) or []}
        numbers = []
        parts = self.cleaned_data[PHONES].split(
            ","
        )  # each by itself: beside another, a scrap is none
        found = (recognise_all(part, area_code=SEOUL_AREA_CODE) for part in parts)
        for phone in chain.from_iterable(found):
            if phone.e164 is not None:
                numbers.append(phone.e164)
            elif phone.national not in told:
                words = _("“%(number)s” is not a telephone number.")
                raise forms.ValidationError(words % {"number": phone.national})
        return numbers

    def clean_business_no(self) -> str:
        number = business_numbers.recognise(self.cleaned_data["business_no"])
        if number.state is BusinessNumberState.BLANK:
            return ""
        if number.digits is None:
            raise forms.ValidationError(_("This is not a business registration number."))
        return number.digits

    @property
    def changes(self) -> dict[str, Any]:
        """Return what was written otherwise than the row tells."""
        changed = {}
        for name, value in self.cleaned_data.items():
            if name == PHONES:
                told = [phone["e164"] for phone in self.told.get(PHONES) or [] if phone["e164"]]
                if sorted(value) != sorted(dict.fromkeys(told)):
                    changed[PHONES] = value
            elif value != (self.told.get(name) if name in NUMBERS else self.told.get(name) or ""):
                changed[name] = value
        return changed
