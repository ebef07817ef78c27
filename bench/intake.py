"""
Take in a whole city's list, twice, on each database: one table of seconds and megabytes.

    python bench/intake.py [ROWS] [SEED] [--sqlite | --postgresql] [--peer-rows N] [--check]

The workbook is made of the firms of make_city. Each step runs as its own process, the way a person
would start it; its processor seconds and its peak of memory (PSS, sampled) are those of the process
with its children, without the server of PostgreSQL. "load" is the machine's load when it began:
above 2 on 2 cores the seconds are others', too. "commit" reads, previews and takes in; how long it
took from the preview on stands behind it. "rows/s" is the whole command's.

Beside it django-import-export, the usual library, brings the same workbook in, as its documentation
says for many rows. It takes the cells as they are, checks nothing, and writes one table of eight
columns without telephones, preview, undo or search. With --peer-rows N it gets the first N rows
only, which then go through our command as well.

Both databases take eight minutes; with --sqlite or --postgresql a run fits into four. --check
fails when a step is over its budget.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg
import xlsxwriter
from _measured_steps import Measured, measure

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(1, str(ROOT / "bin"))

ROWS, SEED = 72_882, 1
# Seconds and megabytes (issue 3).
BUDGETS = {"dry run": 10, "commit": 30, "second dry run": 30, "second commit": 30}
MEGABYTES = 400
HEADINGS = (
    "회사명", "대표자명", "사업자등록번호", "공장관리번호", "대표업종번호", "업종차수",
    "공장대표주소(도로명)", "공장대표주소(지번)", "시도명", "시군구명", "전화번호", "휴대전화",
    "종업원수", "단지명",
)  # fmt: skip
STAGES = """
import django; django.setup()
from outreach.models import *
file = ImportFile.objects.latest("pk")
print(f"from the preview on {(file.finished_at - file.committed_at).total_seconds():.1f} s")
"""
MAKE_CENTRES = """
import django; django.setup()
from outreach.models import Centre
for code in ("bench", "small"):
    Centre.objects.get_or_create(code=code, defaults={
        "name": "시험", "head_title": "장", "district_codes": [], "address": "", "latitude": 37.5,
        "longitude": 127.0, "callback_number": "02-000-0000", "sender_number": "+8220000000"})
"""


def make_workbook(path: Path, rows: int, seed: int) -> None:
    """Write the firms of a made-up city as the factory register has them."""
    from outreach.places.districts import find_district
    from outreach.rules.phones import national_format
    from scheduling.city.firms import firms

    draw = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("공장등록현황")
    sheet.write_row(0, 0, HEADINGS)
    for number, firm in enumerate(firms(draw, rows), 1):
        district = find_district(firm.district_code)
        where = f"서울특별시 {district.name_ko if district else ''}"
        business = firm.business_no
        told = national_format(firm.telephone) if firm.telephone else ""
        is_mobile = firm.telephone_kind == "mobile"
        sheet.write_row(
            number,
            0,
            (
                firm.name,
                f"{draw.choice('김이박최정강조윤장임')}{draw.choice(GIVEN)}",
                f"{business[:3]}-{business[3:5]}-{business[5:]}" if business else "",
                f"{11_000_0000_000000 + firm.number}",
                firm.ksic,
                "11",
                f"{where} {firm.dong}로 {draw.randint(1, 400)}, {draw.randint(1, 9)}층"
                f" ({firm.dong})",
                f"{where} {firm.lot_address}번지",
                "서울특별시",
                district.name_ko if district else "",
                "" if is_mobile else told,
                told if is_mobile else "",
                firm.size,
                "",
            ),
        )
    book.close()


GIVEN = ("가람", "나래", "다온", "라온", "마루", "바른", "새솔", "아름", "자람", "한별")


def run_on(
    database: str, address: str, workbook: Path, peers: Path, rows: int, peer_rows: int
) -> list[str]:
    """Print the lines of one database, and return what was over its budget."""
    folder = workbook.parent
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    measure(["manage.py", "migrate", "-v0"], environment)
    measure(["-c", MAKE_CENTRES], environment)
    command = ["manage.py", "import_workplaces", str(workbook), "--centre", "bench"]
    command += ["--language", "en"]
    steps = (
        ("dry run", [*command, "--dry-run", "--report", str(folder / "report.json")]),
        ("commit", command),
        ("second dry run", [*command, "--dry-run"]),
        ("second commit", command),
    )
    over, took = [], 0.0
    for name, arguments in steps:
        found = measure(arguments, environment)
        words = outcome_line(found.told)
        if "--dry-run" not in arguments:
            words += " · " + measure(["-c", STAGES], environment).told.strip()
        if found.seconds > BUDGETS[name] or found.megabytes > MEGABYTES:
            over.append(f"{database} {name}")
        took = found.seconds if name == "commit" else took
        print_line(database, name, rows, found, words)
    if peer_rows < rows:
        command[2], command[4] = str(peers), "small"
        ours = measure(command, environment)
        took = ours.seconds
        print_line(database, "commit, fewer rows", peer_rows, ours, outcome_line(ours.told))
    found = measure(["bench/intake_peer.py", str(peers)], environment)
    print_line(database, "django-import-export", peer_rows, found, " ".join(found.told.split()))
    ratio = found.seconds / took
    print(f"{database:<11} django-import-export took {ratio:.1f} times as long for the same rows")
    return over


def make_database(address: str) -> str:
    """Make a database of its own on the server, and return its address."""
    server = address.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS intake")
        connection.execute("CREATE DATABASE intake")
    return f"{server}/intake"


def outcome_line(told: str) -> str:
    """Return the figures of the command's summary in one line."""
    lines = dict(line.strip().split(": ", 1) for line in told.splitlines() if ": " in line)
    names = ("accept", "changed", "same", "merge", "hold", "reject")
    found = {name: lines[key] for name in names for key in lines if key.endswith(f"({name})")}
    return " ".join(f"{name} {number}" for name, number in found.items())


def print_line(database: str, step: str, rows: int, found: Measured, words: str) -> None:
    """Print one line of the table."""
    print(
        f"{database:<11} {step:<21} {rows:>7,} {found.seconds:>8.1f} {rows / found.seconds:>7,.0f}"
        f" {found.cpu:>6.1f} {found.megabytes:>6.0f} {found.load:>5.1f}  {words}",
        flush=True,
    )


def main() -> int:
    """Make the workbooks and take them in on each database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("seed", type=int, nargs="?", default=SEED)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--peer-rows", type=int)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    both = options.sqlite == options.postgresql
    from test import postgresql  # bin/test.py: a server of its own, thrown away at the end

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="intake-")))
        workbook = peers = folder / "city.xlsx"
        sizes = options.rows, min(options.peer_rows or options.rows, options.rows)
        make_workbook(workbook, options.rows, options.seed)
        if sizes[1] < options.rows:
            peers = folder / "fewer.xlsx"
            make_workbook(peers, sizes[1], options.seed)
        size = workbook.stat().st_size / 2**20
        print(f"{options.rows:,} rows, {size:.1f} MB workbook, {os.cpu_count()} cores")
        print(
            f"{'database':<11} {'step':<21} {'rows':>7} {'seconds':>8} {'rows/s':>7} {'cpu':>6}"
            f" {'MB':>6} {'load':>5}  what became of them"
        )
        over = []
        if both or options.sqlite:
            address = f"sqlite:///{folder}/city.sqlite3"
            over += run_on("sqlite", address, workbook, peers, *sizes)
        if both or options.postgresql:
            address = make_database(stack.enter_context(postgresql()))
            over += run_on("postgresql", address, workbook, peers, *sizes)
    print(f"over the budget: {', '.join(over) or 'none'}")
    return 1 if over and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
