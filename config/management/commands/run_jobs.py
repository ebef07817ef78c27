"""Run the queue of jobs and the timetable, and start them again when they stall."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config.job_cluster import run_cluster
from config.watchdog import STALL_SECONDS, keep_running

AFTER_PAGES = 10  # somebody waits for a page; for a list of a city in Excel nobody sits still


class Command(BaseCommand):
    help = (
        "Run background jobs and the timetable until stopped (Ctrl-C or SIGTERM lets running jobs"
        " finish). A cluster that stops moving is ended and started again by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stall-after",
            type=float,
            default=STALL_SECONDS,
            metavar="SECONDS",
            help="how long jobs may wait while none is run (default: %(default)s)",
        )
        parser.add_argument(
            "--once",
            action="store_true",
            help="do not start the cluster again when it ends (used by the command itself)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stall_after"] <= 0:
            raise CommandError(_("--stall-after must be above 0."))
        if not options["once"]:
            # Checked here already: the cluster is there the sooner, above all after a stall.
            keep_running([sys.executable, *sys.argv, "--once", "--skip-checks"])
        if os.getsid(0) != os.getpid():
            raise CommandError(_("--once ends its whole session: start it in one of its own."))
        os.nice(AFTER_PAGES)
        run_cluster(patience=options["stall_after"])
