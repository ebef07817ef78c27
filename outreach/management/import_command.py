"""The command line of every kind of list; each app's command names its kind and its columns."""

from __future__ import annotations

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from outreach import clock
from outreach.actions import imports
from outreach.actions.imports.kinds import Kind, kind_of
from outreach.actions.imports.preview_rows import PreviewRow
from outreach.actions.imports.reading import Seen, tables_of
from outreach.actions.imports.reports import (
    MEANINGS,
    WORDS,
    Tally,
    kept_rows,
    text_of,
    write_report,
)
from outreach.models import Centre, ImportFile, ImportRow, Workplace, bulk
from outreach.spreadsheet.phone_texts import PHONE_TEXTS
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.reasons import MARKS_UNREAD
from outreach.spreadsheet.refusals import FileReason, FileRefused, refusal

ROWS_NAMED = 10
POLL_SECONDS = 0.5
State = ImportFile.State


class ImportCommand(BaseCommand):
    """Read a list, say what it changes, and take it in unless it is a dry run."""

    requires_system_checks = ()  # they load every page, which takes as long as 20,000 rows

    kind_code: ClassVar[str]
    what: ClassVar[Promise]  # what the list is, for --help

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the file and the settings."""
        lines = [f"  {word:<8} {meaning}" for word, meaning in MEANINGS.items()]
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.description = str(self.what)
        parser.epilog = "\n".join(
            [
                _("The report is a JSON list with one object for each row below the column names:"),
                _("  sheet, row: where it stands; outcome: what becomes of it:"),
                *lines,
                _("  reasons, warnings: code, column, heading of the file, and the text"),
                _("  matched: the workplace (its id) or the earlier sheet and row, and why"),
                _("  changes: field: [on record, in the file]; values: what the row says, tidied"),
            ]
        )
        parser.add_argument("file", type=Path, nargs="?", help=_("the list"))
        parser.add_argument("--centre", required=True, help=_("code of the health centre"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("only say what would change; write nothing")
        )
        parser.add_argument(
            "--report", type=Path, help=_("file to write every row with its outcome to, as JSON")
        )
        parser.add_argument(
            "--resume",
            action="store_true",
            help=_("go on with lists whose process was killed, half a minute after that"),
        )
        parser.add_argument(
            "--undo", type=int, metavar="ID", help=_("take a list back that was taken in")
        )
        parser.add_argument(
            "--language", choices=["ko", "en"], default="ko", help=_("language of the summary")
        )

    def handle(self, *, centre: str, language: str, **options: Any) -> None:
        """Take the list in, or refuse it with a sentence that helps."""
        with translation.override(language):
            kind = kind_of(self.kind_code)
            try:
                self._run(kind, _find_centre(centre), options)
            except FileRefused as error:
                text = text_of({"code": error.code.value}, kind.reason_texts)
                raise CommandError(f"{options['file'].name}: {text}") from error
            except (imports.SomethingHangsOnIt, imports.NotTakenIn) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(
                    _("Cannot read or write %(file)s: %(why)s")
                    % {"file": error.filename, "why": error.strerror}
                ) from error

    def file_of(self, centre: Centre, options: dict[str, Any]) -> ImportFile:
        """Return a file, not saved, with what the options say of it."""
        return ImportFile(
            centre=centre,
            kind=self.kind_code,
            name=options["file"].name,
            all_districts=options.get("all_districts", False),
        )

    def _run(self, kind: Kind, centre: Centre, options: dict[str, Any]) -> None:
        started = time.monotonic()
        files = ImportFile.objects.filter(centre=centre, kind=kind.code)
        if options["undo"] is not None:
            self._undo(files.filter(pk=options["undo"]).first())
        elif options["resume"]:
            for file in files.abandoned(clock.now()):
                self._show(self._work(file))
        elif options["file"] is None:
            raise CommandError(_("Please name the list."))
        else:
            with bulk.unmapped():
                tally = self._take_in(kind, self.file_of(centre, options), options)
            self._print(kind, tally, options["dry_run"])
        self._line(_("seconds"), f"{time.monotonic() - started:.2f}")

    def _take_in(self, kind: Kind, wanted: ImportFile, options: dict[str, Any]) -> Tally:
        with options["file"].open("rb") as content:
            book = read_file(content, wanted.name)
        if any(sheet.marks_unread for sheet in book.sheets):
            self.stdout.write(str(MARKS_UNREAD))
        write = _writer(kind, options["report"])
        if options["dry_run"]:
            wanted.content = book.content
            tables, _others = tables_of(wanted)
            return write(imports.compare_rows(import_file=wanted, tables=tables))
        file = imports.receive(
            centre=wanted.centre,
            kind=kind.code,
            book=book,
            name=wanted.name,
            staff=None,
            all_districts=wanted.all_districts,
            now=clock.now(),
            workplace=wanted.workplace,
        )
        tally = Tally()
        file = self._work(file, tally.add)
        if file.state == State.FAILED:
            raise CommandError(text_of({"code": file.refusal}, kind.reason_texts))
        if not file.is_understood:
            imports.discard(import_file=file, now=clock.now())
            raise refusal(FileReason.NO_HEADER_FOUND)
        try:  # before anything enters: a disk that is full stops both
            if options["report"] is not None or tally.read != sum(file.counts.values()):
                # Each row is to be told, or a job in the background was quicker.
                tally = write(kept_rows(file, whole=options["report"] is not None))
        except OSError:
            imports.discard(import_file=file, now=clock.now())
            raise
        imports.start_commit(import_file=file, staff=None, now=clock.now())
        self._show(self._work(file))
        return tally

    def _work(self, file: ImportFile, seen: Seen | None = None) -> ImportFile:
        """Work on a file, or wait for the jobs in the background that were quicker."""
        while True:
            try:
                return imports.work(import_file=file, clock=clock.now, seen=seen)
            except imports.BeingWorkedOn:
                time.sleep(POLL_SECONDS)

    def _undo(self, file: ImportFile | None) -> None:
        if file is None:
            raise CommandError(_("There is no such list at this centre."))
        try:
            imports.start_undo(import_file=file, staff=None, now=clock.now())
        except imports.SomethingHangsOnIt as error:
            for hindrance in error.hindrances[:ROWS_NAMED]:
                self.stderr.write(f"{hindrance.sheet} {hindrance.row}: {hindrance.what}")
            raise
        self._show(self._work(file))

    def _show(self, file: ImportFile) -> None:
        self._line(_("list"), f"{file.pk} ({file.get_state_display()})")

    def _print(self, kind: Kind, tally: Tally, dry_run: bool) -> None:
        self._line(_("rows read"), tally.read)
        self._line(_("rows accepted"), tally.accepted)
        for outcome in ImportRow.Outcome:
            label = f"  {outcome.label} ({WORDS[outcome]})"
            self._line(label, tally.outcomes[outcome.value])
        for code, rows in sorted(tally.reasons.items(), key=lambda item: -len(item[1])):
            named = ", ".join(map(str, rows[:ROWS_NAMED])) + " …" * (len(rows) > ROWS_NAMED)
            text = text_of({"code": code}, kind.reason_texts)
            self._line(f"  {text}", f"{len(rows)} ({_('rows')} {named})")
        if tally.warnings:
            self.stdout.write(_("to be looked at, although accepted"))
        for code, number in tally.warnings.most_common():
            self._line(f"  {text_of({'code': code}, kind.reason_texts)}", number)
        if tally.phones:
            self.stdout.write(_("telephones of the accepted rows"))
        for phone_kind, number in tally.phones.most_common():
            self._line(f"  {PHONE_TEXTS[phone_kind]}", number)
        self.stdout.write(_("Dry run: nothing was written.") if dry_run else _("Taken in."))

    def _line(self, label: str, figure: object) -> None:
        self.stdout.write(f"{label}: {figure}")


def find_workplace(centre: Centre, pk: int) -> Workplace:
    """Return a workplace of the centre by its id."""
    workplace = Workplace.objects.filter(centre=centre, pk=pk).first()
    if workplace is None:
        raise CommandError(_("There is no such workplace at this centre."))
    return workplace


def _find_centre(code: str) -> Centre:
    centre = Centre.objects.filter(code=code).first()
    if centre is None:
        known = ", ".join(Centre.objects.order_by("code").values_list("code", flat=True)) or "–"
        raise CommandError(
            _("There is no health centre “%(code)s”. Known codes: %(known)s")
            % {"code": code, "known": known}
        )
    return centre


def _writer(kind: Kind, target: Path | None) -> Callable[[Iterable[PreviewRow]], Tally]:
    """Return what writes a line for each row as it comes; without a target they are counted."""

    def write(rows: Iterable[PreviewRow]) -> Tally:
        tally = Tally()
        if target is None:
            tally.add(rows)
            return tally
        with target.open("w", encoding="utf-8") as out:
            write_report(tally.count(rows), kind.reason_texts, out)
        return tally

    return write
