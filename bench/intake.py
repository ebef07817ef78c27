"""
Take in a whole city's list, twice, on each database: one table of seconds and megabytes.

    python bench/intake.py [ROWS] [SEED] [--sqlite | --postgresql]

The workbook is made of the firms of make_city. Each step runs as its own process, the way a person
would start it; its processor seconds and its peak of memory (PSS, sampled) are those of the process
with its children, without the server of PostgreSQL. "load" is the machine's load when it began:
above 2 on 2 cores the seconds are others', too. "commit" reads, previews and takes in; how long it
took from the preview on stands behind it. The last line brings the same rows in through
django-import-export, the usual library, in the same run.
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
MAKE_CENTRE = """
import django; django.setup()
from outreach.models import Centre
Centre.objects.get_or_create(code="bench", defaults={
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


def run_on(database: str, address: str, workbook: Path, folder: Path) -> None:
    """Print the lines of one database."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    measure(["manage.py", "migrate", "-v0"], environment)
    measure(["-c", MAKE_CENTRE], environment)
    command = ["manage.py", "import_workplaces", str(workbook), "--centre", "bench"]
    command += ["--language", "en"]
    steps = (
        ("dry run", [*command, "--dry-run", "--report", str(folder / "report.json")]),
        ("commit", command),
        ("second dry run", [*command, "--dry-run"]),
        ("second commit", command),
    )
    for name, arguments in steps:
        found = measure(arguments, environment)
        words = outcome_line(found.told)
        if "--dry-run" not in arguments:
            words += " · " + measure(["-c", STAGES], environment).told.strip()
        print_line(database, name, found, words)
    print_line(database, "django-import-export", *peer(workbook, environment))


def make_database(address: str) -> str:
    """Make a database of its own on the server, and return its address."""
    server = address.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS intake")
        connection.execute("CREATE DATABASE intake")
    return f"{server}/intake"


def peer(workbook: Path, environment: dict[str, str]) -> tuple[Measured, str]:
    """Bring the same rows in through django-import-export into a centre of their own."""
    found = measure(["bench/intake_peer.py", str(workbook)], environment)
    return found, " ".join(found.told.split())


def outcome_line(told: str) -> str:
    """Return the figures of the command's summary in one line."""
    lines = dict(line.strip().split(": ", 1) for line in told.splitlines() if ": " in line)
    names = ("accept", "changed", "same", "merge", "hold", "reject")
    found = {name: lines[key] for name in names for key in lines if key.endswith(f"({name})")}
    return " ".join(f"{name} {number}" for name, number in found.items())


def print_line(database: str, step: str, found: Measured, words: str) -> None:
    """Print one line of the table."""
    print(
        f"{database:<11} {step:<21} {found.seconds:>8.1f} {found.cpu:>6.1f}"
        f" {found.megabytes:>6.0f} {found.load:>5.1f}  {words}",
        flush=True,
    )


def main() -> None:
    """Make the workbook and take it in on each database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("seed", type=int, nargs="?", default=SEED)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    both = options.sqlite == options.postgresql
    from test import postgresql  # bin/test.py: a server of its own, thrown away at the end

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="intake-")))
        workbook = folder / "city.xlsx"
        make_workbook(workbook, options.rows, options.seed)
        size = workbook.stat().st_size / 2**20
        print(f"{options.rows} rows, {size:.1f} MB workbook, {os.cpu_count()} cores")
        print(
            f"{'database':<11} {'step':<21} {'seconds':>8} {'cpu':>6} {'MB':>6} {'load':>5}  rows"
        )
        if both or options.sqlite:
            run_on("sqlite", f"sqlite:///{folder}/city.sqlite3", workbook, folder)
        if both or options.postgresql:
            address = stack.enter_context(postgresql())
            run_on("postgresql", make_database(address), workbook, folder)


if __name__ == "__main__":
    main()
