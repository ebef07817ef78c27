"""Let texts leave again after a restore, once the provider has said which had gone out."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from outreach import clock
from outreach.actions import restores
from outreach.channels.outcomes import LookUpFailed
from outreach.models import SendingStop


class Command(BaseCommand):
    help = (
        "After a restore: asks the text provider which of the waiting texts it has already, takes "
        "those for sent, and lets the others leave. Releases nothing while the provider does not "
        "answer. With --dry-run it only says how many wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        held = SendingStop.objects.standing().filter(kind=SendingStop.Kind.RESTORE).exists()
        if not held:
            raise CommandError("Sending is not held.")
        if dry_run:
            self.stdout.write("Held. Run it without --dry-run to ask the provider and release.")
            return
        try:
            done = restores.reconcile(now=clock.now())
        except LookUpFailed:
            raise CommandError("The provider does not answer; nothing was released.") from None
        restores.release(now=clock.now())
        self.stdout.write(f"Released. Asked for {done.asked} texts; {done.found} had gone out.")
