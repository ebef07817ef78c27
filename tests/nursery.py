"""Starts real processes again and again without loading the product anew for each of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures_simulator import wait_for

ROOT = Path(__file__).resolve().parents[1]
# What is loaded once is forked: each child has connections, threads and a session of its own.
_NURSERY = """
import os, signal, sys, traceback
import django
django.setup()
{load}
from django.db import connections
assert not any(one.connection for one in connections.all(initialized_only=True))
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are gone at once, nobody fetches them
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    code = 1
    try:
        run(*line.split())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
"""


@dataclass(frozen=True)
class Child:
    """A process that a nursery brought into the world; only its life can be asked about."""

    pid: int

    @property
    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """Kill it outright, at whatever it is doing, and see it dead."""
        if self.is_alive:
            os.kill(self.pid, signal.SIGKILL)
        wait_for(lambda: not self.is_alive)


@dataclass(frozen=True)
class Nursery:
    """Holds the product loaded, and forks."""

    process: subprocess.Popen[str]

    @contextmanager
    def child(self, *arguments: object) -> Iterator[Child]:
        """Run in a process of its own; it is killed at the end if it still runs."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(" ".join(map(str, arguments)) + "\n")
        self.process.stdin.flush()
        child = Child(int(self.process.stdout.readline()))
        try:
            yield child
        finally:
            child.kill()


@contextmanager
def nursery(load: str, environment: Mapping[str, str]) -> Iterator[Nursery]:
    """Load what `load` says, which defines `run`, under this environment."""
    process = subprocess.Popen(
        [sys.executable, "-c", _NURSERY.format(load=load)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        yield Nursery(process)
    finally:
        process.kill()
        process.communicate()
