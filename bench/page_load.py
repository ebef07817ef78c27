"""A real web process and the people at its pages, for bench/pages.py."""

from __future__ import annotations

import ctypes
import http.client
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 60.0
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ask:
    """One request: a page, or a form as htmx sends it."""

    address: str
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Person:
    """Somebody signed in, by the cookies of their browser."""

    port: int
    cookies: Mapping[str, str]

    def ask(self, ask: Ask) -> tuple[int, bytes]:
        """Return the status and the body of the answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if ask.fields is not None:
            body = urlencode(ask.fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "HX-Request": "true",
                "X-CSRFToken": self.cookies["csrftoken"],
            }
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request("GET" if body is None else "POST", ask.address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@dataclass(frozen=True)
class Taken:
    """How long each answer took, in seconds, and how long all of them together."""

    each: list[float]
    together: float
    wrong: int
    """Answers that were no page."""


@contextmanager
def web(environment: Mapping[str, str], port: int) -> Iterator[None]:
    """Run the web process of the Procfile for as long as the block."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("web:"))
    wished = {**os.environ, **environment, "PORT": str(port), "HOST": HOST}
    wished["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{wished['PATH']}"
    command = re.sub(
        r"\$\{(\w+):-([^}]*)\}",
        lambda found: shlex.quote(wished.get(found[1], "") or found[2]),
        line.removeprefix("web:").strip(),
    )
    process = subprocess.Popen(
        shlex.split(command),
        cwd=ROOT,
        env=wished,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # Linux: also when we are killed outright


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            Person(port, {}).ask(Ask("/healthz/"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web process did not start.")


def load(person: Person, asks: Sequence[Ask], *, clients: int, rounds: int) -> Taken:
    """Let so many clients ask so often each, without a pause between two of their requests."""
    # So that each process has loaded what it needs; one after the other, all would go to one.
    with ThreadPoolExecutor(clients) as all_at_once:
        list(
            all_at_once.map(person.ask, [asks[number % len(asks)] for number in range(clients * 2)])
        )
    each: list[float] = []
    wrong: list[int] = []

    def work(first: int) -> None:
        for turn in range(rounds):
            started = time.perf_counter()
            status, _body = person.ask(asks[(first + turn * clients) % len(asks)])
            each.append(time.perf_counter() - started)
            if status != http.client.OK:
                wrong.append(status)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Taken(each, time.perf_counter() - started, len(wrong))
