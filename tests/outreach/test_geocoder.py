from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from config import env
from outreach.actions.geocoding import refine_points
from outreach.channels.geocoder import (
    FAILURES_IN_A_ROW,
    AskedInTransaction,
    Geocoder,
    geocoder_by_settings,
)
from outreach.models import Workplace
from outreach.places.geocoding import Precision, at_address
from tests import cast

BUILDING = (37.56623, 126.99187)
SINCE = cast.NOW - timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


class Service(ThreadingHTTPServer):
    """The service as it answers on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.questions: list[dict[str, str]] = []
        self.answer: object = told(*BUILDING)
        self.status = 200
        self.hang = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/req/address"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.questions.append({name: values[0] for name, values in query.items()})
        if self.server.answer is None:
            self.server.hang.wait(5)
            return
        body = self.server.answer
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


def told(lat: float, lon: float) -> dict[str, object]:
    point = {"x": str(lon), "y": str(lat)}
    result = {"crs": "EPSG:4326", "point": point}
    return {"response": {"status": "OK", "result": result}}


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.hang.set()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(service: Service, timeout: float = 2.0) -> Geocoder:
    return Geocoder(service.url, "key-1", timeout)


def test_an_address_is_asked_the_way_the_service_wants_it(service: Service) -> None:
    spot = ask(service).find(road_address="서울특별시 중구  을지로 157")

    assert spot == BUILDING
    (question,) = service.questions
    assert question["address"] == "서울특별시 중구 을지로 157"
    assert (question["request"], question["type"]) == ("getcoord", "road")
    assert (question["crs"], question["key"]) == ("epsg:4326", "key-1")


def test_the_lot_is_asked_where_the_road_is_unknown_and_nothing_twice(service: Service) -> None:
    service.answer = {"response": {"status": "NOT_FOUND"}}
    geocoder = ask(service)

    for _ in range(2):
        assert geocoder.find(road_address="을지로 157", lot_address="을지로3가 95") is None

    assert [question["type"] for question in service.questions] == ["road", "parcel"]
    assert (geocoder.asked, geocoder.found, geocoder.failed) == (2, 0, 0)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"not json", 200),
        ({"response": {"status": "ERROR", "error": {"code": "INVALID_KEY"}}}, 200),
        ({"response": {"status": "OK", "result": {}}}, 200),
        ({}, 500),
        ({}, 302),  # the key is not carried elsewhere
        ([], 200),
        (b"x" * 100_000, 200),
    ],
)
def test_a_failure_is_counted_and_silent(service: Service, answer: object, status: int) -> None:
    service.answer, service.status = answer, status
    geocoder = ask(service)

    assert geocoder.find(road_address="을지로 157") is None
    assert (geocoder.asked, geocoder.failed) == (1, 1)


def test_a_service_that_hangs_is_left_after_the_time_out(service: Service) -> None:
    service.answer = None

    assert ask(service, timeout=0.1).find(road_address="을지로 157") is None


def test_a_service_that_is_down_is_asked_no_more(service: Service) -> None:
    service.status = 500
    geocoder = ask(service)

    for number in range(FAILURES_IN_A_ROW * 2):
        geocoder.find(road_address=f"을지로 {number}")

    assert geocoder.is_down
    assert len(service.questions) == FAILURES_IN_A_ROW


def test_it_is_never_asked_inside_a_transaction(service: Service) -> None:
    with transaction.atomic(), pytest.raises(AskedInTransaction):
        ask(service).find(road_address="을지로 157")

    assert service.questions == []


def test_a_workplace_gets_the_point_of_its_building(service: Service) -> None:
    centre = cast.make_centre()
    rough = {"precision": Workplace.Precision.DONG, "facts_changed_at": cast.NOW}
    workplace = cast.make_workplace(centre, **rough)
    pinned = cast.make_workplace(
        centre, name="핀", precision=Workplace.Precision.ADDRESS, latitude=37.1
    )

    done = refine_points(geocoder=ask(service), changed_since=SINCE)

    workplace.refresh_from_db()
    pinned.refresh_from_db()
    assert (done.asked, done.located, done.failed) == (1, 1, 0)
    assert (workplace.latitude, workplace.longitude) == BUILDING
    assert workplace.precision == Workplace.Precision.ADDRESS
    assert pinned.latitude == 37.1  # staff know better


@pytest.mark.parametrize("answer", [told(35.1, 129.0), {"response": {"status": "NOT_FOUND"}}])
def test_without_a_point_in_its_district_it_keeps_the_rough_one(
    service: Service, answer: object
) -> None:
    service.answer = answer
    workplace = cast.make_workplace(
        cast.make_centre(),
        precision=Workplace.Precision.DONG,
        facts_changed_at=cast.NOW,
        latitude=37.5,
    )

    refine_points(geocoder=ask(service), changed_since=SINCE)

    workplace.refresh_from_db()
    assert (workplace.latitude, workplace.precision) == (37.5, Workplace.Precision.DONG)


def test_a_point_is_taken_only_in_its_district() -> None:
    point = at_address(district_code="11140", lat=BUILDING[0], lon=BUILDING[1])

    assert point is not None
    assert point.precision is Precision.ADDRESS
    assert at_address(district_code="11140", lat=35.1, lon=129.0) is None
    assert at_address(district_code="26110", lat=35.1, lon=129.0) is None


def test_it_is_off_until_it_is_named(settings: object, service: Service) -> None:
    assert geocoder_by_settings() is None
    settings.GEOCODER_URL = service.url  # type: ignore[attr-defined]

    named = geocoder_by_settings()

    assert named is not None
    assert named.url == service.url


@pytest.mark.parametrize("address", ["http://maps.example/", "ftp://maps.example/"])
def test_a_service_elsewhere_must_be_https(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOCODER_URL", address)

    with pytest.raises(ImproperlyConfigured, match="GEOCODER_URL"):
        env.service_address("GEOCODER_URL")
