"""
Kill idle workers of the job cluster with -9 and see that jobs go on.

    bin/bench jobs [--on sqlite] [--on postgres://…] [--kills 30] [--at-once 5]

Several clusters run side by side, each on a database of its own. After each kill of an idle worker
twenty jobs are queued; the seconds until all are done are the recovery. The twin is django-q2's own
cluster without our watchdog: it gets as long as ours ever needed, and twice that.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402
from django_q.models import OrmQ  # noqa: E402
from django_q.signing import SignedPackage  # noqa: E402
from sender_world import Databases  # noqa: E402

from config import env  # noqa: E402

JOBS = 20
LONGEST = 120.0  # seconds
READY = re.compile(r"ready for work at (\d+)")


@dataclass
class Cluster:
    """One cluster and its queue."""

    name: str
    address: str
    folder: Path
    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        os.environ[f"URL_{self.name}"] = self.address
        settings = env.database(f"URL_{self.name}", self.folder / "none")
        defaults = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "TIME_ZONE": None}
        rest = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "OPTIONS": {}, "TEST": {}}
        connections.databases[self.name] = {**defaults, **rest, **settings}
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *self.command],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DATABASE_URL": self.address,
                    "VAR_DIR": str(self.folder),
                    "JOB_WORKERS": "2",
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def workers(self) -> list[int]:
        """Return the workers that live, oldest first."""
        told = map(int, READY.findall((self.folder / "log").read_text()))
        return [pid for pid in told if Path(f"/proc/{pid}").exists()]

    def enqueue(self) -> None:
        for number in range(JOBS):
            task = {"id": f"{random.getrandbits(64):032}", "name": f"t{number}",
                    "func": "os.getpid", "args": (), "kwargs": {}, "ack_failure": True}  # fmt: skip
            OrmQ.objects.using(self.name).create(
                key="ansim", payload=SignedPackage.dumps(task), lock="2026-01-01T00:00:00Z"
            )

    def is_done(self) -> bool:
        return not OrmQ.objects.using(self.name).exists()

    def seconds_until_done(self, longest: float) -> float | None:
        begun = time.monotonic()
        while time.monotonic() < begun + longest:
            if self.is_done():
                return time.monotonic() - begun
            time.sleep(0.2)
        return None

    def kill_one_and_recover(self, longest: float) -> float | None:
        """Kill an idle worker, queue jobs, return the seconds until all are done."""
        while len(self.workers()) < 2:
            time.sleep(0.2)
        time.sleep(1.5)  # both are idle by now
        os.kill(random.choice(self.workers()), signal.SIGKILL)
        time.sleep(random.uniform(0.0, 1.0))
        self.enqueue()
        return self.seconds_until_done(longest)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def run_one(cluster: Cluster, kills: int, longest: float) -> list[float | None]:
    """Kill so many workers of one cluster; stop at the first that does not come back."""
    cluster.start()
    try:
        found: list[float | None] = []
        for _ in range(kills):
            found.append(cluster.kill_one_and_recover(longest))
            if found[-1] is None:
                break
        return found
    finally:
        cluster.stop()
        connections[cluster.name].close()


def run_all(
    databases: Databases, command: list[str], kills: list[int], longest: float
) -> list[float | None]:
    clusters = []
    for index in range(len(kills)):
        name = f"{command[0]}{index}".replace("_", "")
        folder = databases.folder / name
        clusters.append(Cluster(name, databases.make(name), folder, command))
    with ThreadPoolExecutor(len(kills)) as pool:
        jobs = zip(clusters, kills, strict=True)
        results = [pool.submit(run_one, cluster, number, longest) for cluster, number in jobs]
        return [seconds for result in results for seconds in result.result()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", action="append", help="sqlite, or a PostgreSQL server's address")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--at-once", type=int, default=5)
    asked = parser.parse_args()
    share = [asked.kills // asked.at_once] * asked.at_once
    for url in asked.on or ["sqlite"]:
        with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
            databases = Databases(url, Path(folder))
            try:
                databases.prepare()
                ours = run_all(databases, ["run_jobs"], share, LONGEST)
                well = sorted(seconds for seconds in ours if seconds is not None)
                print(
                    f"{databases.kind}: {len(ours)} kills, {len(well)} recoveries, seconds: "
                    f"median {median(well):.1f}, max {well[-1]:.1f}",
                    flush=True,
                )
                twin = run_all(databases, ["qcluster"], [1] * asked.at_once, well[-1] * 2)
                stalled = sum(1 for seconds in twin if seconds is None)
                print(f"  twin without the watchdog: {stalled} of {len(twin)} never went on")
            finally:
                databases.drop()


if __name__ == "__main__":
    main()
