"""The demo's processes: revived when they die, stopped by their main process, none left behind."""

from __future__ import annotations

import importlib.util
import os
import select
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# A main process that notes whether it was asked to stop, and a child that hears nothing of it.
FAMILY = """
import os, signal, sys, time
child = os.fork()
name = "child" if child == 0 else "main"
def told(*_):
    open(f"{sys.argv[1]}/{name}-told", "w").close()
    if name == "main": sys.exit()
signal.signal(signal.SIGTERM, told)
if name == "main": print(child, flush=True)
while True: time.sleep(60)
"""


@pytest.fixture
def processes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("processes", ROOT / "bin/processes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["processes"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def started(processes: ModuleType, place: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int]:
    """Start the family and return it with a handle of its grandchild."""
    lines: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(processes, "say", lambda line, *_: lines.put(line))
    (place / "family.py").write_text(FAMILY)
    child = processes.Child(
        "family", f"{sys.executable} {place}/family.py {place}", dict(os.environ)
    )
    child.start()
    return child, os.pidfd_open(int(lines.get(timeout=20)))


def test_only_the_main_process_is_asked_and_none_is_left(
    processes: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    child, grandchild = started(processes, tmp_path, monkeypatch)

    processes.stop_all([child])

    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert (tmp_path / "main-told").exists()
    assert not (tmp_path / "child-told").exists()
    assert child.process.poll() == 0
    assert gone(grandchild)


def test_a_killed_one_is_started_again_without_its_old_children(
    processes: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, grandchild = started(processes, tmp_path, monkeypatch)
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()

    child.revive()
    assert gone(grandchild)
    child.start_at = 0.001  # its pause is over
    child.revive()

    assert child.process.pid != first
    assert child.process.poll() is None
    child.clear_group()


def test_one_that_keeps_dying_waits_longer_each_time(
    processes: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "say", lambda *_: None)
    child = processes.Child("broken", "false", dict(os.environ))
    pauses = []

    for _ in range(7):
        child.start()
        child.process.wait()
        child.revive()
        pauses.append(child.pause)

    assert pauses == [2, 4, 8, 16, 30, 30, 30]


def gone(handle: int) -> bool:
    """Return whether the process of a handle has ended; the kernel tells, within a moment."""
    return bool(select.select([handle], [], [], 10)[0])
