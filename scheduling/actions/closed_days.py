"""Days on which a centre is closed beside the public holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import Centre, ClosedDay
from scheduling.actions.teams import in_words
from scheduling.models import Shift, Visit


class ClosedDayRefused(Exception):
    """The day cannot be closed; the words are shown to the person who asked."""

    words: str | Promise = gettext_lazy("This day cannot be closed.")

    def __str__(self) -> str:
        return str(self.words)


class DayIsOver(ClosedDayRefused):
    words = gettext_lazy("This day is over. Please choose today or later.")


class ClosedAlready(ClosedDayRefused):
    words = gettext_lazy("This day is closed already.")


class VisitsStand(ClosedDayRefused):
    """Visits are booked on that day; they have to find another place first."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        super().__init__([visit.pk for visit in visits])
        self.visits = visits

    def __str__(self) -> str:
        named = "; ".join(in_words(visit) for visit in self.visits[:3])
        return _("Please move or cancel what is booked first: %(visits)s") % {
            "visits": named + " …" * (len(self.visits) > 3)
        }


@transaction.atomic
def close_day(*, centre: Centre | None, day: date, name: str, today: date) -> ClosedDay:
    """
    Close a centre, or with none all of them, on a day; its shifts are taken away.

    :raises ClosedDayRefused: the day is over or closed already, or visits are booked on it
    """
    if day < today:
        raise DayIsOver
    midnight = timezone.make_aware(datetime.combine(day, time()))
    booked = Visit.objects.live().filter(
        starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
    )
    shifts = Shift.objects.filter(date=day)
    if centre is not None:
        booked, shifts = booked.filter(centre=centre), shifts.filter(team__centre=centre)
    if standing := list(booked.select_related("workplace").order_by("starts_at", "pk")):
        raise VisitsStand(standing)
    try:
        with transaction.atomic():
            closed = ClosedDay.objects.create(centre=centre, date=day, name=name)
    except IntegrityError:
        raise ClosedAlready from None
    shifts.delete()
    return closed


@transaction.atomic
def open_day(*, closed_day: ClosedDay) -> None:
    """Let the centre work on a day again; its shifts have to be given anew."""
    closed_day.delete()
