"""
Asking the national map service (VWorld, api.vworld.kr) where an address lies.

Off unless GEOCODER_URL is set. Addresses of firms leave this machine, so the service must be named
by whoever runs it; nothing else about a firm is sent. Its answer is
`{"response": {"status": "OK", "result": {"point": {"x": "126.99", "y": "37.56"}}}}`.
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections import OrderedDict
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
REMEMBERED = 20_000
FAILURES_IN_A_ROW = 5  # then the service is taken to be down for the rest of the run
ROAD, LOT = "road", "parcel"

Spot = tuple[float, float]  # latitude, longitude


class AskedInTransaction(Exception):
    """A slow service would hold the database's locks (reliability: row 27)."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key goes to the named service only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


@dataclass
class Geocoder:
    """One run's questions to the service; answers are remembered, failures counted."""

    url: str
    key: str
    timeout: float
    asked: int = 0
    found: int = 0
    failed: int = 0
    _failed_in_a_row: int = 0
    _answers: OrderedDict[tuple[str, str], Spot | None] = field(default_factory=OrderedDict)

    @property
    def is_down(self) -> bool:
        """Say whether the service failed so often in a row that it is asked no more."""
        return self._failed_in_a_row >= FAILURES_IN_A_ROW

    def find(self, *, road_address: str = "", lot_address: str = "") -> Spot | None:
        """
        Return the point of an address by road, else by lot; nothing if the service has none.

        A failure is nothing too: the caller keeps the point of the dong.

        :raises AskedInTransaction: a database transaction is open
        """
        if transaction.get_connection().in_atomic_block:
            raise AskedInTransaction
        for kind, address in ((ROAD, road_address), (LOT, lot_address)):
            if address and (spot := self._remembered(kind, " ".join(address.split()))):
                return spot
        return None

    def _remembered(self, kind: str, address: str) -> Spot | None:
        question = (kind, address)
        if question in self._answers:
            self._answers.move_to_end(question)
            return self._answers[question]
        if self.is_down:
            return None
        self.asked += 1
        try:
            answer = self._ask(kind, address)
        except (OSError, ValueError, KeyError, TypeError, HTTPException) as error:
            # The address is personal enough to stay out of the log.
            logger.warning("geocoder failed: %s", type(error).__name__)
            self.failed += 1
            self._failed_in_a_row += 1
            return None
        self._failed_in_a_row = 0
        self.found += answer is not None
        self._answers[question] = answer
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        return answer

    def _ask(self, kind: str, address: str) -> Spot | None:
        query = {
            "service": "address", "request": "getcoord", "version": "2.0", "crs": "epsg:4326",
            "format": "json", "refine": "false", "simple": "true", "type": kind,
            "address": address, "key": self.key,
        }  # fmt: skip
        # Settings allow only https, or http to this machine.
        request = urllib.request.Request(f"{self.url}?{urlencode(query)}")
        opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=self.timeout) as answer:
            told = json.loads(answer.read(MOST_BYTES))["response"]
        if told["status"] == "NOT_FOUND":
            return None
        if told["status"] != "OK":
            raise ValueError("refused")  # a wrong key, a spent quota
        point = told["result"]["point"]
        return float(point["y"]), float(point["x"])


def geocoder_by_settings() -> Geocoder | None:
    """Return the service that the settings name, or nothing while it is off."""
    if not settings.GEOCODER_URL:
        return None
    return Geocoder(settings.GEOCODER_URL, settings.GEOCODER_KEY, settings.GEOCODER_TIMEOUT)
