"""See that a job cluster has stopped moving, and start it again.

django-q2 1.11: when an idle worker is killed it takes the lock of the task queue with it, and the
whole cluster, still alive, never runs another job. So the cluster watches itself and ends its
process group when jobs wait and none is run; `keep_running` starts it again.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

logger = logging.getLogger(__name__)

STALL_SECONDS = 15.0
DRAIN_SECONDS = 15.0  # what a running job gets to finish when the process is asked to stop
LONGEST_PAUSE = 30.0


@dataclass
class Watch:
    """Decide whether a cluster has stalled from what was seen of it, moment by moment."""

    patience: float = STALL_SECONDS
    waiting: set[int] = field(default_factory=set)
    moved_at: float | None = None

    def stalled(self, waiting: set[int], *, busy: bool, now: float) -> bool:
        """Return whether jobs wait, none is being run, and none has left for too long."""
        left = self.waiting - waiting
        if self.moved_at is None or busy or left or not waiting or not self.waiting:
            self.moved_at = now
        self.waiting = set(waiting)
        return now - self.moved_at >= self.patience


class Busy:
    """Tell whether any worker runs a job: the kernel drops a worker's lock when it dies."""

    def __init__(self) -> None:
        self.memory = os.memfd_create("busy")
        self.held: int | None = None

    def open(self) -> int:
        """Open the shared file anew, since a lock belongs to one opening."""
        return os.open(f"/proc/self/fd/{self.memory}", os.O_RDONLY | os.O_CLOEXEC)

    def begin(self, **kwargs: object) -> None:
        """Say in a worker that a job begins (a receiver of pre_execute)."""
        self.held = self.open()
        fcntl.flock(self.held, fcntl.LOCK_SH)

    def end(self, **kwargs: object) -> None:
        """Say in a worker that its job has ended (a receiver of post_execute_in_worker)."""
        if self.held is not None:
            os.close(self.held)
            self.held = None

    def __bool__(self) -> bool:
        """Return whether some worker holds the lock."""
        probe = self.open()
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(probe)
        return False


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of a child's session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def leave(number: int, frame: FrameType | None) -> NoReturn:
    """Leave `keep_running` through its `finally` when asked to stop."""
    raise SystemExit(0)


def keep_running(command: list[str]) -> NoReturn:
    """Run a command in a session of its own and again whenever it ends, until asked to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    process: subprocess.Popen[bytes] | None = None
    pause = 0.5
    try:
        while True:
            begun = time.monotonic()
            process = subprocess.Popen(command, start_new_session=True)
            process.wait()
            end_group(process)
            lived = time.monotonic() - begun
            pause = 1.0 if lived > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            logger.warning("it ended with %s; again in %s s", process.returncode, pause)
            time.sleep(pause)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        if process is not None:
            drain(process)


def drain(process: subprocess.Popen[bytes]) -> None:
    """Let running jobs finish: ask the main process alone, a signal to the group hangs it."""
    process.terminate()
    try:
        process.wait(DRAIN_SECONDS)
    except subprocess.TimeoutExpired:
        logger.warning("the jobs did not finish in %s s and are ended", DRAIN_SECONDS)
    end_group(process)
