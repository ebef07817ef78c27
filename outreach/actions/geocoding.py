"""Giving workplaces the point of their building, where an online service knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.channels.geocoder import Geocoder
from outreach.models import Workplace
from outreach.places.geocoding import at_address

ROUGH = (Workplace.Precision.DONG, Workplace.Precision.DISTRICT, Workplace.Precision.UNKNOWN)


@dataclass(frozen=True)
class Refined:
    """What came of a run."""

    asked: int
    located: int
    failed: int


def refine_points(*, geocoder: Geocoder, changed_since: datetime, most: int = 2_000) -> Refined:
    """
    Ask for the point of each open workplace that changed lately and has only a rough one.

    No transaction is open while the service is asked; a workplace that somebody changes meanwhile
    is left as it is, and so is one whose answer lies outside its district.
    """
    located = 0
    rows = Workplace.objects.filter(
        precision__in=ROUGH, closed_date=None, facts_changed_at__gte=changed_since
    ).order_by("pk")
    for workplace in rows[:most]:
        if geocoder.is_down:
            break
        spot = geocoder.find(road_address=workplace.road_address, lot_address=workplace.lot_address)
        code = workplace.district_code
        point = at_address(district_code=code, lat=spot[0], lon=spot[1]) if spot else None
        if point is not None:
            located += Workplace.objects.filter(
                pk=workplace.pk, version=workplace.version, precision__in=ROUGH
            ).update(latitude=point.lat, longitude=point.lon, precision=Workplace.Precision.ADDRESS)
    return Refined(geocoder.asked, located, geocoder.failed)
