"""
Print what is derived for the ten traps of the rules: docs/ten_traps.json, in Korean or English.

    python bench/traps.py [--english]

Two of the ten are no dates: 8, who pays for an exam, and 10, what a text in Korea may hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from outreach.rules.quiet_hours import next_sending_moment  # noqa: E402
from outreach.rules.sms_text import refused_characters, with_replacements  # noqa: E402
from safety.rules.cases.book import answer_book  # noqa: E402
from safety.rules.reimbursement import ClaimFacts, claim_refusals  # noqa: E402

CASES = ROOT / "docs" / "ten_traps.json"
LOOKED_AT = {  # by the number of the trap: only what it is about
    "2": ("SPECIAL_EXAM",),
    "4": ("PREPLACEMENT_EXAM",),
    "6": ("REGULAR_TRAINING",),
    "7": ("PREVENTION_CLASS", "REGULAR_TRAINING"),
}
SEOUL = ZoneInfo("Asia/Seoul")


def told(answer: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the dates, clocks and warnings of one case."""
    number = str(answer["id"]).split()[0]
    kinds = LOOKED_AT.get(number, ("SPECIAL_EXAM",))
    for row in answer["due_items"] if number != "5" else ():
        if row["kind"] in kinds:
            yield f"-> {row['kind']} {row['hazard'] or ''} {row['due_date']} [{row['status']}]"
            yield row["derivation"][language]
    for clock in answer["clocks"]:
        if number == "5" and clock["clock"] == "EMPLOYER_REPORT":
            yield f"-> EMPLOYER_REPORT {clock['deadline']}"
            yield clock["derivation"][language]
    for warning in answer["warnings"]:
        if number in ("4", "7"):
            yield f"-> {warning['code']}: {warning['message'][language]}"


def money() -> Iterator[str]:
    """Yield why a claim is refused: the national scheme pays the institution, and only once."""
    facts = ClaimFacts(
        exam_date=date(2026, 11, 2), approved=date(2026, 11, 9), price=85_000, rate=70_000,
        cap_left=300_000, budget_left=1_000_000, already_claimed=False, paid_by_kosha=True,
        has_consent=True,
    )  # fmt: skip
    yield f"{facts}"
    yield f"-> {', '.join(code.value for code in claim_refusals(facts))}"


def text() -> Iterator[str]:
    """Yield what is taken out of a text, and when one written at night leaves."""
    body = "내일 10시 건강상담 😀 “한빛도장”에서 뵙겠습니다"
    night = datetime(2026, 11, 23, 22, 30, tzinfo=SEOUL)
    refused = "".join(one.character for one in refused_characters(body))
    yield f"{body}"
    yield f"-> not carried (EUC-KR): {refused}; sent as: {with_replacements(body)}"
    yield f"-> written {night:%m-%d %H:%M}, sent {next_sending_moment(night):%m-%d %H:%M}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--english", action="store_true")
    language = "en" if parser.parse_args().english else "ko"
    book = json.loads(CASES.read_text(encoding="utf-8"))
    answers: Any = answer_book(book, today=None).answers["cases"]
    notes = {case["id"]: case["note"] for case in book["cases"]}
    parts = {str(one["id"]): list(told(one, language)) for one in answers}
    parts["8 who pays for an exam"] = list(money())
    parts["10 texts in Korea"] = list(text())
    for name in sorted(parts, key=lambda one: (int(one.split()[0].rstrip("b")), one)):
        lines = [f"=== {name}", notes.get(name, ""), *parts[name], ""]
        print("\n".join(line for line in lines if line or line == lines[-1]))


if __name__ == "__main__":
    main()
