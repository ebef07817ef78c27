"""A database, a provider and senders of its own for each run; the provider's log is the judge."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SID, TOKEN = "AC" + "0" * 32, "token-of-the-bench"
NOBODY = "http://127.0.0.1:9"  # where nobody listens: callbacks are lost
START_SECONDS = 60.0


@dataclass
class Databases:
    """Fresh databases of one kind, copied from one that was migrated once."""

    url: str  # sqlite, or the address of a PostgreSQL server
    folder: Path
    made: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "sqlite" if self.url == "sqlite" else "postgresql"

    def prepare(self) -> None:
        """Migrate the template."""
        if self.kind == "postgresql":
            self._psql(f"CREATE DATABASE {self._name('template')}")
        run(["manage.py", "migrate", "-v0"], {"DATABASE_URL": self.address("template")})

    def make(self, name: str) -> str:
        """Return the address of a new empty database."""
        if self.kind == "postgresql":
            template = self._name("template")
            self._psql(f"CREATE DATABASE {self._name(name)} TEMPLATE {template}")
        else:
            target = self.folder / f"{name}.sqlite3"
            target.write_bytes((self.folder / "template.sqlite3").read_bytes())
        return self.address(name)

    def address(self, name: str) -> str:
        if self.kind == "sqlite":
            return f"sqlite://{self.folder / name}.sqlite3"
        return f"{self.url.rstrip('/')}/{self._name(name)}"

    def drop(self) -> None:
        for name in self.made:
            self._psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _name(self, name: str) -> str:
        return f"bench_sender_{os.getpid()}_{name.replace('-', '_')}"

    def _psql(self, statement: str) -> None:
        if statement.startswith("CREATE"):
            self.made.append(statement.split()[2])
        url = urlsplit(self.url)
        address = f"{url.scheme}://{url.netloc}/postgres"
        subprocess.run(["psql", "-qX", address, "-c", statement], check=True)


def run(arguments: Sequence[str], environment: dict[str, str]) -> str:
    """Run a step in a process of its own and return what it says."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


class World:
    """One run: its database, its provider, and what is started on them."""

    def __init__(self, databases: Databases, name: str, *habits: str, **settings: str) -> None:
        self.folder = databases.folder / name
        self.folder.mkdir(exist_ok=True)
        self.log_path = self.folder / "simulator.jsonl"
        self.errors = (self.folder / "senders.log").open("w")
        self.children: list[subprocess.Popen[bytes]] = []
        self.simulator, base_url = self._start_simulator(*habits)
        self.environment = {
            "DATABASE_URL": databases.make(name),
            "VAR_DIR": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "DEMO": "1",
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_BASE_URL": base_url,
            "ALLOW_FAKE_PROVIDER": "1",
            "PUBLIC_URL": NOBODY,
            "SMS_PER_SECOND": "1000",
            "SMS_CONFIRM_ABOVE": "1000000",
            **settings,
        }

    def _start_simulator(self, *habits: str) -> tuple[subprocess.Popen[bytes], str]:
        said = self.folder / "simulator.out"
        command = [sys.executable, "bin/simulator", "--port", "0", "--log", str(self.log_path)]
        with said.open("w") as out:
            process = subprocess.Popen(
                [*command, "--auth-token", TOKEN, *habits],
                cwd=ROOT,
                stdout=out,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not said.read_text().endswith("\n"):
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit("the simulator does not start")
            time.sleep(0.05)
        return process, said.read_text().removeprefix("simulator: ").strip()

    def fill(self, texts: int, *, spread: float = 0.0, lead: float = 0.0) -> None:
        """Plan so many texts: all due at once, or spread over so many seconds from now on."""
        given = [str(texts), str(spread), str(lead)]
        run(["bench/sender_steps.py", "fill", *given], self.environment)

    def figures(self) -> dict[str, int]:
        """Return the outbox in figures."""
        found: dict[str, int] = json.loads(
            run(["manage.py", "outbox_stats", "--json"], self.environment)
        )
        return found

    def start(self, way: str = "ours") -> subprocess.Popen[bytes]:
        """Start a sender of one way."""
        ours = ["manage.py", "send_messages", "--skip-checks"]
        command = ours if way == "ours" else ["bench/sender_steps.py", way]
        return self.start_process([sys.executable, *command])

    def start_process(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=self.errors,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.children.append(process)
        return process

    def log(self) -> list[dict[str, str]]:
        """Return what the provider accepted."""
        lines = self.log_path.read_text("utf-8").splitlines() if self.log_path.exists() else []
        return [json.loads(line) for line in lines]

    def count(self) -> int:
        """Return how many texts the provider accepted, quickly."""
        return self.log_path.read_bytes().count(b"\n") if self.log_path.exists() else 0

    def close(self) -> None:
        """Stop all that was started here."""
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in [*self.children, self.simulator]:
            with suppress(subprocess.TimeoutExpired):
                child.wait(15 if child is not self.simulator else 0.01)
            if child.poll() is None:
                child.kill()
            child.wait()
        self.errors.close()


@dataclass(frozen=True)
class Verdict:
    """What the provider's log says of a run."""

    accepted: int
    lost: int
    twice: int
    left: int  # known by name to be unsent: waiting, in doubt, or given to staff
    max_gap: float

    def __str__(self) -> str:
        return (
            f"accepted {self.accepted:>6}  lost {self.lost:>4}  twice {self.twice:>5}  "
            f"left {self.left:>4}  max_gap_s {self.max_gap:5.1f}"
        )


def busy_times(world: World) -> list[float]:
    """
    Return when texts were accepted, until the last of them was taken by a sender at all.

    What comes after that are second calls, which wait for leases and look-ups as they should.
    """
    times = sorted(datetime.fromisoformat(line["time"]).timestamp() for line in world.log())
    last = run(["bench/sender_steps.py", "last-claim"], world.environment).strip()
    return [at for at in times if at <= float(last)] if last else times[: int(len(times) * 0.9)]


def recoveries(world: World, kills: Sequence[float]) -> list[float]:
    """Return how long after each kill the next text was accepted, while there were new ones."""
    times = busy_times(world)
    found = [next((at - kill for at in times if at >= kill), None) for kill in kills]
    return sorted(seconds for seconds in found if seconds is not None)


def judge(world: World, planned: int, known_unsent: int) -> Verdict:
    """Count what was accepted; the gap is between acceptances while new texts were waiting."""
    log = world.log()
    by_number = Counter(line["to"] for line in log)
    busy = busy_times(world)
    gaps = [later - sooner for sooner, later in zip(busy, busy[1:], strict=False)]
    unsent = planned - len(by_number)
    return Verdict(
        accepted=len(by_number),
        lost=max(0, unsent - known_unsent),
        twice=sum(1 for number in by_number.values() if number > 1),
        left=min(unsent, known_unsent),
        max_gap=max(gaps, default=0.0),
    )
