"""Which spellings of an address mean one site."""

from __future__ import annotations

import re
from typing import NamedTuple

from outreach.rules.addresses import without_place

# 가산디지털1로 128, 퇴계로86가길 20, 을지로 지하 12; not 을지로3가, which is a dong.
ROAD = re.compile(
    r"(?P<name>[가-힣].*(?:로|길)) ?(?P<level>지하)? ?(?P<number>\d+(?:-\d+)?)(?![\d가길번동])"
)
# 가산동 448-1번지, 성수동2가 277-151, 독산동 산 12
LOT = re.compile(r"(?P<name>[가-힣]\S*[가동로]) ?(?P<hill>산)? ?(?P<number>\d+(?:-\d+)?)(?!\d)")
DONG_ALONE = re.compile(r"(?:[가-힣]+\d*[동가로길](?:\s+|$))+")  # a whole neighbourhood is no site
FRONT = re.compile(r"[,(]")
NUMBER = re.compile(r"\d+")
UNITS = re.compile(r"(\d+(?:[-~,· ]+\d+)*) ?호(?![가-힣])")


class Site(NamedTuple):
    """A building and the units in it that an address names, if it names any."""

    building: str
    units: frozenset[str]

    def meets(self, other: Site) -> bool:
        """Tell whether both may be one: the same building, and no other unit of it."""
        if not self.building or self.building != other.building:
            return False
        return not self.units or not other.units or bool(self.units & other.units)


def site_of(address: str) -> Site:
    """
    Return the site of an address within its district, by road or by lot.

    City, district, floor, dong in brackets and the building's name do not count, because one list
    has them and another has not; what has neither road nor lot is compared as it is written.
    """
    street = without_place(address)
    front = FRONT.split(street, 1)[0]
    road = ROAD.match(front)
    if road:
        name = "".join(road["name"].split())
        return Site(f"{name}{road['level'] or ''} {road['number']}", _units(street[road.end() :]))
    lot = LOT.match(front)
    if lot:
        building = f"{lot['name']} {lot['hill'] or ''}{lot['number']}"
        return Site(building, _units(street[lot.end() :]))
    plain = "" if DONG_ALONE.fullmatch(front) else re.sub(r"[\W_]+", "", front).casefold()
    return Site(plain, _units(street))


NO_UNITS: frozenset[str] = frozenset()


def _units(text: str) -> frozenset[str]:
    if "호" not in text:
        return NO_UNITS
    return frozenset(number for found in UNITS.findall(text) for number in NUMBER.findall(found))
