"""Forms of the week's plan."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.forms.visits import WhenForm

YEARS = 20  # further away nobody plans


class WeekForm(forms.Form):
    """Which week; any day of it will do."""

    week = forms.DateField(label=_("week"), required=False)

    def monday(self, today: date) -> date:
        """Return the week's Monday; this week's where nothing sensible was asked."""
        self.is_valid()
        day = self.cleaned_data.get("week") or today
        if abs(day.year - today.year) > YEARS:
            day = today
        return day - timedelta(days=day.weekday())


class AcceptForm(forms.Form):
    """Which version of a plan somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PlanStopForm(WhenForm):
    """Another team or time for one stop of a plan."""
