from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST = 5


class ExportForm(forms.Form):
    """Why a list leaves the system (안전성 확보조치 기준 제8조)."""

    reason = forms.CharField(
        label=_("What is the list for?"),
        min_length=SHORTEST,
        max_length=120,
        help_text=_("Kept with your name, the number of rows and the filter. No names here."),
    )
