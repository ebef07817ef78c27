"""Drives by a travel service: asked once, kept, and the model where it is silent."""

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

from scheduling.actions.driving_times import KEPT, ask_for_ways, missing_ways, with_kept_ways
from scheduling.channels import roads
from scheduling.channels.roads import AskedInTransaction, Roads, RoadsAreSilent, roads_by_settings
from scheduling.models import DrivingTimes
from scheduling.planner.problem import Problem
from scheduling.planner.travel import model_minutes
from tests.cast import NOW
from tests.scheduling.planner.cast import make_problem, make_visit

pytestmark = pytest.mark.django_db(transaction=True)
Point = tuple[float, float]


def seconds(origin: Point, goal: Point) -> float:
    """Return what the service says: whole minutes by latitude, one way dearer than back."""
    if goal == (37.9, 127.0):
        return -1  # no road leads there
    return round(abs(origin[0] - goal[0]) * 60_000) + 60.0 * (origin < goal)


class Service(ThreadingHTTPServer):
    """A table service on this machine that speaks as OSRM and as Valhalla do."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.questions: list[int] = []
        self.raw: bytes | None = None
        self.hang = threading.Event()
        self.is_slow = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def table(self, origins: list[Point], goals: list[Point]) -> list[list[float | None]]:
        self.questions.append(len(origins) * len(goals))
        rows = [[seconds(a, b) for b in goals] for a in origins]
        return [[None if value < 0 else value for value in row] for row in rows]


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path.startswith("/table/v1/driving/")
        places = [one.split(",") for one in parts.path.rpartition("/")[2].split(";")]
        points = [(float(lat), float(lon)) for lon, lat in places]
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        assert asked["annotations"] == "duration"
        origins, goals = (
            [points[int(number)] for number in asked[side].split(";")]
            for side in ("sources", "destinations")
        )
        self.tell({"code": "Ok", "durations": self.server.table(origins, goals)})

    def do_POST(self) -> None:
        assert self.path == "/sources_to_targets"
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert body["costing"] == "auto"
        origins, goals = (
            [(place["lat"], place["lon"]) for place in body[side]]
            for side in ("sources", "targets")
        )
        rows = self.server.table(origins, goals)
        self.tell({"sources_to_targets": [[{"time": cell} for cell in row] for row in rows]})

    def tell(self, answer: object) -> None:
        if self.server.is_slow:
            self.server.hang.wait(5)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.raw or json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service(settings: object) -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        settings.TRAVEL_URL = server.url  # type: ignore[attr-defined]
        yield server
        server.hang.set()
        server.shutdown()
        thread.join()


def four_places() -> Problem:
    visits = [make_visit(1, 10), make_visit(2, 20), make_visit(3, 30)]
    return make_problem(visits)


def by_hand(problem: Problem) -> list[list[int]]:
    """Return what the service says in minutes, with the minutes of parking."""
    points = [(c.lat, c.lon) for c in problem.centres] + [(v.lat, v.lon) for v in problem.visits]
    rounded = [(round(lat, 5), round(lon, 5)) for lat, lon in points]
    park = problem.travel.parking_min
    return [
        [0 if a == b else int(-(-seconds(a, b) // 60) + park) for b in rounded] for a in rounded
    ]


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_both_services_are_asked_once_and_their_minutes_kept(
    kind: str, service: Service, settings: object
) -> None:
    settings.TRAVEL_SERVICE = kind  # type: ignore[attr-defined]
    problem = four_places()

    assert missing_ways(problem) == 12
    assert ask_for_ways(problem, now=NOW) == 16
    assert ask_for_ways(problem, now=NOW) == 0

    assert service.questions == [16]
    assert missing_ways(problem) == 0
    assert [list(row) for row in with_kept_ways(problem).ways] == by_hand(problem)


def test_a_new_place_costs_only_its_own_questions(service: Service) -> None:
    ask_for_ways(four_places(), now=NOW)
    more = make_problem([*four_places().visits, make_visit(4, 40)])

    ask_for_ways(more, now=NOW)

    assert missing_ways(more) == 0
    assert sorted(service.questions) == [4, 5, 16]


def test_many_places_are_asked_in_parts(service: Service) -> None:
    problem = make_problem([make_visit(number, number) for number in range(1, 61)])

    ask_for_ways(problem, now=NOW)

    assert max(service.questions) <= 50 * 50
    assert missing_ways(problem) == 0
    assert [list(row) for row in with_kept_ways(problem).ways] == by_hand(problem)


def test_a_silent_service_leaves_the_model_and_is_counted(service: Service) -> None:
    service.shutdown()
    service.server_close()
    problem = four_places()

    assert ask_for_ways(problem, now=NOW) == 0
    assert missing_ways(problem) == 12
    assert [list(row) for row in with_kept_ways(problem).ways] == model_minutes(problem).tolist()


def test_a_slow_service_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "TIMEOUT", 0.1)
    service.is_slow = True

    assert ask_for_ways(four_places(), now=NOW) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b'{"code": "NoTable"}',
        b'{"code": "Ok", "durations": [[1]]}',
        b'{"code": "Ok", "durations": [["1", 2], [3, 4]]}',
        b'{"code": "Ok", "durations": 1}',
    ],
)
def test_what_is_no_table_is_not_believed(raw: bytes, service: Service) -> None:
    service.raw = raw
    named = Roads("osrm", service.url, 1.0)

    with pytest.raises(RoadsAreSilent):
        named.seconds([(37.5, 127.0), (37.6, 127.0)], [(37.5, 127.0), (37.6, 127.0)])


def test_where_no_road_leads_the_model_stands_in(service: Service) -> None:
    named = Roads("osrm", service.url, 1.0)

    assert named.seconds([(37.5, 127.0)], [(37.9, 127.0)]) == [[None]]


def test_old_minutes_are_asked_again(service: Service) -> None:
    ask_for_ways(four_places(), now=NOW - KEPT - timedelta(days=1))

    assert ask_for_ways(four_places(), now=NOW) == 16


def test_it_is_off_until_it_is_named(settings: object) -> None:
    problem = four_places()

    assert with_kept_ways(problem) is problem
    assert (missing_ways(problem), ask_for_ways(problem, now=NOW)) == (0, 0)
    assert not DrivingTimes.objects.exists()
    settings.TRAVEL_URL, settings.TRAVEL_SERVICE = "https://x", "other"  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match="TRAVEL_SERVICE"):
        roads_by_settings()


def test_it_is_not_asked_in_a_transaction(service: Service) -> None:
    with transaction.atomic(), pytest.raises(AskedInTransaction):
        ask_for_ways(four_places(), now=NOW)
