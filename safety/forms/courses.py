"""What is asked about a course."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm, label_of
from safety.models import Course


class CourseForm(PlainForm):
    """How it is called and how long it takes."""

    title_ko = forms.CharField(
        label=_("Title in Korean"),
        max_length=80,
        help_text=_("It stands on certificates, so it cannot change once people have completed."),
    )
    title_en = forms.CharField(label=label_of(Course, "title_en"), max_length=80)
    minutes = forms.IntegerField(
        label=label_of(Course, "minutes"),
        min_value=10,
        max_value=2400,
        help_text=_("Without breaks."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
