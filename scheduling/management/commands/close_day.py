from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outreach import clock
from outreach.models import Centre
from scheduling.actions.closed_days import ClosedDayRefused, close_day


class Command(BaseCommand):
    help = "Close all centres, or one, on a day beside the public holidays (임시공휴일)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, help="2026-12-31")
        parser.add_argument("name", help="why, as staff shall read it")
        parser.add_argument("--centre", help="the code of one centre; all of them without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close the day."""
        centre = None
        if options["centre"]:
            centre = Centre.objects.filter(code=options["centre"]).first()
            if centre is None:
                raise CommandError(f"There is no centre with the code {options['centre']}.")
        try:
            close_day(centre=centre, day=options["day"], name=options["name"], today=clock.today())
        except ClosedDayRefused as reason:
            raise CommandError(str(reason)) from reason
