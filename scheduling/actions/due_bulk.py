"""Deciding for many workplaces at once: offered times by text, or put off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Workplace
from safety.actions.due_decisions import NotOpen, put_off
from safety.models import DueItem, DueSetting
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.offers import offer_by_text
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.rules.call_ranking import is_held_out

MOST_OFFERED = 10  # three times are looked for and kept for each: about a tenth of a second


class TooManyOffered(Exception):
    """Times for so many owners at once would keep whole teams waiting."""

    def __init__(self) -> None:
        super().__init__(_("Please offer times to at most ten workplaces at once."))


@dataclass(frozen=True)
class Told:
    """What became of one workplace."""

    workplace: Workplace
    is_done: bool
    words: str | Promise


def offer_to_all(*, items: Collection[DueItem], staff: Staff, now: datetime) -> list[Told]:
    """
    Offer times by text to each workplace of the items; whoever cannot be is told, and why.

    Workplaces of the hold-out share get no text: they are telephoned, so that both ways compare.

    :raises TooManyOffered: more than ten workplaces
    """
    by_place: defaultdict[int, list[DueItem]] = defaultdict(list)
    for item in items:
        by_place[item.workplace_id].append(item)
    if len(by_place) > MOST_OFFERED:
        raise TooManyOffered
    return list(_offered(list(by_place.values()), staff, now))


def _offered(groups: Sequence[list[DueItem]], staff: Staff, now: datetime) -> Iterator[Told]:
    for group in groups:
        workplace = group[0].workplace
        if is_held_out(workplace.pk, percent=held_out_percent(workplace.centre_id)):
            yield Told(workplace, False, _("Please telephone: no text, to compare the two ways."))
            continue
        keys = [item.pk for item in group]
        able = list(plannable(centre=workplace.centre).filter(pk__in=keys))
        if not able:
            yield Told(workplace, False, _("No visit can be booked for these items."))
            continue
        try:
            offer_by_text(
                workplace=workplace,
                due_items=able,
                minutes=stop_minutes(workplace=workplace, due_items=able),
                staff=staff,
                now=now,
            )
        except VisitRefused as reason:
            yield Told(workplace, False, str(reason))
        else:
            yield Told(workplace, True, _("Times are offered by text."))


@transaction.atomic
def put_all_off(
    *,
    items: Collection[DueItem],
    until: date,
    reason: str,
    staff: Staff,
    today: date,
    now: datetime,
) -> int:
    """
    Put items off together, or none of them; those that closed meanwhile are left alone.

    :raises PutOffOnAWrongDay, NoReasonGiven, HealthWordsGiven, ResidentNumberGiven: as `put_off`
    """
    done = 0
    for item in items:
        try:
            put_off(item=item, until=until, reason=reason, staff=staff, today=today, now=now)
        except NotOpen:
            continue
        done += 1
    return done


def held_out_percent(centre: int | None) -> int:
    """Return the share of a centre's workplaces that are called without a text."""
    setting = DueSetting.objects.filter(centre=centre).first()
    return setting.hold_out_percent if setting else 0
