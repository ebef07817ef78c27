"""Plan the texts of visits for numbers that were given after the booking."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from outreach import clock
from scheduling.actions.reminders import plan_missing


class Command(BaseCommand):
    help = (
        "Plan the texts about visits ahead for every mobile number that knows nothing of them yet, "
        "because it was given or changed after the booking. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", metavar="MOMENT", help="as at 2026-11-23T10:00 in Seoul (now unless given)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be planned and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            planned = plan_missing(now=self._moment(options["at"]))
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(
            f"{planned} texts planned" + (" (nothing written)" if options["dry_run"] else "")
        )

    def _moment(self, given: str | None) -> datetime:
        if given is None:
            return clock.now()
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise CommandError(f"{given!r} is not a moment such as 2026-11-23T10:00.") from None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
