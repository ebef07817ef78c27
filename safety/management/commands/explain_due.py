"""Answer who is due for what, when and why, from a file of facts and without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safety.rules.cases.book import answer_book
from safety.rules.cases.fields import SECTIONS, field_lines

INTRODUCTION = """\
Read cases (facts of a worker and a workplace) and write, for each, what is due when and why:
due items, exemptions, clocks, keep-until dates and warnings, with the rule, its article, the
arithmetic and a derivation in Korean and English. No database is read or written.

A case that cannot be read is reported by its JSON path and stops no other case. Exit status:
0 every case answered, 1 some case or the file could not be. Names are taken in either spelling
(placed_date, placedDate, 배치일); agents by code, legal number, CAS number, name or shop-floor
word. Dates are ISO: 2026-11-23. More: docs/explain_due.md.
"""


def fields_help() -> str:
    """Return every section with its fields, as the table in rules/data/case_fields.csv has them."""
    parts = []
    for section in SECTIONS:
        parts.append("\n".join((f"{section}:", *field_lines(section))))
    return "\n\n".join(parts)


class Command(BaseCommand):
    help = "Say what is due when and why, from a JSON file of facts; no database is needed."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = INTRODUCTION
        parser.epilog = "The fields of the input:\n\n" + fields_help().replace("%", "%%")
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--cases", required=True, metavar="FILE", type=Path, help="the cases, as JSON"
        )
        parser.add_argument(
            "--out", required=True, metavar="FILE", type=Path, help="where the answers go, as JSON"
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day for cases that name none; the clock is never read",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say how it went and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        book = answer_book(self._read(options["cases"]), today=options["today"])
        if not options["dry_run"]:
            text = json.dumps(book.answers, ensure_ascii=False, indent=2) + "\n"
            try:
                options["out"].write_text(text, encoding="utf-8")
            except OSError as reason:
                raise CommandError(f"{options['out']} cannot be written: {reason}") from None
        self.stdout.write(
            f"{book.cases} cases: {book.cases - book.failed} answered, {book.failed} not"
            + (" (nothing written)" if options["dry_run"] else "")
        )
        if book.failed:
            raise CommandError(f"{book.failed} not answered; see errors in the answer.")

    def _read(self, path: Path) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as reason:
            raise CommandError(f"{path} cannot be read: {reason}") from None
        except (json.JSONDecodeError, UnicodeDecodeError) as reason:
            raise CommandError(f"{path} is not JSON: {reason}") from None
