"""
Reading a file in a process that tells what it took; run as a module it is that process.

It stays small itself, since the peak of a process begins at that of the one which started it.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from outreach.spreadsheet.headings import WORKPLACES
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.refusals import FileRefused
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import find_tables

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Measured:
    """What became of a file, and what the processes that read it took together at most."""

    became: str
    seconds: float
    cpu: float
    megabytes: float


def measure(content: bytes) -> Measured:
    """Read a file in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", __name__],
        input=content,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
    return Measured(**json.loads(told.stdout))


def _outcome(content: bytes) -> str:
    try:
        tables = find_tables(read_file(io.BytesIO(content), "명단"), WORKPLACES)
    except FileRefused as refused:
        return f"refused: {refused.code}"
    rows = sum(1 for table in tables for row in table.rows() if row.kind is RowKind.DATA)
    return f"harmless: {rows} rows"


def _main() -> None:
    content = sys.stdin.buffer.read()
    started = time.perf_counter()
    became = _outcome(content)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "became": became,
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(measured))


if __name__ == "__main__":
    _main()
