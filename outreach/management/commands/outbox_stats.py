"""The outbox in figures."""

from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from outreach import clock
from outreach.actions.outbox import figures


class Command(BaseCommand):
    help = (
        "Shows how many texts are in each state, how many are due and for how long, and how many "
        "need a person. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: object, **options: object) -> None:
        found = figures(now=clock.now())
        lines = "\n".join(f"{name}: {number}" for name, number in found.items())
        self.stdout.write(json.dumps(found) if options["json"] else lines)
