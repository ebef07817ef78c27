"""Whether workers whom a roster does not name have left, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import label_of
from outreach.models import Worker

LATER, LEFT, HERE = "", "LEFT", "HERE"
ANSWERS = [
    (LATER, gettext_lazy("not known yet")),
    (HERE, gettext_lazy("still works here")),
    (LEFT, gettext_lazy("has left")),
]


class LeftBehindForm(forms.Form):
    """An answer for each worker, and a day for those who left."""

    def __init__(
        self, *args: Any, workers: Sequence[Worker], today: date, others_stay: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.workers, self.others_stay = workers, others_stay
        for worker in workers:
            self.fields[f"answer-{worker.pk}"] = forms.ChoiceField(
                label=worker.name, choices=ANSWERS, required=False, widget=forms.RadioSelect
            )
            self.fields[f"left-{worker.pk}"] = forms.DateField(
                label=label_of(Worker, "left_date"), required=False, initial=today
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of whoever left."""
        given = super().clean() or self.cleaned_data
        for worker in self.workers:
            name = f"left-{worker.pk}"
            left = given.get(f"answer-{worker.pk}") == LEFT
            if left and not given.get(name) and name not in self.errors:
                self.add_error(name, _("Please enter the day."))
            elif not left:
                self.errors.pop(name, None)
        return given

    @property
    def left(self) -> dict[int, date]:
        """Return who left, each with the day."""
        return {
            worker.pk: self.cleaned_data[f"left-{worker.pk}"]
            for worker in self.workers
            if self.cleaned_data[f"answer-{worker.pk}"] == LEFT
        }

    @property
    def still_here(self) -> list[int]:
        """Return who is still there: as was said, or all of whom nothing else was."""
        stay = {HERE, LATER} if self.others_stay else {HERE}
        answers = ((worker.pk, self.cleaned_data[f"answer-{worker.pk}"]) for worker in self.workers)
        return [pk for pk, answer in answers if answer in stay]

    @property
    def lines(self) -> list[tuple[Worker, BoundField, BoundField]]:
        """Return each worker with the two fields."""
        return [
            (worker, self[f"answer-{worker.pk}"], self[f"left-{worker.pk}"])
            for worker in self.workers
        ]
