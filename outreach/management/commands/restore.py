"""Put a backup back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from outreach import clock
from outreach.actions import backups
from outreach.actions.database_copies import CopyFailed


class Command(BaseCommand):
    help = (
        "Puts a backup of back_up back: the database and the files beside it, after looking at "
        "every checksum. Stop web, sender and jobs first. Texts are held then, until release_hold "
        "has asked the provider which had gone out since. With --dry-run it only looks. On "
        "PostgreSQL the user of DATABASE_URL must own the database (version 15 or later)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that back_up wrote")
        parser.add_argument(
            "--replace", action="store_true", help="overwrite what is there; it is lost"
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(
        self, *args: object, folder: Path, replace: bool, dry_run: bool, **options: object
    ) -> None:
        try:
            if dry_run:
                manifest = backups.look_at(folder)
                self.stdout.write(f"Whole: of {manifest.made_at}, version {manifest.version}.")
                return
            manifest = backups.restore(folder=folder, replace=replace, now=clock.now())
        except (
            backups.NotABackup, backups.OfAnother, backups.NotEmpty, CopyFailed, OSError
        ) as reason:  # fmt: skip
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"Restored as of {manifest.made_at}. Texts are held: start everything, then run "
            "manage.py release_hold."
        )
