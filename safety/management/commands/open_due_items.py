"""Work out what is owed to whom by when, as the nightly job does."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from outreach import clock
from outreach.models import Centre, Workplace
from safety.actions.due_items import (
    Counts,
    recompute_all,
    recompute_changed,
    recompute_stale,
    recompute_workplaces,
)


class Command(BaseCommand):
    help = (
        "Open, move and close due items so that they follow from the facts on record. "
        "Workplaces of which nothing can have changed since the last run are passed over; --full "
        "looks at every one. Running it again changes nothing."
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
            "--workplace", type=int, nargs="+", metavar="ID", help="only these workplaces"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--changed", action="store_true", help="only workplaces whose facts changed since"
        )
        which.add_argument("--full", action="store_true", help="every workplace, as on Sundays")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            with transaction.atomic():
                counts = self._work(options)
                transaction.set_rollback(True)
        else:
            counts = self._work(options)  # some workplaces at a time: others can write between
        self.stdout.write(
            f"{counts.workplaces} workplaces: {counts.opened} opened, "
            f"{counts.moved} moved, {counts.closed} closed"
            + (" (nothing written)" if options["dry_run"] else "")
        )

    def _work(self, options: dict[str, Any]) -> Counts:
        today, now = options["today"] or clock.today(), clock.now()
        centre = self._centre(options["centre"])
        if options["workplace"]:
            keys = self._workplaces(options["workplace"], centre)
            return recompute_workplaces(workplaces=keys, today=today, now=now)
        if options["changed"]:
            return recompute_changed(today=today, now=now, centre=centre)
        work = recompute_all if options["full"] else recompute_stale
        return work(today=today, now=now, centre=centre)

    def _workplaces(self, asked: list[int], centre: Centre | None) -> list[int]:
        rows = Workplace.objects.filter(pk__in=asked)
        found = set((rows.filter(centre=centre) if centre else rows).values_list("pk", flat=True))
        if missing := sorted(set(asked) - found):
            names = ", ".join(map(str, missing))
            raise CommandError(f"There is no workplace with the number {names}.")
        return sorted(found)

    def _centre(self, code: str | None) -> Centre | None:
        if code is None:
            return None
        try:
            return Centre.objects.get(code=code)
        except Centre.DoesNotExist:
            raise CommandError(f"There is no centre with the code {code!r}.") from None
