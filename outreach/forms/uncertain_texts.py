from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.models import MessageDecision

_Kind = MessageDecision.Kind


class WhyAgainForm(forms.Form):
    """Why a text goes out a second time; it is kept with whoever sent it."""

    reason = forms.CharField(
        label=_("Why is it sent again?"),
        max_length=120,
        help_text=_("For example: asked by telephone, it did not arrive."),
    )


class SettleForm(forms.Form):
    """What became of a text, as staff know it."""

    kind = forms.TypedChoiceField(
        coerce=_Kind,
        choices=[(kind.value, kind.label) for kind in (_Kind.ARRIVED, _Kind.NEVER_MIND)],
    )
    reason = forms.CharField(max_length=120, required=False)
