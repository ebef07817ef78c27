"""Forms to book, move and cancel a visit, and to choose a day of the field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker
from safety.models import DueItem
from scheduling.actions.answers import TelephoneAnswer
from scheduling.models import Team, Visit
from scheduling.rules.visit_minutes import LONGEST, STEP

BOOK_AHEAD = timedelta(days=60)  # what is due later is not proposed for a visit


@dataclass(frozen=True)
class Line:
    """One due item to tick."""

    item: DueItem
    box: BoundWidget


@dataclass(frozen=True)
class OwedTo:
    """What is owed to one person, or to the workplace as a whole where there is no name."""

    name: str
    lines: list[Line]


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
        self, *args: Any, due_items: QuerySet[DueItem], asker: Asker, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_items"].queryset = due_items  # type: ignore[attr-defined]
        self.asker, self.until = asker, today + BOOK_AHEAD

    @property
    def now(self) -> list[OwedTo]:
        """What is due soon or was asked for, by person, the longest overdue first."""
        return self._by_person(line for line in self._lines() if self._is_for_now(line))

    @property
    def later(self) -> list[OwedTo]:
        """What else could be done at the same visit."""
        return self._by_person(line for line in self._lines() if not self._is_for_now(line))

    @property
    def later_count(self) -> int:
        """How many more things there are."""
        return sum(len(owed.lines) for owed in self.later)

    @property
    def is_later_chosen(self) -> bool:
        """Tell whether something of it is ticked, and must be seen."""
        return any(line.box.data["selected"] for owed in self.later for line in owed.lines)

    def _lines(self) -> list[Line]:
        return [Line(box.data["value"].instance, box) for box in self["due_items"]]

    def _is_for_now(self, line: Line) -> bool:
        return line.item.due_date <= self.until or line.item in self.initial["due_items"]

    def _by_person(self, lines: Iterable[Line]) -> list[OwedTo]:
        people: dict[int | None, OwedTo] = {}
        for line in lines:
            worker = line.item.worker
            name = worker.name_for(self.asker) if worker else ""
            people.setdefault(line.item.worker_id, OwedTo(name, [])).lines.append(line)
        return list(people.values())


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


class VisitFitForm(WhenForm):
    """A time for a new visit; how long it takes is worked out where nothing is said."""

    minutes = forms.IntegerField(
        label=_("minutes"),
        required=False,
        min_value=STEP,
        max_value=LONGEST * 2,
        widget=forms.NumberInput(attrs={"step": STEP, "inputmode": "numeric"}),
    )


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
