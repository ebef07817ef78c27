"""A small town for the tests of finding: every value of every facet occurs."""

from __future__ import annotations

import random
from datetime import timedelta

from outreach.actions import search
from outreach.models import Centre, Contact, ContactAttempt, Workplace
from safety.models import DueItem
from tests import cast, cast_scheduling
from tests.cast import NOW, TODAY

PLACES = (
    ("11140", "산림동"), ("11140", "필동1가"), ("11110", "창신동"), ("11560", "문래동3가"),
    ("11560", ""), ("", ""), ("11140", "을지로동"),
)  # fmt: skip
TRADES = ("25922", "14112", "18113", "33110", "")
SIZES = (None, 0, 1, 4, 5, 9, 10, 40)
AGO = (None, 0, 30, 31, 90, 91, 180, 181, 400)
AHEAD = (None, -1, 0, 30, 31, 90, 91, 300)


def make_town(centre: Centre, *, seed: int = 1, count: int = 40) -> list[Workplace]:
    """Make workplaces that differ in everything that lists filter by."""
    rng = random.Random(seed)
    places = []
    for number in range(count):
        code, dong = rng.choice(PLACES)
        has_point = rng.random() < 0.8
        place = cast.make_workplace(
            centre,
            name=f"공장 {number:03}",
            comparable_name=f"공장{number:03}",
            district_code=code,
            dong=dong,
            ksic=rng.choice(TRADES),
            regular_workers=rng.choice(SIZES),
            closed_date=TODAY if rng.random() < 0.2 else None,
            latitude=37.56 + rng.random() / 500 if has_point else None,
            longitude=126.99 + rng.random() / 500 if has_point else None,
            precision=rng.choice(Workplace.Precision.values[:2]) if has_point else "UNKNOWN",
        )
        _reach(place, rng)
        for kind in (DueItem.Kind.CONSULTATION, DueItem.Kind.TRAINING):
            days = rng.choice(AHEAD)
            if days is not None:
                day = TODAY + timedelta(days=days)
                cast_scheduling.make_due_item(place, kind=kind, due_date=day)
        places.append(place)
    search.rebuild()
    return places


def _reach(place: Workplace, rng: random.Random) -> None:
    match rng.randrange(3):
        case 0:
            cast.make_contact(place)
        case 1:
            line = Contact.LineKind.LANDLINE
            cast.make_contact(place, phone="+8220009876", line_kind=line, is_textable=False)
    days = rng.choice(AGO)
    if days is not None:
        ContactAttempt.objects.create(
            workplace=place,
            staff=cast.make_staff(),
            outcome="REACHED",
            made_at=NOW - timedelta(days=days),
        )
