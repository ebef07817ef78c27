"""Work out anew what workplaces and workers are found by."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import islice

from django.core.management.base import BaseCommand, CommandError

from outreach.actions.search import false_entries, rebuild
from outreach.models import Centre

MOST = 20  # named of what is wrong


class Command(BaseCommand):
    help = (
        "Works out anew by which names, numbers and addresses workplaces and workers are found. "
        "Needed only after the database was changed by hand. With --check it changes nothing, "
        "names the workplaces that are found wrongly and ends with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--centre", help="code of one centre; default: all")
        parser.add_argument("--check", action="store_true", help="only look, change nothing")

    def handle(
        self, *args: object, centre: str | None = None, check: bool = False, **options: object
    ) -> None:
        chosen = Centre.objects.filter(code=centre).first() if centre else None
        if centre and chosen is None:
            raise CommandError(f"There is no centre with the code {centre}.")
        if not check:
            self.stdout.write(f"{rebuild(centre=chosen)} rows written")
            return
        wrong = list(islice(false_entries(centre=chosen), MOST + 1))
        for line in wrong[:MOST]:
            self.stdout.write(line)
        if wrong:
            raise CommandError("The search is not true. Run reindex_search without --check.")
        self.stdout.write("OK")
