"""Take in a list of workplaces from the command line."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from outreach import clock
from outreach.actions.imports import StalePreview, commit, compare_rows, preview
from outreach.actions.imports.tallies import Tally, report_line
from outreach.models import Centre, ImportRow
from outreach.spreadsheet.cells import FileRefused
from outreach.spreadsheet.phone_texts import PHONE_TEXTS
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.spreadsheet.tables import read_table

ROWS_NAMED = 10


class Command(BaseCommand):
    """Read a list, say what it changes, and take it in unless it is a dry run."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the file and the settings."""
        parser.description = _(
            "Take in a list of workplaces (.xlsx, .xls, .csv), such as an extract of the factory"
            " register. It needs a row of column names with a company name and an address. Only"
            " manufacturers in Seoul enter; a workplace already there is brought up to date, and"
            " a blank cell erases nothing. Look first with --dry-run."
        )
        parser.add_argument("file", type=Path, help=_("the list"))
        parser.add_argument("--centre", required=True, help=_("code of the health centre"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("only say what would change; write nothing")
        )
        parser.add_argument(
            "--report", type=Path, help=_("file to write every row with its outcome to, as JSON")
        )
        parser.add_argument(
            "--all-districts",
            action="store_true",
            help=_("also take rows of Seoul's districts that the centre does not serve"),
        )
        parser.add_argument(
            "--language", choices=["ko", "en"], default="ko", help=_("language of the summary")
        )

    def handle(
        self,
        *,
        file: Path,
        centre: str,
        dry_run: bool,
        report: Path | None,
        all_districts: bool,
        language: str,
        **rest: object,
    ) -> None:
        """Take the list in, or refuse it with a sentence that helps."""
        with translation.override(language):
            started = time.monotonic()
            tally = Tally()
            try:
                with file.open("rb") as content:
                    self._take_in(
                        _find_centre(centre),
                        content,
                        file.name,
                        tally,
                        report,
                        dry_run,
                        all_districts,
                    )
            except FileRefused as error:
                raise CommandError(f"{file.name}: {REASON_TEXTS[error.code]}") from error
            except StalePreview as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(
                    _("Cannot read or write %(file)s: %(why)s")
                    % {"file": error.filename, "why": error.strerror}
                ) from error
            self._print(tally, time.monotonic() - started, dry_run)

    def _take_in(
        self,
        centre: Centre,
        content: BinaryIO,
        name: str,
        tally: Tally,
        report: Path | None,
        dry_run: bool,
        all_districts: bool,
    ) -> None:
        """Write the report before the workplaces: a disk that is full stops both."""
        if dry_run:
            table = read_table(content, name)
            rows = compare_rows(centre=centre, table=table, all_districts=all_districts)
            _report(tally.count(rows), report)
            return
        with transaction.atomic():
            import_file = preview(
                centre=centre,
                file=content,
                name=name,
                staff=None,
                now=clock.now(),
                all_districts=all_districts,
            )
            _report(tally.count(import_file.rows.order_by("row").iterator()), report)
            commit(import_file=import_file, now=clock.now(), today=clock.today())

    def _print(self, tally: Tally, seconds: float, dry_run: bool) -> None:
        outcomes = {outcome: tally.outcomes[outcome.value] for outcome in ImportRow.Outcome}
        self._line(_("rows read"), tally.read)
        self._line(_("rows accepted"), tally.accepted)
        for outcome, number in outcomes.items():
            if outcome is not ImportRow.Outcome.REJECTED:
                self._line(f"  {outcome.label}", number)
        self._line(_("rows rejected"), outcomes[ImportRow.Outcome.REJECTED])
        for code, rows in sorted(tally.reasons.items(), key=lambda item: -len(item[1])):
            named = ", ".join(map(str, rows[:ROWS_NAMED])) + " …" * (len(rows) > ROWS_NAMED)
            text = str(REASON_TEXTS[code]) % {"row": "…"}
            self._line(f"  {text}", f"{len(rows)} ({_('rows')} {named})")
        if tally.warnings:
            self.stdout.write(_("to be looked at, although accepted"))
        for code, number in tally.warnings.most_common():
            self._line(f"  {REASON_TEXTS[code]}", number)
        if tally.phones:
            self.stdout.write(_("telephones of the accepted rows"))
        for kind, number in tally.phones.most_common():
            self._line(f"  {PHONE_TEXTS[kind]}", number)
        self._line(_("seconds"), f"{seconds:.2f}")
        self.stdout.write(_("Dry run: nothing was written.") if dry_run else _("Taken in."))

    def _line(self, label: str, figure: object) -> None:
        self.stdout.write(f"{label}: {figure}")


def _find_centre(code: str) -> Centre:
    centre = Centre.objects.filter(code=code).first()
    if centre is None:
        known = ", ".join(Centre.objects.order_by("code").values_list("code", flat=True)) or "–"
        raise CommandError(
            _("There is no health centre “%(code)s”. Known codes: %(known)s")
            % {"code": code, "known": known}
        )
    return centre


def _report(rows: Iterable[ImportRow], target: Path | None) -> None:
    """Write a line for each row as it comes; without a target the rows are only counted."""
    if target is None:
        for _row in rows:
            pass
        return
    with target.open("w", encoding="utf-8") as out:
        out.write("[")
        for number, row in enumerate(rows):
            out.write(",\n" if number else "\n")
            json.dump(report_line(row), out, ensure_ascii=False)
        out.write("\n]\n")
