from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SavedFilterForm(forms.Form):
    """The name of a filter, and who finds it in the list."""

    name = forms.CharField(label=_("Name"), max_length=40)
    is_shared = forms.BooleanField(
        label=_("For the whole centre"),
        required=False,
        help_text=_("Colleagues find it in their list, too. Without it, only you do."),
    )
