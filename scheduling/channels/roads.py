"""
Asking a table service (OSRM or Valhalla) how long the drives between many points take.

Off unless TRAVEL_URL is set. Points leave this machine, nothing else about a workplace does.
OSRM answers `{"code": "Ok", "durations": [[seconds, …], …]}`, Valhalla
`{"sources_to_targets": [[{"time": seconds}, …], …]}`; a drive that cannot be is null.
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

logger = logging.getLogger(__name__)

AT_ONCE = 50  # points on each side of one question: what both services allow by themselves
TIMEOUT = 5.0  # seconds for one question
MOST_BYTES = 4 * 1024 * 1024
OSRM, VALHALLA = "osrm", "valhalla"

Point = tuple[float, float]  # latitude, longitude
Seconds = list[list[int | None]]


class AskedInTransaction(Exception):
    """A slow service would hold the database's locks (reliability: row 27)."""


class RoadsAreSilent(Exception):
    """The service did not answer, or not with a table."""


@dataclass(frozen=True)
class Roads:
    """A table service by its address."""

    service: str
    url: str
    timeout: float

    def seconds(self, origins: Sequence[Point], goals: Sequence[Point]) -> Seconds:
        """
        Return the seconds of each drive: a row for each origin, a column for each goal.

        :raises RoadsAreSilent: no answer in time, or not one of a table service
        :raises AskedInTransaction: a database transaction is open
        """
        if transaction.get_connection().in_atomic_block:
            raise AskedInTransaction
        table: Seconds = []
        for some in _parts(origins):
            rows: Seconds = [[] for _ in some]
            for others in _parts(goals):
                for row, more in zip(rows, self._block(some, others), strict=True):
                    row += more
            table += rows
        return table

    def _block(self, origins: Sequence[Point], goals: Sequence[Point]) -> Seconds:
        asked = self._of_osrm if self.service == OSRM else self._of_valhalla
        answer = self._answer(asked(origins, goals))
        try:
            table = _read_osrm(answer) if self.service == OSRM else _read_valhalla(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise RoadsAreSilent("not a table") from error
        if [len(row) for row in table] != [len(goals)] * len(origins):
            raise RoadsAreSilent("a table of another size")
        return table

    def _of_osrm(self, origins: Sequence[Point], goals: Sequence[Point]) -> urllib.request.Request:
        places = ";".join(f"{lon:.5f},{lat:.5f}" for lat, lon in (*origins, *goals))
        sides = {
            "sources": ";".join(map(str, range(len(origins)))),
            "destinations": ";".join(str(len(origins) + n) for n in range(len(goals))),
            "annotations": "duration",
        }
        address = f"{self.url.rstrip('/')}/table/v1/driving/{places}?{urlencode(sides, safe=';')}"
        return urllib.request.Request(address)

    def _of_valhalla(
        self, origins: Sequence[Point], goals: Sequence[Point]
    ) -> urllib.request.Request:
        body = {
            "sources": [{"lat": lat, "lon": lon} for lat, lon in origins],
            "targets": [{"lat": lat, "lon": lon} for lat, lon in goals],
            "costing": "auto",
        }
        return urllib.request.Request(
            f"{self.url.rstrip('/')}/sources_to_targets",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )

    def _answer(self, request: urllib.request.Request) -> dict[str, object]:
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                raw = response.read(MOST_BYTES + 1)
        except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
            logger.warning("Travel service: no answer (%s)", type(error).__name__)
            raise RoadsAreSilent("no answer") from error
        try:
            answer: object = json.loads(raw)
        except ValueError as error:
            raise RoadsAreSilent("not JSON") from error
        if len(raw) > MOST_BYTES or not isinstance(answer, dict):
            raise RoadsAreSilent("not a table")
        return answer


def roads_by_settings() -> Roads | None:
    """Return the service that the settings name, if they name one."""
    if not settings.TRAVEL_URL:
        return None
    if settings.TRAVEL_SERVICE not in (OSRM, VALHALLA):
        raise ImproperlyConfigured(f"TRAVEL_SERVICE is neither {OSRM} nor {VALHALLA}.")
    return Roads(settings.TRAVEL_SERVICE, settings.TRAVEL_URL, TIMEOUT)


def _parts(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    for first in range(0, len(points), AT_ONCE):
        yield points[first : first + AT_ONCE]


def _read_osrm(answer: dict[str, object]) -> Seconds:
    if answer["code"] != "Ok":
        raise ValueError(answer["code"])
    return [[_whole(value) for value in row] for row in _rows(answer["durations"])]


def _read_valhalla(answer: dict[str, object]) -> Seconds:
    return [
        [_whole(cell["time"] if isinstance(cell, dict) else None) for cell in row]
        for row in _rows(answer["sources_to_targets"])
    ]


def _rows(value: object) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise TypeError("no rows")
    return value


def _whole(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400:
        raise ValueError("no number of seconds")
    return round(value)
