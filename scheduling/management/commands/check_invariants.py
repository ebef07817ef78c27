"""Ask the database whether everything holds that must hold."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from scheduling.models.invariants import broken

MOST = 20  # rows shown of one statement


class Command(BaseCommand):
    help = (
        "Checks what must always hold: nobody booked twice, seats, due items, certificate numbers, "
        "claims, budgets, reminders. Prints OK or the rows that are wrong; changes nothing. "
        "Ends with 1 when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="print only what is wrong")

    def handle(self, *args: object, quiet: bool, **options: object) -> None:
        wrong = 0
        for invariant, rows in broken():
            if rows:
                wrong += 1
                self.stdout.write(f"WRONG {invariant.statement}: {len(rows)}")
                for row in rows[:MOST]:
                    self.stdout.write(f"      {row}")
            elif not quiet:
                self.stdout.write(f"OK    {invariant.statement}")
        if wrong:
            raise CommandError(f"{wrong} statements do not hold.")
