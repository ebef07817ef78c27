"""Work out what is owed to whom by when, as the nightly job does."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from outreach import clock
from outreach.models import Centre
from safety.actions.due_items import recompute_all, recompute_changed


class Command(BaseCommand):
    help = (
        "Open, move and close due items so that they follow from the facts on record. "
        "Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day whose rules hold (the clock's unless given)",
        )
        parser.add_argument("--centre", metavar="CODE", help="only this centre's workplaces")
        parser.add_argument(
            "--changed", action="store_true", help="only workplaces whose facts changed since"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        centre = self._centre(options["centre"])
        work = recompute_changed if options["changed"] else recompute_all
        with transaction.atomic():
            counts = work(today=options["today"] or clock.today(), now=clock.now(), centre=centre)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(
            f"{counts.workplaces} workplaces: {counts.opened} opened, "
            f"{counts.moved} moved, {counts.closed} closed"
            + (" (nothing written)" if options["dry_run"] else "")
        )

    def _centre(self, code: str | None) -> Centre | None:
        if code is None:
            return None
        try:
            return Centre.objects.get(code=code)
        except Centre.DoesNotExist:
            raise CommandError(f"There is no centre with the code {code!r}.") from None
