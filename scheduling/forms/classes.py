"""Forms to open a class, and to look for people and give them seats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.access import TABLE, Permission
from outreach.models import Centre, Staff, Worker
from safety.models import Course
from scheduling.models import Venue

TEACHES = [role for role, held in TABLE.items() if Permission.RECORD_ROLL in held]


class ClassForm(forms.Form):
    """Which course, where, by whom, when and for how many."""

    course = forms.ModelChoiceField(label=_("course"), queryset=Course.objects.order_by("title_ko"))
    venue = forms.ModelChoiceField(label=_("venue"), queryset=Venue.objects.none())
    instructor = forms.ModelChoiceField(label=_("instructor"), queryset=Staff.objects.none())
    date = forms.DateField(label=_("date"), widget=forms.DateInput)
    starts = forms.TimeField(label=_("starts"), widget=forms.TimeInput(attrs={"step": 600}))
    ends = forms.TimeField(label=_("ends"), widget=forms.TimeInput(attrs={"step": 600}))
    seats = forms.IntegerField(
        label=_("seats"),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        venues = self.fields["venue"]
        venues.queryset = centre.venues.order_by("name")  # type: ignore[attr-defined]
        venues.label_from_instance = _venue_words  # type: ignore[attr-defined]
        courses = self.fields["course"]
        courses.label_from_instance = _course_words  # type: ignore[attr-defined]
        self.fields["instructor"].queryset = centre.staff.filter(  # type: ignore[attr-defined]
            is_active=True, role__in=TEACHES
        ).order_by("name")

    @property
    def starts_at(self) -> datetime:
        """When the class begins, in Seoul."""
        return self._at("starts")

    @property
    def ends_at(self) -> datetime:
        """When it ends, in Seoul."""
        return self._at("ends")

    def _at(self, field: str) -> datetime:
        day, time = self.cleaned_data["date"], self.cleaned_data[field]
        return timezone.make_aware(datetime.combine(day, time))


class WorkerSearchForm(forms.Form):
    """Who is looked for, by the person's name or the workplace's."""

    q = forms.CharField(
        label=_("name of the person or the workplace"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class EnrolForm(forms.Form):
    """Who is given a seat."""

    workers = forms.ModelMultipleChoiceField(
        label=_("people"),
        queryset=Worker.objects.none(),
        error_messages={"required": _("Please choose at least one person.")},
    )

    def __init__(self, *args: Any, workers: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].queryset = workers  # type: ignore[attr-defined]


def _venue_words(venue: Venue) -> str:
    return str(_("%(name)s (%(seats)s seats)") % {"name": venue.name, "seats": venue.capacity})


def _course_words(course: Course) -> str:
    return str(_("%(name)s (%(minutes)s min)") % {"name": course, "minutes": course.minutes})
