"""The phone simulator as a real process on a free port, for any test that sends texts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "token-of-the-tests"
START_SECONDS = 20.0
WAIT_SECONDS = 10.0

T = TypeVar("T")
_open = build_opener(ProxyHandler({})).open


def wait_for(look: Callable[[], T | None], seconds: float = WAIT_SECONDS) -> T:
    """Look again and again until there is something, or fail at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing came within {seconds} s")
        time.sleep(0.02)  # between two looks, never instead of one


@dataclass(frozen=True)
class RunningSimulator:
    """A simulator that runs; `base_url` is what TWILIO_BASE_URL wants."""

    base_url: str
    log_path: Path
    process: subprocess.Popen[bytes]

    def log(self) -> list[dict[str, Any]]:
        """Return every accepted message: sid, to, from, body, time, callback_url."""
        return [json.loads(line) for line in self.log_path.read_text("utf-8").splitlines()]

    def faults(self, kind: str, times: int = 1) -> None:
        """Make the next posts go wrong: 429, 500, 500-after-accept, hang, reset, garbage."""
        self.post_json("/_faults", {"kind": kind, "times": times})

    def clear_faults(self) -> None:
        self.post_json("/_faults", {"clear": True})

    def post_json(self, path: str, content: object) -> None:
        body = json.dumps(content).encode()
        request = Request(self.base_url + path, body, {"Content-Type": "application/json"})
        _open(request, timeout=WAIT_SECONDS).close()

    def page(self, path: str) -> str:
        """Return a page as a browser would get it."""
        with _open(self.base_url + path, timeout=WAIT_SECONDS) as answer:
            return str(answer.read().decode())

    def stop(self) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT_SECONDS)


def start_simulator(folder: Path, *options: str) -> RunningSimulator:
    """Start a simulator whose log lies in this folder, and wait until it answers."""
    log_path = folder / "simulator.jsonl"
    command = [sys.executable, str(ROOT / "bin" / "simulator"), "--port", "0"]
    command += ["--log", str(log_path), "--auth-token", AUTH_TOKEN, "--callback-delay", "0.05"]
    said = folder / "simulator.out"
    with said.open("w") as out:
        process = subprocess.Popen([*command, *options], stdout=out, start_new_session=True)
    try:
        wait_for(lambda: said.read_text().endswith("\n"), START_SECONDS)
    except BaseException:
        process.kill()
        raise
    base_url = said.read_text().removeprefix("simulator: ").strip()
    return RunningSimulator(base_url, log_path, process)


@pytest.fixture
def simulator(tmp_path: Path, settings: Settings) -> Iterator[RunningSimulator]:
    """Run a simulator for one test and point the SMS channel at it."""
    running = start_simulator(tmp_path)
    settings.TWILIO_BASE_URL = running.base_url
    settings.TWILIO_ACCOUNT_SID = ACCOUNT_SID
    settings.TWILIO_AUTH_TOKEN = AUTH_TOKEN
    settings.ALLOW_FAKE_PROVIDER = True
    yield running
    if running.process.poll() is None:
        running.stop()


@dataclass
class Listener:
    """A web server of the test's own that keeps every callback it gets."""

    url: str
    received: list[Callback]

    def wait_for_status(self, *statuses: str) -> list[Callback]:
        """Return the callbacks of these statuses once all have come."""
        wanted = set(statuses)
        wait_for(lambda: wanted <= {c.form["MessageStatus"] for c in self.received})
        return [c for c in self.received if c.form["MessageStatus"] in wanted]


@dataclass(frozen=True)
class Callback:
    """One callback: the address asked for, its form and its signature."""

    url: str
    form: dict[str, str]
    signature: str


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen for status callbacks on a free port."""
    received: list[Callback] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send_response(204)
            self.end_headers()
            address = f"http://{self.headers['Host']}{self.path}"
            form = dict(parse_qsl(body, keep_blank_values=True))
            received.append(Callback(address, form, self.headers["X-Twilio-Signature"]))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield Listener(f"http://127.0.0.1:{server.server_port}", received)
        server.shutdown()
