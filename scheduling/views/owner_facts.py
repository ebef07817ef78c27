"""What an owner reads beside the next visit: what is due, classes, support; no name, no agent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from outreach.models import Workplace
from safety.models import Application, DueItem
from scheduling.models import Enrolment, TrainingClass, Visit

AHEAD = timedelta(days=90)
EXAMS = frozenset(kind for kind in DueItem.Kind.values if kind.endswith("EXAM"))


@dataclass(frozen=True)
class Due:
    """One service that is due, for how many people, by when."""

    label: str
    people: int
    by: date
    is_late: bool
    is_booked: bool


@dataclass(frozen=True)
class Seats:
    """A class ahead, and how many of the workplace's people are in it."""

    starts_at: datetime
    place: str
    people: int


def due_of(workplace: Workplace, today: date) -> list[Due]:
    """Return what is due within 90 days, the earliest first."""
    items = DueItem.objects.standing(today).filter(workplace=workplace).due_by(today + AHEAD)
    booked = set(
        Visit.objects.live().filter(due_items__in=items).values_list("due_items", flat=True)
    )
    found: dict[str, list[DueItem]] = {}
    for item in items.order_by("due_date", "pk"):
        found.setdefault(item.kind, []).append(item)
    return [_due(of_kind, booked, today) for of_kind in found.values()]


def _due(items: list[DueItem], booked: set[int], today: date) -> Due:
    first = items[0]
    return Due(
        label=str(first.get_kind_display()),
        people=len({item.worker_id for item in items if item.worker_id is not None}),
        by=first.due_date,
        is_late=first.due_date < today,
        is_booked=all(item.pk in booked for item in items),
    )


def seats_of(workplace: Workplace, now: datetime) -> list[Seats]:
    """Return the classes ahead in which somebody of the workplace has a seat."""
    seated = Enrolment.objects.filter(
        worker__workplace=workplace,
        state=Enrolment.State.SEATED,
        training_class__state=TrainingClass.State.OPEN,
        training_class__starts_at__gt=now,
    )
    rows = seated.order_by("training_class__starts_at").values_list(
        "training_class__starts_at", "training_class__venue__name"
    )
    return [Seats(*row) for row in rows.annotate(people=Count("pk"))]


def support_of(workplace: Workplace) -> list[Application]:
    """Return the applications for support, the newest first."""
    mine = Application.objects.filter(workplace=workplace).select_related("programme")
    return list(mine.order_by("-pk")[:2])


def to_prepare(kinds: Iterable[str]) -> list[str]:
    """Return what helps the team on the day."""
    lines = [
        _("Please let your staff know the time."),
        _("A quiet corner with a table and two chairs."),
        _("A power socket, if there is one."),
    ]
    if EXAMS & set(kinds):
        lines.append(_("The safety data sheets (MSDS) of what you work with, if you have them."))
    return lines


def to_keep() -> list[str]:
    """
    Return the papers an employer keeps, and how long.

    산업안전보건법 제164조, 시행규칙 제241조 (exams, measurements) and 제37조의4 (risk assessment).
    The Act names no term for training records: inspectors ask for those of three years.
    """
    return [
        _("Result tables of health exams: 5 years (30 years for substances the Minister named)."),
        _(
            "Results of work-environment measurements: 5 years (30 years for substances the"
            " Minister named)."
        ),
        _("Records of the risk assessment: 3 years."),
        _("Training records, attendance lists and certificates of your staff: 3 years."),
    ]
