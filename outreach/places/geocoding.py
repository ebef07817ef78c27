from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outreach.places.districts import find_district
from outreach.places.dongs import find_dong
from outreach.rules.addresses import locate


class Precision(StrEnum):
    """How near a point is to the door."""

    ADDRESS = "ADDRESS"  # the building: by the online geocoder, or a pin that staff set
    DONG = "DONG"  # a point inside the legal dong: within a kilometre or so
    DISTRICT = "DISTRICT"  # the middle of the district: some kilometres


@dataclass(frozen=True)
class Point:
    """A place on the map and how far it can be trusted."""

    lat: float
    lon: float
    precision: Precision


# No point of a district is farther from its middle: an answer beyond is of a namesake elsewhere.
FARTHEST_LAT, FARTHEST_LON = 0.08, 0.1


class UnknownDistrict(Exception):
    """The district code is none of Seoul's 25."""


def geocode(*, district_code: str, dong: str = "", address: str = "") -> Point:
    """
    Return the best point known without asking anybody: of the dong, else of the district.

    The address is read only when no dong is given. The same question has the same answer, and
    neighbours in one dong share a point: a scattered one would claim to know more than we do.

    :raises UnknownDistrict: the code is none of Seoul's districts
    """
    district = find_district(district_code)
    if district is None:
        raise UnknownDistrict(district_code)
    name = dong or locate(road_address=address).dong
    known = find_dong(district.code, name)
    if known is None:
        return Point(district.lat, district.lon, Precision.DISTRICT)
    return Point(known.lat, known.lon, Precision.DONG)


def at_address(*, district_code: str, lat: float, lon: float) -> Point | None:
    """Return the point that an online service gave, unless it lies outside the district."""
    district = find_district(district_code)
    if district is None:
        return None
    if abs(lat - district.lat) > FARTHEST_LAT or abs(lon - district.lon) > FARTHEST_LON:
        return None
    return Point(round(lat, 6), round(lon, 6), Precision.ADDRESS)
