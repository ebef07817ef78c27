"""A day on which the centre is closed, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ClosedDayForm(forms.Form):
    """Which day, and its name: 임시공휴일, 개소 기념일, …"""

    day = forms.DateField(label=_("date"))
    name = forms.CharField(label=_("reason"), max_length=40)
