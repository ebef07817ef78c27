"""What is not known of a workplace, and where to write it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from outreach.doors import address_for
from outreach.models import Staff, Workplace
from scheduling.views.workplace_steps import Situation

SITE_CARD = ("floor", "has_lift", "has_van_parking", "has_power", "has_quiet_corner")


@dataclass(frozen=True)
class Gap:
    """Something missing; the address is empty where the person may not add it."""

    title: str
    url: str


def gaps_of(situation: Situation, *, asker: Staff) -> list[Gap]:
    """Return what is missing, what hinders most first."""
    return [] if situation.workplace.closed_date else list(_gaps(situation, asker))


def _gaps(situation: Situation, asker: Staff) -> Iterator[Gap]:
    place = situation.workplace
    edit = address_for(asker, "workplace-edit", place.pk)
    if not situation.is_textable:
        yield Gap(_("no number that takes texts"), address_for(asker, "contact-new", place.pk))
    if place.regular_workers is None:
        yield Gap(_("no head count"), edit)
    if not situation.workers:
        yield Gap(_("no worker"), address_for(asker, "worker-new", place.pk))
    elif not situation.exposures:
        first = situation.workers[0].pk
        yield Gap(_("no hazardous agent"), address_for(asker, "exposure-new", first))
    if not place.address:
        yield Gap(_("no address"), edit)
    elif place.precision != Workplace.Precision.ADDRESS:
        yield Gap(_("no exact place on the map"), edit)
    if not place.ksic:
        yield Gap(_("no industry"), edit)
    unknown = sum(getattr(place, name) is None for name in SITE_CARD)
    if unknown:
        title = _("site card: %(count)s of %(all)s not known")
        words = title % {"count": unknown, "all": len(SITE_CARD)}
        yield Gap(words, address_for(asker, "site-card", place.pk))
    if not place.photo:
        yield Gap(_("no photo of the site"), address_for(asker, "site-card", place.pk))
