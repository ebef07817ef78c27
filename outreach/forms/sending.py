from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class StopForm(forms.Form):
    """Why the sending is stopped; whoever comes next reads it."""

    reason = forms.CharField(label=_("Why"), max_length=120)


class MassForm(forms.Form):
    """The number of texts, typed in by whoever lets them go."""

    texts = forms.IntegerField(min_value=1)
