"""Forms to book, move and cancel a visit, and to choose a day of the field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker
from safety.models import DueItem
from safety.models.exposure import hazard_name
from scheduling.actions.answers import TelephoneAnswer
from scheduling.models import Team, Visit
from scheduling.rules.visit_minutes import LONGEST, STEP


def due_item_words(item: DueItem, asker: Asker) -> str:
    """Write a due item as a line of a list: what, for whom, until when."""
    parts = [str(item.get_kind_display())]
    if item.hazard:
        parts.append(hazard_name(item.hazard))
    if item.worker is not None:
        parts.append(item.worker.name_for(asker))
    return f"{' · '.join(parts)} (~{item.due_date.isoformat()})"


class WhenForm(forms.Form):
    """A team, a day, a time and how long."""

    team = forms.ModelChoiceField(label=_("team"), queryset=Team.objects.none())
    date = forms.DateField(label=_("date"), widget=forms.DateInput)
    time = forms.TimeField(label=_("time"), widget=forms.TimeInput(attrs={"step": 600}))
    minutes = forms.IntegerField(
        label=_("minutes"),
        min_value=STEP,
        max_value=LONGEST * 2,
        widget=forms.NumberInput(attrs={"step": STEP, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    @property
    def starts_at(self) -> datetime:
        """The chosen moment, in Seoul."""
        day, time = self.cleaned_data["date"], self.cleaned_data["time"]
        return timezone.make_aware(datetime.combine(day, time))


class VisitBookForm(WhenForm):
    """Which due items, by whom and when."""

    due_items = forms.ModelMultipleChoiceField(
        label=_("what for"),
        queryset=DueItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what the visit is for.")},
    )
    field_order = ("due_items", "team", "date", "time", "minutes")

    def __init__(
        self, *args: Any, due_items: QuerySet[DueItem], asker: Asker, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["due_items"]
        field.queryset = due_items  # type: ignore[attr-defined]
        field.label_from_instance = lambda item: due_item_words(item, asker)  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    """Which state of the visit the person had before the eyes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def seen(self, visit: Visit) -> Visit:
        """Return the visit as that person saw it, so that an action can tell a change."""
        visit.version = self.cleaned_data["version"]
        return visit


class VisitMoveForm(WhenForm, VersionForm):
    """Another time or team."""

    field_order = ("team", "date", "time", "minutes", "version")


class VisitCancelForm(VersionForm):
    """Why a visit does not take place; for staff only."""

    reason = forms.CharField(label=_("reason"), max_length=120, required=False)


class TelephoneAnswerForm(VersionForm):
    """What the owner said on the telephone."""

    answer = forms.ChoiceField(label=_("answer"), choices=TelephoneAnswer.choices)
    wish = forms.CharField(label=_("when would suit you"), max_length=200, required=False)


class DaySheetForm(forms.Form):
    """Which day and whose."""

    day = forms.DateField(label=_("date"), widget=forms.DateInput, required=False)
    team = forms.ModelChoiceField(
        label=_("team"), queryset=Team.objects.none(), required=False, empty_label=_("all teams")
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def chosen(self, today: date) -> tuple[date, Team | None]:
        """Return the day and the team; today and everybody where nothing sensible was asked."""
        self.is_valid()
        return self.cleaned_data.get("day") or today, self.cleaned_data.get("team")
