"""What is asked about a claim: which exams, why it is void, what arrived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm, label_of
from safety.models import Examination, Payment


class ClaimForm(forms.Form):
    """The exams to claim."""

    examinations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Exams"),
        queryset=Examination.objects.none(),
        error_messages={"required": gettext_lazy("Please choose at least one exam.")},
    )

    def __init__(self, *args: Any, exams: QuerySet[Examination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["examinations"].queryset = exams  # type: ignore[attr-defined]


class VoidForm(PlainForm):
    """Why a claim is made void."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=120,
        help_text=gettext_lazy("Its exams can be claimed again. Its number stays used."),
    )


class PaymentForm(forms.Form):
    """What arrived, and when."""

    paid_date = forms.DateField(label=label_of(Payment, "paid_date"))
    amount = forms.IntegerField(
        label=label_of(Payment, "amount"), min_value=1, max_value=2_000_000_000
    )
