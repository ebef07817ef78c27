"""Run the tests on SQLite, on a PostgreSQL of its own, and in Chromium.

bin/test                  everything: both databases at once, then the browser's in two halves
bin/test -k NAME          only some tests: any pytest arguments, one phase after the other
TEST_DATABASE_URL=…       use this PostgreSQL server instead of starting one
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn
from xml.etree import ElementTree

from postgresql import postgresql
from processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var/test"
NO_TEST = 5  # pytest's exit code when its selection is empty


@dataclass
class Phase:
    """One run of pytest, with its own database, folder and log."""

    name: str
    marker: str
    database: str
    arguments: list[str]
    process: subprocess.Popen[bytes] = field(init=False)
    started: float = field(init=False)

    def start(self, *, into_log: bool) -> None:
        """Start pytest; into_log keeps its output for later, so that two phases stay apart."""
        folder = VAR / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.report.unlink(missing_ok=True)
        marker, arguments = with_marker(self.marker, self.arguments)
        command = [sys.executable, "-m", "pytest", "-m", marker, f"--junitxml={self.report}"]
        command += ["-o", f"cache_dir={folder / 'cache'}", *arguments]
        pictures = {"SCREENSHOTS": "0"} if into_log else {}  # SCREENSHOTS=1 bin/test takes them
        environment = {**pictures, **os.environ}
        environment |= {"DATABASE_URL": self.database, "VAR_DIR": str(folder)}
        self.started = time.monotonic()
        with self.log.open("wb") as log:
            output = log if into_log else None
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
                preexec_fn=end_with_parent,
            )

    @property
    def report(self) -> Path:
        """Return where pytest writes its figures."""
        return VAR / f"{self.name}.xml"

    @property
    def log(self) -> Path:
        """Return where pytest's output waits while another phase runs beside it."""
        return VAR / f"{self.name}.log"

    def finish(self) -> tuple[int, str]:
        """Wait for pytest and return its exit code and one line of figures."""
        code = self.process.wait()
        spent = time.monotonic() - self.started
        told = self.log.read_text("utf-8", "replace")
        if told:
            print(f"\n===== {self.name} =====\n{told}", flush=True)
        if not self.report.exists():
            return code, f"{self.name}: pytest ended with {code} and no figures"
        suite = ElementTree.parse(self.report).getroot()[0]
        total, skipped, failed, errors = (
            int(suite.get(key, "0")) for key in ("tests", "skipped", "failures", "errors")
        )
        passed = total - skipped - failed - errors
        return code, (
            f"{self.name}: {passed} passed, {failed + errors} failed, {skipped} skipped"
            f" in {spent:.0f} s"
        )

    def stop(self) -> None:
        """End pytest as Ctrl-C would, so that its fixtures clean up."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def with_marker(marker: str, arguments: list[str]) -> tuple[str, list[str]]:
    """Join the phase's marker with the one that the caller gave."""
    if "-m" not in arguments[:-1]:
        return marker, arguments
    at = arguments.index("-m")
    return f"({arguments[at + 1]}) and {marker}", arguments[:at] + arguments[at + 2 :]


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave through every `finally` when asked to end."""
    raise SystemExit(128 + number)


def judge(results: list[tuple[int, str]], *, chosen: bool) -> int:
    """Return the exit code: in a chosen run one phase may be empty, but not all of them."""
    codes = [code for code, _ in results]
    if chosen and any(code != NO_TEST for code in codes):
        codes = [0 if code == NO_TEST else code for code in codes]
    return next((code for code in codes if code != 0), 0)


def main(arguments: list[str]) -> int:
    """Run the phases and return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    VAR.mkdir(parents=True, exist_ok=True)
    sqlite = f"sqlite://{VAR}/{{}}/ansim.sqlite3"
    results: list[tuple[int, str]] = []
    started: list[Phase] = []
    together = not arguments

    def start(phase: Phase) -> Phase:
        print(f"test: {phase.name} …", flush=True)
        started.append(phase)
        phase.start(into_log=together)
        if not together:
            results.append(phase.finish())
        return phase

    def finish(phase: Phase) -> None:
        if together:
            results.append(phase.finish())

    def phase(name: str, marker: str, database: str, *more: str) -> Phase:
        return Phase(name, marker, database, [*arguments, *more])

    try:
        # What asks for no database runs once, beside SQLite's.
        longest = start(phase("sqlite", "not browser", sqlite.format("sqlite")))
        with postgresql() as address:
            finish(start(phase("postgresql", "database and not browser", address)))
        if together:  # each half on the processor that a database has left
            halves = [
                phase(f"browser-{n}", "browser", sqlite.format(f"browser-{n}"), f"--part={n}/2")
                for n in (1, 2)
            ]
            start(halves[0])
            finish(longest)
            start(halves[1])
            for half in halves:
                finish(half)
        else:
            start(phase("browser", "browser", sqlite.format("browser")))
    finally:
        for one in started:
            one.stop()
    print("\n" + "\n".join(line for _, line in results))
    return judge(results, chosen=bool(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
