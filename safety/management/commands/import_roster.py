"""Take in a list of workers from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import clock
from outreach.management.import_command import ImportCommand, find_workplace
from outreach.models import Centre, ImportFile
from safety.actions.rosters.kind import ROSTER


class Command(ImportCommand):
    """Read a list of workers, say what it changes, and take it in unless it is a dry run."""

    kind_code = ROSTER
    what = gettext_lazy(
        "Take in a list of workers (.xlsx, .xls, .csv): a roster for special health exams, a list"
        " of an employer or of an exam institution. It needs a row of column names with the"
        " worker's name and one more, such as birth date, hazardous agents or last exam. Exams"
        " that are due follow at once; a blank cell erases nothing, and nobody is taken off the"
        " list for not being on this one. Results of exams enter for those who may see findings"
        " and are in no report. Look first with --dry-run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the file and the settings."""
        super().add_arguments(parser)
        parser.add_argument(
            "--workplace",
            type=int,
            metavar="ID",
            help=_("the workplace that everybody on the list works at; else each row names it"),
        )

    def file_of(self, centre: Centre, options: dict[str, Any]) -> ImportFile:
        """Return a file, not saved, with what the options say of it."""
        file = super().file_of(centre, options)
        file.uploaded_at = clock.now()
        if options["workplace"] is not None:
            file.workplace = find_workplace(centre, options["workplace"])
        return file
