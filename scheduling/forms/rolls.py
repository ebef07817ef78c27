"""The roll of a class: a line for each seat, filled in with the class's own times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Worker
from scheduling.actions.rolls import RollLine, Verdict
from scheduling.models import TrainingClass


def _clock() -> forms.TimeInput:
    """Return the browser's own clock."""
    return forms.TimeInput({"type": "time", "class": "krds-input medium"}, format="%H:%M")


class RollLineForm(forms.Form):
    """One person: came or not, in and out."""

    worker = forms.IntegerField(widget=forms.HiddenInput)
    came = forms.BooleanField(label=_("present"), required=False)
    arrived = forms.TimeField(label=_("in"), required=False, widget=_clock())
    left = forms.TimeField(label=_("out"), required=False, widget=_clock())

    verdict: Verdict  # whose line it is

    def clean(self) -> dict[str, Any]:
        """Whoever came has a time in and a later time out."""
        given = super().clean() or self.cleaned_data
        if not given.get("came") or self.errors:
            return given
        if not (given.get("arrived") and given.get("left")):
            self.add_error("arrived", _("Please enter both times."))
        elif given["arrived"] >= given["left"]:
            self.add_error("left", _("The time out must lie after the time in."))
        return given


RollFormSet = forms.formset_factory(RollLineForm, extra=0)


class Roll:
    """The whole roll as a form."""

    def __init__(self, data: Any, *, training_class: TrainingClass, rows: list[Verdict]) -> None:
        self.day = timezone.localdate(training_class.starts_at)
        self.workers: dict[int, Worker] = {
            row.enrolment.worker_id: row.enrolment.worker for row in rows
        }
        if data is not None and data.get("all"):
            data = data.copy()
            for number in range(len(rows)):
                data[f"form-{number}-came"] = "on"
        self.formset = RollFormSet(data, initial=[_line(row, training_class) for row in rows])
        of_worker = {str(row.enrolment.worker_id): row for row in rows}
        asked = [str(form["worker"].value()) for form in self.formset.forms]
        self.is_outdated = set(asked) != of_worker.keys()  # somebody enrolled or left meanwhile
        if not self.is_outdated:
            for form, worker in zip(self.formset.forms, asked, strict=True):
                form.verdict = of_worker[worker]

    def is_valid(self) -> bool:
        """Tell whether each line can be so."""
        return not self.is_outdated and self.formset.is_valid()

    def lines(self) -> list[RollLine]:
        """Return what was filled in."""
        return [
            RollLine(
                worker=self.workers[given["worker"]],
                came=given["came"],
                arrived_at=self._at(given["arrived"]),
                left_at=self._at(given["left"]),
            )
            for given in self.formset.cleaned_data
        ]

    def _at(self, time: Any) -> datetime | None:
        return timezone.make_aware(datetime.combine(self.day, time)) if time else None


def _line(row: Verdict, training_class: TrainingClass) -> dict[str, object]:
    """Fill a line in with what was recorded, or with the class's own times."""
    seen = row.attendance
    arrived = seen.arrived_at if seen and seen.arrived_at else training_class.starts_at
    left = seen.left_at if seen and seen.left_at else training_class.ends_at
    return {
        "worker": row.enrolment.worker_id,
        "came": bool(seen and seen.came),
        "arrived": timezone.localtime(arrived).time(),
        "left": timezone.localtime(left).time(),
    }
