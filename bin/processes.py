"""The processes of the demo: each in a session of its own, revived when it dies, stopped whole."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
GRACE = 20.0  # seconds for all children to finish what they do
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again


def say(line: str, speaker: str = "demo") -> None:
    """Print one line under the name of who says it."""
    print(f"{speaker:<9} | {line}", flush=True)


def end_with_parent() -> None:
    """Ask the kernel to end this child when the demo is killed outright (prctl, Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass
class Child:
    """One process of the Procfile, in a session of its own."""

    name: str
    command: str
    environment: dict[str, str]
    process: subprocess.Popen[str] = field(init=False)
    started_at: float = field(init=False)
    start_at: float = 0.0  # when to start it again; 0 while it runs
    pause: float = 1.0

    def start(self) -> None:
        """Start it and pass on what it prints."""
        self.started_at = time.monotonic()
        self.start_at = 0.0
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {self.command}"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        threading.Thread(target=self.pass_on, args=(self.process.stdout,), daemon=True).start()

    def pass_on(self, lines: IO[str]) -> None:
        """Print each line of the child under its name."""
        for line in lines:
            try:
                say(line.rstrip("\n"), self.name)
            except BrokenPipeError:  # nobody reads us any more: end as if asked to
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def revive(self) -> None:
        """Start it again when it died, after a pause that grows while it keeps dying."""
        now = time.monotonic()
        if self.start_at:
            if now >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.clear_group()
        self.pause = 1.0 if now - self.started_at > LONGEST_PAUSE else self.pause * 2
        self.pause = min(self.pause, LONGEST_PAUSE)
        self.start_at = now + self.pause
        say(f"{self.name} ended with {code}; it starts again in {self.pause:.0f} s")

    def ask_to_stop(self) -> None:
        """Signal its main process alone: a signal to the whole group hangs the job cluster."""
        if self.process.poll() is None:
            self.process.terminate()

    def clear_group(self) -> None:
        """Kill whatever is left of its session."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


def stop_all(running: list[Child]) -> None:
    """Ask every child to stop, wait for them, and leave no process behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in running:
        child.ask_to_stop()
    deadline = time.monotonic() + GRACE
    for child in running:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{child.name} did not stop in time and is ended")
        child.clear_group()
