"""The whole list as a workbook, and what those at the pages notice of it; for bench/pages.py."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import quantiles

from django.utils import timezone
from page_load import ROOT, Ask, Person, load

from config.management.commands.run_jobs import AFTER_PAGES
from outreach.access import Role
from outreach.actions import exports
from outreach.finding.filters import Filter
from outreach.models import Export, Staff

WRITE = """
import os, sys
os.nice(int(sys.argv[2]))
import django
django.setup()
from outreach.tasks import write_export
sys.exit(write_export(int(sys.argv[1])) != "READY")
"""
ROUNDS = 3


def measure_export(person: Person, asks: Sequence[Ask], *, clients: int) -> None:
    """Print how long the workbook took alone and with people at the pages, and what they waited."""
    print("\n| | seconds | processor s | memory MB | MB | pages/s | p50 ms | p95 ms | wrong |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    alone = load(person, asks, clients=clients, rounds=ROUNDS * 4)
    _line("pages alone", None, "", alone.each, alone.together, alone.wrong)
    export, process, started = _begin()
    usage, seconds = _end(process, started)
    _line("workbook alone", (seconds, usage), _size(export), [], 1, 0)
    export, process, started = _begin()
    each: list[float] = []
    together, wrong = 0.0, 0
    while process.poll() is None:
        taken = load(person, asks, clients=clients, rounds=ROUNDS)
        each += taken.each
        together += taken.together
        wrong += taken.wrong
    usage, seconds = _end(process, started)
    _line("both at once", (seconds, usage), _size(export), each, together, wrong)


def _begin() -> tuple[Export, subprocess.Popen[bytes], float]:
    staff = Staff.objects.filter(role=Role.COORDINATOR).order_by("pk")[0]
    export = exports.begin(
        staff=staff, wanted=Filter(), reason="bench", language="ko", now=timezone.now()
    )
    child = [sys.executable, "-c", WRITE, str(export.pk), str(AFTER_PAGES)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return export, subprocess.Popen(child, cwd=ROOT, env=environment), time.perf_counter()


def _end(process: subprocess.Popen[bytes], started: float) -> tuple[tuple[float, float], float]:
    """Wait for the child and return its processor seconds and its memory in MB."""
    seen_end = time.perf_counter()
    if process.returncode is None:
        _pid, status, used = os.wait4(process.pid, 0)
        seen_end = time.perf_counter()
        process.returncode = os.waitstatus_to_exitcode(status)
        figures = (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    else:
        figures = (0.0, 0.0)  # told by the run alone
    if process.returncode:
        raise RuntimeError("The workbook was not written.")
    return figures, seen_end - started


def _size(export: Export) -> str:
    export.refresh_from_db()
    rows, content = export.rows_done, len(export.content or b"")
    export.delete()
    return f"{content / 1e6:.1f} ({rows:,} rows)"


def _line(
    name: str,
    work: tuple[float, tuple[float, float]] | None,
    size: str,
    each: Sequence[float],
    together: float,
    wrong: int,
) -> None:
    pages = ["", "", "", ""]
    if each:
        cuts = quantiles([one * 1000 for one in each], n=20, method="inclusive")
        pages = [f"{len(each) / together:.1f}", f"{cuts[9]:.0f}", f"{cuts[18]:.0f}", str(wrong)]
    told = ["", "", ""]
    if work:
        seconds, (processor, memory) = work
        told = [f"{seconds:.1f}", f"{processor:.1f}" if processor else "",
                f"{memory:.0f}" if memory else ""]  # fmt: skip
    print(f"| {' | '.join([name, *told, size, *pages])} |", flush=True)
