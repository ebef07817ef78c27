"""Steps as processes of their own: seconds, processor seconds, memory and what they said."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Measured:
    """One step: how long it took, the most memory it and its children held, what it said."""

    seconds: float
    cpu: float  # of it and its children; on a machine that does nothing else it bounds the seconds
    megabytes: float
    told: str
    load: float


def measure(arguments: list[str], environment: dict[str, str]) -> Measured:
    """Run a step in its own process and watch it."""
    started, used, load = time.perf_counter(), cpu_of_children(), os.getloadavg()[0]
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peaks = [0.0]
    watcher = threading.Thread(target=watch, args=(process, peaks), daemon=True)
    watcher.start()
    told, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(arguments)}\n{told}")
    return Measured(seconds, cpu_of_children() - used, peaks[0], told, load)


def cpu_of_children() -> float:
    """Return the processor seconds of all children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    """Sample the memory of a process and all its descendants."""
    while process.poll() is None:
        total = sum(resident(pid) for pid in family(process.pid))
        peaks[0] = max(peaks[0], total / 1024)
        time.sleep(0.3)  # each look costs some ten milliseconds


def family(pid: int) -> list[int]:
    """Return a process with its descendants."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def resident(pid: int) -> int:
    """Return the kilobytes that a process holds; what forks share counts once (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
