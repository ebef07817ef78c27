"""The demo as a person starts it: first page, a text on a phone, Ctrl-C, and nothing left."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.fixtures_simulator import wait_for
from tests.journey.browser import Browser

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE = 240.0  # seconds for set-up, database, city, static files and start, on a busy machine
ENDED = 40.0
WORKPLACES = 40

# Run once, when both databases are done with: it is a whole installation of its own.
pytestmark = pytest.mark.browser


class Demo:
    """A running demo with a folder, a port and phones of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.said = folder / "said.log"
        own = {
            "DEMO_DIR": str(folder / "demo"),
            "DEMO_WORKPLACES": str(WORKPLACES),
            "PORT": str(self.port),
        }
        strange = ("DATABASE_URL", "VAR_DIR", "HOST", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE")
        inherited = {name: value for name, value in os.environ.items() if name not in strange}
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [ROOT / "bin/demo"],
                env={**inherited, **own},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def lines(self) -> str:
        return self.said.read_text("utf-8", "replace")

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.lines
        return "ready after" in self.lines

    def texts(self) -> list[dict[str, str]]:
        """Return what the phones got."""
        log = self.folder / "demo/phones.jsonl"
        if not log.exists():
            return []
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()]

    def processes(self) -> dict[int, str]:
        """Return every process of this demo, however it was started, by its surroundings."""
        mark = f"DEMO_DIR={self.folder / 'demo'}".encode()
        found: dict[int, str] = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (place / "environ").read_bytes().split(b"\0"):
                    found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it ended meanwhile, or belongs to somebody else
                continue
        return found

    def end(self) -> None:
        """Leave nothing behind, whatever the test has come to."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(ENDED)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for number in self.processes():
            os.kill(number, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    running.end()


def test_the_demo_starts_works_and_stops(demo: Demo) -> None:
    wait_for(demo.is_ready, FIRST_PAGE)
    visitor = Browser(f"http://127.0.0.1:{demo.port}")

    first = visitor.open("/")
    roles = [form for form in first.forms() if form.address.endswith("/demo/sign-in/")]
    assert len(roles) == 8
    coordinator = next(form for form in roles if form.named("role")[0].value == "COORDINATOR")
    today = visitor.send(first, coordinator)
    assert today.heading
    phones = requests.get(today.link("휴대전화"), timeout=10)
    assert phones.status_code == 200

    before = len(demo.texts())
    visitor.send(today, today.form(to="/demo/next-text/"))
    text = wait_for(lambda: demo.texts()[before:], 30.0)[0]
    assert text["body"].startswith("[서울소공인건강센터]")
    running = " ".join(demo.processes().values())
    for part in ("gunicorn", "send_messages", "run_jobs", "bin/simulator"):
        assert part in running

    demo.process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    assert demo.process.wait(ENDED) == 0, demo.lines

    assert "stopped" in demo.lines and "did not stop in time" not in demo.lines
    assert demo.processes() == {}, f"after {time.monotonic() - asked:.0f} s"
    assert not [line for line in demo.lines.splitlines() if "Traceback" in line]
