"""Write a backup."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from outreach import clock
from outreach.actions import backups
from outreach.actions.database_copies import CopyFailed


class Command(BaseCommand):
    help = (
        "Writes the database, the files beside it and a manifest with checksums to a new folder, "
        "while everybody goes on working. People's data stand in it: keep it on an encrypted disk, "
        "and the keys (LINK_KEY, FIELD_KEY) elsewhere. Example: back_up /backup/2026-11-23"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        os.umask(0o077)
        try:
            manifest = backups.back_up(folder=folder, now=clock.now())
        except (backups.AlreadyThere, CopyFailed, OSError) as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"Backed up to {folder}: {len(manifest.files)} files.")
