"""The job cluster with real processes and a real kill -9, on a database file of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django_q.signing import SignedPackage

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, "manage.py"]
PATIENCE = 3.0
LONG_ENOUGH = 120.0  # for two starts on a busy machine; a stalled cluster never gets there


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a database that knows the queue and nothing else."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("the cluster under test has an SQLite file of its own: once is enough")
    folder = tmp_path_factory.mktemp("queue")
    subprocess.run(
        [*MANAGE, "migrate", "-v0", "django_q"], cwd=ROOT, env=environment(folder), check=True
    )
    return folder


@pytest.fixture
def place(queue: Path, tmp_path: Path) -> Path:
    """Return a folder with a copy of that database."""
    return shutil.copytree(queue, tmp_path, dirs_exist_ok=True)


def environment(place: Path) -> dict[str, str]:
    return {
        **os.environ,
        "VAR_DIR": str(place),
        "DATABASE_URL": f"sqlite://{place}/jobs.sqlite3",
        "JOB_WORKERS": "1",  # an idle worker is then the one that holds the lock of the queue
    }


@contextmanager
def jobs(place: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command and stop it as the demo does."""
    with (place / "log").open("wb") as log:
        command = [*MANAGE, "run_jobs", f"--stall-after={PATIENCE}", *options]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(place), stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def within(seconds: float, process: subprocess.Popen[bytes], seen: Callable[[], bool]) -> bool:
    """Return whether something is seen before the time is over, looking while a process runs."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        return seen()
    return seen()


def workers(place: Path) -> list[int]:
    """Return the pids of the workers started so far, oldest first."""
    return [int(p) for p in re.findall(r"ready for work at (\d+)", (place / "log").read_text())]


def enqueue(place: Path, count: int) -> None:
    with sqlite3.connect(place / "jobs.sqlite3", timeout=20) as database:
        for number in range(count):
            task = {"id": f"{number:032}", "name": "t", "func": "os.getpid", "args": (),
                    "kwargs": {}, "ack_failure": True}  # fmt: skip
            database.execute(
                "INSERT INTO django_q_ormq (key, payload, lock) VALUES ('ansim', ?, ?)",
                (SignedPackage.dumps(task), "2026-01-01 00:00:00"),
            )
    database.close()


def left(place: Path) -> int:
    with sqlite3.connect(place / "jobs.sqlite3", timeout=20) as database:
        (count,) = database.execute("SELECT count(*) FROM django_q_ormq").fetchone()
    database.close()
    return int(count)


def kill_idle_worker(place: Path, process: subprocess.Popen[bytes]) -> None:
    """Kill the only worker while it waits for a job, and see the cluster replace it."""
    enqueue(place, 1)
    assert within(LONG_ENOUGH, process, lambda: left(place) == 0), (place / "log").read_text()
    started = len(workers(place))  # before the kill: the next one may come at any moment
    os.kill(workers(place)[-1], signal.SIGKILL)
    replaced = within(LONG_ENOUGH, process, lambda: len(workers(place)) > started)
    assert replaced, (place / "log").read_text()


def test_jobs_go_on_after_an_idle_worker_was_killed(place: Path) -> None:
    with jobs(place) as process:
        kill_idle_worker(place, process)
        enqueue(place, 20)

        assert within(LONG_ENOUGH, process, lambda: left(place) == 0), (place / "log").read_text()
    assert "the job cluster ends" in (place / "log").read_text()


def test_a_single_waiting_job_is_enough_to_see_it(place: Path) -> None:
    with jobs(place) as process:
        kill_idle_worker(place, process)
        enqueue(place, 1)  # taken from the queue at once, so no row of the queue looks due

        assert within(LONG_ENOUGH, process, lambda: left(place) == 0), (place / "log").read_text()


def test_without_the_watchdog_the_cluster_stands_still(place: Path) -> None:
    with subprocess.Popen(
        [*MANAGE, "qcluster"], cwd=ROOT, env=environment(place), start_new_session=True,
        stderr=(place / "log").open("wb"),
    ) as process:  # fmt: skip
        try:
            kill_idle_worker(place, process)
            enqueue(place, 20)

            assert not within(PATIENCE * 3, process, lambda: left(place) < 20)
            assert process.poll() is None
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def test_asked_to_stop_it_leaves_no_process(place: Path) -> None:
    with jobs(place) as process:
        assert within(LONG_ENOUGH, process, lambda: bool(workers(place)))
    marker = f"VAR_DIR={place}".encode()

    alive = [p for p in Path("/proc").glob("[0-9]*") if marker in environment_of(p)]

    assert process.returncode == 0
    assert alive == []


def environment_of(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""
