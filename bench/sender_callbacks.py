"""Callbacks that come late, twice and out of order, and some that never come."""

from __future__ import annotations

import argparse
import socket
import sys
import time
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from sender_world import Databases, World, run

LATE = 20  # seconds by which a callback may come after its step
CHECKS = "40,60,80"  # seconds after the call; in the product ten minutes, an hour, a day
PATIENCE = 420.0


def callbacks(databases: Databases, asked: argparse.Namespace) -> None:
    """Every text has two events, each is doubled or dropped; then compare with the provider."""
    port = free_port()
    habits = (
        "--callback-delay=1", f"--callbacks-shuffled={LATE}", "--callbacks-doubled=1",
        "--callbacks-dropped=0.2", f"--seed={asked.seed}",
    )  # fmt: skip
    public = f"http://127.0.0.1:{port}"
    world = World(databases, "callbacks", *habits, PUBLIC_URL=public, SMS_STATUS_CHECKS=CHECKS)
    try:
        world.fill(asked.texts)
        web = f"--config python:config.web --bind 127.0.0.1:{port} config.wsgi:application"
        world.start_process([sys.executable, "-m", "gunicorn", *web.split()])
        wait_for_web(public)
        begun = time.monotonic()
        world.start()
        while time.monotonic() < begun + PATIENCE:
            time.sleep(5)
            wrong = compare(world)
            if world.count() >= asked.texts and not wrong:
                break
        seconds = time.monotonic() - begun
        events = 2 * world.count()
        figures = world.figures()
    finally:
        world.close()
    print(
        f"  {events} events, each twice, 20 % dropped, up to {LATE} s late: "
        f"{wrong} of {asked.texts} wrong after {seconds:.0f} s; "
        f"events taken {figures['events']}, asked after {figures['asked_after']}, "
        f"twice {figures['accepted_twice']}"
    )


def compare(world: World) -> int:
    """Return for how many texts our last word differs from the provider's truth."""
    told = run(["bench/sender_steps.py", "deliveries"], world.environment).split()
    known = dict(zip(told[::2], told[1::2], strict=True))
    # The simulator loses what goes to these numbers, and delivers the rest.
    truth = {
        number: "undelivered" if number.startswith("+82100998") else "delivered" for number in known
    }
    return sum(1 for number in known if known[number] != truth[number])


def wait_for_web(address: str) -> None:
    opener = build_opener(ProxyHandler({}))
    for _ in range(300):
        try:
            opener.open(f"{address}/healthz/", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    sys.exit("the web process does not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
