"""What is asked about the rules that our sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from outreach.forms.plain_texts import label_of
from safety.models import DueItem, DueSetting

if TYPE_CHECKING:
    _Form = forms.ModelForm[DueSetting]
else:
    _Form = forms.ModelForm


class DueSettingForm(_Form):
    """Each open question with its default; every field tells what it is for."""

    kinds = forms.MultipleChoiceField(
        choices=DueItem.Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = DueSetting
        fields = (
            "kinds",
            "small_firm_below",
            "general_exam_counting",
            "risk_assessment_counting",
            "on_demand_within_days",
            "missed_preplacement",
            "asks_back_months",
            "hold_out_percent",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = label_of(DueSetting, name)
