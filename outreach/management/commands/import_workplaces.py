"""Take in a list of workplaces from the command line."""

from __future__ import annotations

from argparse import ArgumentParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.actions.imports.workplace_lists import WORKPLACES
from outreach.management.import_command import ImportCommand


class Command(ImportCommand):
    """Read a list of workplaces, say what it changes, and take it in unless it is a dry run."""

    kind_code = WORKPLACES
    what = gettext_lazy(
        "Take in a list of workplaces (.xlsx, .xls, .csv), such as an extract of the factory"
        " register. It needs a row of column names with a company name and an address. Only"
        " manufacturers in Seoul enter; a workplace already there is brought up to date, and"
        " a blank cell erases nothing. Look first with --dry-run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the file and the settings."""
        super().add_arguments(parser)
        parser.add_argument(
            "--all-districts",
            action="store_true",
            help=_("also take rows of Seoul's districts that the centre does not serve"),
        )
