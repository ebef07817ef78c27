"""A team with time next week, and times of it offered to an owner."""

from __future__ import annotations

from datetime import timedelta

from scheduling.actions import offers
from scheduling.models import Offer, Team, Visit
from tests.cast import NOW, TODAY, make_contact, make_staff
from tests.cast_scheduling import make_due_item, make_shift, make_team, make_visit


def team_at_work(days: int = 6) -> Team:
    """Make a team that goes out on each of the next days."""
    team = make_team()
    for day in range(1, days + 1):
        make_shift(team, TODAY + timedelta(days=day))
    return team


def booked() -> Visit:
    """Book a visit of tomorrow for an owner whom texts reach."""
    contact = make_contact()
    return make_visit(
        contact.workplace, team=team_at_work(), starts_at=NOW + timedelta(days=1, hours=4)
    )


def offered() -> Offer:
    """Offer times by text to an owner who has no visit yet."""
    team_at_work()
    workplace = make_contact().workplace
    item = make_due_item(workplace)
    return offers.offer_by_text(
        workplace=workplace, due_items=[item], minutes=60, staff=make_staff(), now=NOW
    )
