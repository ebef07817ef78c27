"""
Time the pages of a city, on both databases, with eight people at them.

    python bench/pages.py --sqlite FILE --postgresql URL [--only search] [--peer]

Each database holds a city already (manage.py make_city --workplaces 72882 --demo). Starts the web
process of the Procfile, signs in, and lets the clients ask without a pause. Prints one table for
each database; --export writes the whole list as a workbook meanwhile, --peer puts Django's own
admin beside our list and search.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
PORT, PEER_PORT = 8641, 8642
CLIENTS = 8
PAGE_BUDGET, SEARCH_BUDGET = 300, 200  # milliseconds, at the 95th of 100
ROUNDS = 12


def main() -> int:
    """Measure one database after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", type=Path)
    parser.add_argument("--postgresql")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="requests of each client")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--peer", action="store_true", help="Django's own admin beside it")
    parser.add_argument("--export", action="store_true", help="the whole list as a workbook too")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        return measure(asked)
    wished = {"sqlite": asked.sqlite and f"sqlite://{asked.sqlite}", "pg": asked.postgresql}
    databases = [address for address in wished.values() if address]
    if not databases:
        parser.error("Name --sqlite, --postgresql or both.")
    with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
        for address in databases:
            environment = {**os.environ, "DATABASE_URL": address, "VAR_DIR": folder}
            collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
            subprocess.run(collect, cwd=ROOT, env=environment, check=True)
            again = [sys.executable, __file__, "--here", *sys.argv[1:]]
            subprocess.run(again, cwd=ROOT, env=environment, check=True)
    return 0


def measure(asked: argparse.Namespace) -> int:
    """Print the table of the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from page_export import measure_export
    from page_load import Person, load, web
    from page_questions import (
        count_queries,
        heading,
        peer_questions,
        questions,
        settled,
        sign_in,
    )

    print(f"\n{heading()}, {asked.clients} clients, load {os.getloadavg()[0]:.1f}\n")
    print("| page | requests/s | p50 ms | p95 ms | queries | |\n|---|---:|---:|---:|---:|---|")
    cookies = sign_in()
    slow = 0
    with web({}, PORT):
        for name, asks in questions():
            if asked.only not in name:
                continue
            asks = settled(cookies, asks)
            queries = count_queries(cookies, asks)
            taken = load(Person(PORT, cookies), asks, clients=asked.clients, rounds=asked.rounds)
            budget = SEARCH_BUDGET if name.startswith("search") else PAGE_BUDGET
            slow += _line(name, taken.each, taken.together, queries, budget, taken.wrong)
        if asked.export:
            pages = dict(questions())
            several = [*pages["list, one district"], *pages["workplace"]]
            measure_export(Person(PORT, cookies), several, clients=asked.clients)
    if asked.peer:
        peer = {"DJANGO_SETTINGS_MODULE": "pages_peer", "PYTHONPATH": str(ROOT / "bench")}
        with web(peer, PEER_PORT):
            for name, asks in peer_questions():
                if asked.only not in name:
                    continue
                person = Person(PEER_PORT, cookies)
                taken = load(person, asks, clients=asked.clients, rounds=min(3, asked.rounds))
                _line(name, taken.each, taken.together, "", 0, taken.wrong)
    print(f"\n{slow} over budget; load {os.getloadavg()[0]:.1f}", flush=True)
    return 0


def _line(
    name: str, each: Sequence[float], together: float, queries: str, budget: int, wrong: int
) -> bool:
    cuts = quantiles([one * 1000 for one in each], n=20, method="inclusive")
    is_slow = bool(budget) and cuts[18] > budget
    word = f"{wrong} wrong" if wrong else f"over {budget}" if is_slow else ""
    rate = len(each) / together
    print(
        f"| {name} | {rate:.1f} | {cuts[9]:.0f} | {cuts[18]:.0f} | {queries} | {word} |", flush=True
    )
    return is_slow


if __name__ == "__main__":
    sys.exit(main())
